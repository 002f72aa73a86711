"""What a customer has to pay, line by line: what the paying screen begins with (rules.md#sheet)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.asked import not_asked
from balie.customers.cards.numbers import current_number, in_groups
from balie.customers.names import find_name
from balie.customers.standing import must_be_there
from balie.customers.tabs.preferences import wants_receipts
from balie.dutch.dates import format_date, format_iso
from balie.ledger import unspent
from balie.ledger.open_cents import still_open
from balie.library.terms import ChargeKind
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

COLLECTING = "in incasso"
"""The remark at a line that is on its way to the bank: paying it at the desk would be paying it twice."""

# A collection is under way until it is booked or came back.
_OPEN = (
    f"SELECT c.id, {still_open('c')},"
    " EXISTS (SELECT 1 FROM collection AS i WHERE i.charge_id = c.id"
    " AND i.payment_id IS NULL AND i.returned_on IS NULL)"
)
_LINES = (
    f"{_OPEN}, c.kind, c.booked_on, c.cents, c.note, m.paid_from, m.paid_until FROM charge AS c"
    " LEFT JOIN membership AS m ON m.customer_id = c.customer_id AND m.number = c.membership_number"
    " WHERE c.customer_id = ? AND c.settled_on IS NULL ORDER BY c.booked_on, c.id"
)
_CHANGED = "Aan een andere balie is intussen voor deze klant betaald of geboekt. Kijk opnieuw wat er openstaat."


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One open charge: what for in Dutch, since when, what was charged and what of it is open, in cents.

    `remark` says what the desk has to know of it (`in incasso`), and is empty for most.
    """

    charge_id: int
    kind: ChargeKind
    text: str
    on: date
    cents: int
    open_cents: int
    remark: str

    @property
    def collecting(self) -> bool:
        """Whether the bank is collecting it."""
        return self.remark == COLLECTING


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is open for a customer, oldest first, and the credit there is, in cents.

    `title` says whose it is, name and klantnummer. `bon_head` is what stands above every bon about money: where, when
    and who (never the actor-id); None where the customer wants no bons (Klantbonnen). `rounds_cash`: cash is rounded to
    five cents.
    """

    customer_id: int
    title: str
    lines: tuple[SheetLine, ...]
    credit_cents: int
    bon_head: Mapping[str, str | None] | None
    rounds_cash: bool = False

    @property
    def open_cents(self) -> int:
        """Everything that is open, credit not taken off."""
        return sum(line.open_cents for line in self.lines)


def sheet(desk: Desk, customer_id: int) -> Sheet:
    """What this customer has to pay. Raises `Refusal` when the customer is not there any more."""
    must_be_there(desk.store, customer_id)
    lines, credit_cents = read_lines(desk.store, customer_id)
    found = find_name(desk.store, customer_id)
    assert found is not None, "the customer is there"
    name = found.full
    number = current_number(desk.store, customer_id) or ""
    head = _bon_head(desk, name, number) if wants_receipts(desk.store, customer_id) else None
    return Sheet(customer_id, f"{name}  {number}".rstrip(), lines, credit_cents, head, desk.library.cash.round_to_five)


def _bon_head(desk: Desk, name: str, number: str) -> dict[str, str | None]:
    return {
        "library": desk.library.name,
        "branch": f"{desk.branch.number} {desk.branch.name}",
        "date": format_date(desk.working_date),
        "name": name,
        "number": in_groups(number) if number else None,
    }


def read_lines(reader: Reader, customer_id: int) -> tuple[tuple[SheetLine, ...], int]:
    """What is asked of a customer, oldest first, and what there is in credit, in cents.

    That is what is open, less what a cancellation takes off it.
    """
    lines = []
    owed = 0
    less = not_asked(reader, customer_id)
    for charge_id, open_cents, collecting, word, day, cents, note, start, end in reader.read(_LINES, (customer_id,)):
        if open_cents < 0:
            owed -= open_cents
            continue
        open_cents -= less.get(charge_id, 0)
        if not open_cents:
            continue
        kind = ChargeKind(word)
        text = charge_text(kind, note or "", start, end)
        remark = COLLECTING if collecting else ""
        lines.append(SheetLine(charge_id, kind, text, date.fromisoformat(day), cents, open_cents, remark))
    return tuple(lines), owed + unspent(reader, customer_id)


def must_be_as_seen(reader: Reader, seen: Sheet, lines: Iterable[SheetLine], *, credit: bool = False) -> None:
    """Raise `Refusal` unless these lines are as they were on the sheet, and with `credit` the credit is too."""
    lines_now, credit_now = read_lines(reader, seen.customer_id)
    now = {line.charge_id: (line.open_cents, line.collecting) for line in lines_now}
    if any(now.get(line.charge_id) != (line.open_cents, line.collecting) for line in lines):
        raise Refusal(_CHANGED)
    if credit and credit_now != seen.credit_cents:
        raise Refusal(_CHANGED)


def charge_text(kind: ChargeKind, note: str, paid_from: str | None, paid_until: str | None) -> str:
    """What a charge is for: `Contributie 01-05-2024 t/m 30-04-2025`, `Te laat: Rituelen`. Days as stored."""
    if note:
        return note if kind is ChargeKind.CREDIT else f"{kind.capitalize()}: {note}"
    text = kind.capitalize()
    if kind is ChargeKind.CONTRIBUTION and paid_from:
        until = f" t/m {format_iso(paid_until)}" if paid_until else ""
        return f"{text} {'' if until else 'vanaf '}{format_iso(paid_from)}{until}"
    return text
