"""Charges of one customer, kind and period, taken together: what of them was waived, given back and paid out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.ledger.allocate import Part
from balie.ledger.balances import open_amounts
from balie.ledger.methods import Method
from balie.library.terms import ChargeKind
from balie.store.dialect import among

if TYPE_CHECKING:
    from balie.store.reading import Reader

_CHARGE = "SELECT customer_id, kind, membership_number FROM charge WHERE id = ?"
_CHARGES = (
    "SELECT id, cents, counters FROM charge WHERE customer_id = ? AND kind = ?"
    " AND membership_number IS NOT DISTINCT FROM ? ORDER BY id"
)
# Of a waiver, and of money that went out for what was given back; never both of one charge.
_PAID = (
    "SELECT coalesce(sum(CASE WHEN p.way = ?1 THEN a.cents END), 0),"
    " coalesce(-sum(CASE WHEN p.way <> ?1 AND c.cents < 0 THEN a.cents END), 0)"
    " FROM allocation AS a JOIN charge AS c ON c.id = a.charge_id JOIN payment AS p ON p.id = a.payment_id"
    f" WHERE a.charge_id IN {among('?2')}"
)
_ELSEWHERE = (
    "SELECT a.credit_id, a.charge_id, sum(a.cents) FROM allocation AS a"
    f" WHERE a.credit_id IN {among('?1')} AND a.charge_id NOT IN {among('?1')}"
    " GROUP BY a.credit_id, a.charge_id HAVING sum(a.cents) > 0 ORDER BY a.credit_id DESC, a.charge_id DESC"
)
_BROUGHT = "SELECT coalesce(sum(brought_cents), 0) FROM membership WHERE customer_id = ? AND number = ?"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """So many cents of what was given back (`credit_id`) settled a charge of another kind or period."""

    credit_id: int
    charge_id: int
    cents: int


@dataclass(frozen=True, slots=True)
class ChargeGroup:
    """The charges of a kind and period, in cents: `charges` and what each counters, and what is open of them.

    `stays` is what stays charged, with what was paid out in money of what was given back: who got that owes it when the
    payment behind it is taken back. `waived` is what of it was waived.
    """

    kind: ChargeKind
    charges: dict[int, int]
    counters: dict[int, int | None]
    open: dict[int, int]
    elsewhere: tuple[Elsewhere, ...]
    stays: int
    waived: int

    @property
    def open_cents(self) -> int:
        """What of it is open."""
        return sum(cents for cents in self.open.values() if cents > 0)

    @property
    def credit_cents(self) -> int:
        """What of it was given back and is credit now."""
        return -sum(cents for cents in self.open.values() if cents < 0)

    @property
    def unbacked_cents(self) -> int:
        """What of it is open beyond what may be waived: given back and used elsewhere, with no money behind it."""
        return max(self.open_cents - max(self.stays - self.waived, 0), 0)

    @property
    def charged(self) -> list[int]:
        """The charges above zero."""
        return [charge_id for charge_id, cents in self.charges.items() if cents > 0]


def group_of(reader: Reader, charge_id: int) -> ChargeGroup:
    """The charges of the same customer, kind and period as this one."""
    row = reader.read_one(_CHARGE, (charge_id,))
    assert row is not None
    customer_id, kind, period = row
    rows = list(reader.read(_CHARGES, (customer_id, kind, period)))
    ids = json.dumps([one for one, _, _ in rows])
    paid = reader.read_one(_PAID, (Method.WAIVER, ids))
    brought = reader.read_one(_BROUGHT, (customer_id, period)) if kind == ChargeKind.CONTRIBUTION else (0,)
    assert paid is not None
    assert brought is not None
    waived, out = paid
    charges = {one: cents for one, cents, _ in rows}
    return ChargeGroup(
        kind=ChargeKind(kind),
        charges=charges,
        counters={one: counters for one, _, counters in rows},
        open={one: cents for one, cents in open_amounts(reader, customer_id) if one in charges},
        elsewhere=tuple(Elsewhere(*one) for one in reader.read(_ELSEWHERE, (ids,))),
        stays=sum(charges.values()) + out + brought[0],
        waived=waived,
    )


def groups_of(reader: Reader, parts: list[Part]) -> list[tuple[ChargeGroup, int]]:
    """The groups that these parts are of, each with what of the parts is of it, in cents."""
    found: list[tuple[ChargeGroup, int]] = []
    left = dict(parts)
    while left:
        group = group_of(reader, next(iter(left)))
        found.append((group, sum(left.pop(one, 0) for one in group.charges)))
    return found
