"""What a customer may be approached for: per kind consent, objection or not asked, with its day (rules.md#asked)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.forms.choices import NO, YES, CodeChoice
from balie.customers.tabs.edit_fields import EditField, Values

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

CONSENTS = (
    CodeChoice("all", "Alle informatie"),
    CodeChoice("marketing", "Marketing"),
    CodeChoice("post", "Per post"),
    CodeChoice("email", "Per e-mail"),
    CodeChoice("phone", "Per telefoon"),
    CodeChoice("website", "Website en Mijn Menu"),
)
"""The kinds of tab 9, as Wise has them."""

ANSWERS = (CodeChoice("", "Niet gevraagd"), CodeChoice(YES, "Ja"), CodeChoice(NO, "Nee"))


@dataclass(frozen=True, slots=True)
class Consent:
    """What a customer answered: `given` or not, on which day, noted by whom."""

    kind: str
    given: bool
    since: date
    noted_by: str


def read_consents(reader: Reader, customer_id: int) -> dict[str, Consent]:
    """What a customer answered, by kind; a kind that was not asked is not in it."""
    rows = reader.read("SELECT kind, given, since, noted_by FROM consent WHERE customer_id = ?", (customer_id,))
    return {kind: Consent(kind, bool(given), date.fromisoformat(since), by) for kind, given, since, by in rows}


def consent_fields() -> tuple[EditField, ...]:
    """A choice of three per kind."""
    return tuple(
        EditField(f"consent_{kind.code}", kind.label, "Mag de bibliotheek benaderen", choices=ANSWERS)
        for kind in CONSENTS
    )


def consent_values(reader: Reader, customer_id: int) -> dict[str, str]:
    """The answers by field name, as codes."""
    known = read_consents(reader, customer_id)
    return {
        f"consent_{kind.code}": "" if kind.code not in known else YES if known[kind.code].given else NO
        for kind in CONSENTS
    }


def write_consents(tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    """Write the answers that changed, with today as their day; what was answered before stands in the journal."""
    stamp = tx.stamp
    for kind in CONSENTS:
        answer = will[f"consent_{kind.code}"]
        if was[f"consent_{kind.code}"] == answer:
            continue
        tx.execute("DELETE FROM consent WHERE customer_id = ? AND kind = ?", (customer_id, kind.code))
        if answer:
            tx.execute(
                "INSERT INTO consent (customer_id, kind, given, since, noted_by) VALUES (?, ?, ?, ?, ?)",
                (customer_id, kind.code, int(answer == YES), stamp.working_date.isoformat(), stamp.staff),
            )
