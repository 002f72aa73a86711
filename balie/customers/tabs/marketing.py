"""Tab 9, Marketing, while it is edited: target group, labels, newsletter, consents."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.customers.forms.choices import NO, YES
from balie.customers.forms.lists import label_in, lists
from balie.customers.header import Cell
from balie.customers.tabs.consents import CONSENTS, consent_fields, consent_values, read_consents, write_consents
from balie.customers.tabs.edit_fields import EditField, EditTab, Values, changed, free_text, or_none, yes_no
from balie.customers.tabs.property_row import write_property
from balie.customers.tabs.tab import Tab, TabTable, day_text

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.refusal import Reasons
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_LONGEST_LABELS = 60
_SELECT = (
    "SELECT c.newsletter_since IS NOT NULL, p.target_group, p.labels"
    " FROM customer AS c LEFT JOIN property AS p ON p.customer_id = c.id WHERE c.id = ?"
)


def show(desk: Desk, customer_id: int) -> Tab:
    """Tab 9 as it is read: a line per kind of consent, with its day."""
    values = _read(desk.store, customer_id)
    row = desk.store.read_one("SELECT newsletter_since FROM customer WHERE id = ?", (customer_id,))
    assert row is not None
    newsletter = "Wil geen nieuwsbrief" if row[0] is None else f"Ja, sinds {day_text(date.fromisoformat(row[0]))}"
    known = read_consents(desk.store, customer_id)
    lines = []
    for kind in CONSENTS:
        answer = known.get(kind.code)
        if answer is None:
            lines.append((kind.label, "Niet gevraagd", "", ""))
        else:
            lines.append((kind.label, "Ja" if answer.given else "Nee", day_text(answer.since), answer.noted_by))
    return Tab(
        (
            Cell("Doelgroep", label_in(lists().target_groups, values["target_group"])),
            Cell("Labels", values["labels"]),
            Cell("Nieuwsbrief", newsletter),
        ),
        TabTable(("Mag de bibliotheek benaderen", "Antwoord", "Sinds", "Door"), tuple(lines)),
    )


def _fields(desk: Desk, customer_id: int) -> tuple[EditField, ...]:
    return (
        EditField("target_group", "Doelgroep", choices=or_none(lists().target_groups)),
        free_text("labels", "Labels", what="Het label", longest=_LONGEST_LABELS, note="Woorden met komma's ertussen."),
        yes_no("newsletter", "Nieuwsbrief"),
        *consent_fields(),
    )


def _read(reader: Reader, customer_id: int) -> dict[str, str]:
    row = reader.read_one(_SELECT, (customer_id,))
    assert row is not None
    newsletter, target_group, labels = row
    return {
        "target_group": target_group or "",
        "labels": labels or "",
        "newsletter": YES if newsletter else NO,
        **consent_values(reader, customer_id),
    }


def _judge(desk: Desk, reader: Reader, customer_id: int, was: Values, will: Values, reasons: Reasons) -> None:
    if changed(was, will, "newsletter") and will["newsletter"] == YES:
        row = reader.read_one("SELECT email FROM customer WHERE id = ?", (customer_id,))
        if row is None or not row[0]:
            reasons.add("De nieuwsbrief gaat per e-mail: vul eerst op tabblad 2 een e-mailadres in.", "newsletter")


def _write(desk: Desk, tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    tx.execute(
        "UPDATE customer SET newsletter_since = CASE WHEN ? THEN coalesce(newsletter_since, ?) END WHERE id = ?",
        (int(will["newsletter"] == YES), tx.stamp.working_date.isoformat(), customer_id),
    )
    if changed(was, will, "target_group", "labels"):
        write_property(tx, customer_id, target_group=will["target_group"] or None, labels=will["labels"] or None)
    write_consents(tx, customer_id, was, will)


TAB = EditTab(_fields, _read, _judge, _write)
