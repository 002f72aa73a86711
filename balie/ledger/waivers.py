"""What was waived: it settles a charge, but no money came in, so that it never turns into credit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.ledger.allocate import Part, allocate_payment
from balie.ledger.methods import Method
from balie.ledger.open_cents import still_open
from balie.ledger.opposite import book_opposite
from balie.ledger.receive import Incoming, insert_payment
from balie.library.terms import ChargeKind
from balie.store.dialect import among

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

LAPSED = "Kwijtschelding vervalt"
"""The reason that is kept of a waiver taken back, since the charge that was waived is."""

_ON = (
    "SELECT a.payment_id, p.customer_id, p.received_on, coalesce(p.reason, ''), sum(a.cents) FROM allocation AS a"
    " JOIN payment AS p ON p.id = a.payment_id WHERE a.charge_id = ? AND p.way = ? AND p.counters IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM payment AS n WHERE n.counters = p.id)"
    " GROUP BY a.payment_id, p.id HAVING sum(a.cents) > 0 ORDER BY a.payment_id DESC"
)
_SETTLED = "SELECT charge_id, sum(cents) FROM allocation WHERE payment_id = ? GROUP BY charge_id HAVING sum(cents) <> 0"
_WAIVED = (
    "SELECT coalesce(sum(a.cents), 0) FROM allocation AS a JOIN payment AS p ON p.id = a.payment_id"
    f" WHERE p.way = ? AND a.charge_id IN {among()}"
)
_STILL_OPEN = f"SELECT customer_id, {still_open('charge')} FROM charge WHERE id = ?"
_OF_PERIOD = "SELECT id FROM charge WHERE customer_id = ? AND membership_number = ? AND kind = ? AND cents > 0"


@dataclass(frozen=True, slots=True)
class Lapsed:
    """So many cents of a charge that were waived for `reason`, and lapsed when it was given back."""

    charge_id: int
    cents: int
    reason: str


def waived_on(reader: Reader, charge_ids: Iterable[int]) -> int:
    """What of these charges was waived and still is, in cents."""
    row = reader.read_one(_WAIVED, (Method.WAIVER, json.dumps(list(charge_ids))))
    assert row is not None
    return int(row[0])


def waived_of_period(reader: Reader, customer_id: int, membership_number: int) -> int:
    """What of the contribution charged for one period was waived, in cents."""
    rows = reader.read(_OF_PERIOD, (customer_id, membership_number, ChargeKind.CONTRIBUTION))
    return waived_on(reader, (charge_id for (charge_id,) in rows))


def let_lapse(tx: Transaction, charge_ids: Sequence[int], cents: int) -> tuple[Lapsed, ...]:
    """Take back so much of what was waived of these charges, the newest first: it is open again.

    A waiver is taken back whole, as every payment is; what of it stays is waived again, for the same reason. Out: what
    lapsed.
    """
    left = cents
    lapsed: list[Lapsed] = []
    for charge_id in sorted(charge_ids, reverse=True):
        for payment_id, customer_id, received_on, reason, part in tx.read(_ON, (charge_id, Method.WAIVER)):
            taken = min(left, part)
            if taken <= 0:
                return tuple(lapsed)
            settled: dict[int, int] = dict(tx.read(_SETTLED, (payment_id,)))
            settled[charge_id] -= taken
            on = max(tx.stamp.working_date, date.fromisoformat(received_on))
            book_opposite(tx, payment_id, reason=LAPSED, on=on)
            _waive_again(tx, customer_id, [(key, value) for key, value in settled.items() if value], reason, on)
            left -= taken
            lapsed.append(Lapsed(charge_id, taken, reason))
    return tuple(lapsed)


def let_revive(tx: Transaction, lapsed: Lapsed) -> None:
    """Waive again what lapsed when a charge was given back, now that that is undone; never more than is open."""
    row = tx.read_one(_STILL_OPEN, (lapsed.charge_id,))
    assert row is not None
    customer_id, open_cents = row
    if (cents := min(lapsed.cents, open_cents)) > 0:
        _waive_again(tx, customer_id, [(lapsed.charge_id, cents)], lapsed.reason, tx.stamp.working_date)


def _waive_again(tx: Transaction, customer_id: int, parts: Sequence[Part], reason: str, on: date) -> None:
    if not parts:
        return
    cents = sum(part for _, part in parts)
    payment_id = insert_payment(tx, Incoming(customer_id, cents, Method.WAIVER, on, reason=reason))
    allocate_payment(tx, payment_id, parts, on)
