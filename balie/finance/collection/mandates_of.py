"""The mandates (machtigingen) of one customer with their state, as tab 3 of the customer screen lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.mandates import LATEST_SIGNED, Sequence, next_sequence, usable_until
from balie.customers.tabs.tab import TabTable, day_text
from balie.dutch.dates import format_date
from balie.finance.collection.used import UNUSED, Used, read_used

if TYPE_CHECKING:
    from balie.desk import Desk

# The one that holds comes first.
_MANDATES = (
    "SELECT reference, signed_on, iban, withdrawn_on FROM mandate WHERE customer_id = ?"
    f" ORDER BY withdrawn_on IS NOT NULL, {LATEST_SIGNED}"
)
_ACTIVE = "actief"
_HEADINGS = ("Machtiging", "Rekening", "Getekend", "Volgende", "Status")


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate: the account by its last four characters, and in Dutch how it stands.

    `sequence` is what the next collection on it would be; None where none can follow.
    """

    reference: str
    account_end: str
    signed_on: date
    sequence: Sequence | None
    state: str


def mandates_of(desk: Desk, customer_id: int) -> list[MandateLine]:
    """Every mandate that is kept of a customer, the one that holds first, then the latest."""
    rows = desk.store.read(_MANDATES, (customer_id,))
    used = read_used(desk.store, (row[0] for row in rows))
    lines = []
    for place, (reference, signed, iban, withdrawn) in enumerate(rows):
        done, signed_on = used.get(reference, UNUSED), date.fromisoformat(signed)
        state = _state(done, signed_on, withdrawn, desk.working_date, replaced=place > 0)
        sequence = next_sequence(done.presented, done.refused) if state == _ACTIVE else None
        lines.append(MandateLine(reference, iban[-4:], signed_on, sequence, state))
    return lines


def mandate_table(desk: Desk, customer_id: int) -> TabTable | None:
    """The same as a table of a tab; None for who never signed one."""
    rows = tuple(
        (
            line.reference,
            f"eindigt op {line.account_end}",
            day_text(line.signed_on),
            line.sequence or "–",
            line.state,
        )
        for line in mandates_of(desk, customer_id)
    )
    return TabTable(_HEADINGS, rows) if rows else None


def _state(used: Used, signed_on: date, withdrawn: str | None, today: date, *, replaced: bool) -> str:
    """Whether it can be collected on, or why not. `replaced`: another one holds, or was signed after it."""
    if withdrawn is not None:
        return f"ingetrokken {format_date(date.fromisoformat(withdrawn))}"
    if replaced:
        return "vervangen"
    if used.blocked_by is not None:
        return f"geblokkeerd ({used.blocked_by})"
    last = usable_until(signed_on, used.last_on)
    return _ACTIVE if today <= last else f"verlopen {format_date(last)}"
