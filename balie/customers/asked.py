"""What of the open contribution nobody is asked for any more: a cancellation takes it off, once it is settled.

Source: rules.md#settlement.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from balie.customers.cancelling.cancellations import read_settlement
from balie.ledger import Balance, balance
from balie.ledger.open_cents import still_open
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.store.reading import Reader

_OPEN = (
    f"SELECT id, membership_number, {still_open('charge')}"
    " FROM charge WHERE customer_id = ? AND settled_on IS NULL AND kind = ? AND cents > 0"
    " AND membership_number IS NOT NULL ORDER BY booked_on, id"
)


def asked(reader: Reader, customer_id: int) -> Balance:
    """What a customer is asked for, and has in credit: what is open, less what a cancellation takes off it."""
    money = balance(reader, customer_id)
    if not money.contribution:
        return money
    return replace(money, contribution=money.contribution - sum(not_asked(reader, customer_id).values()))


def not_asked(reader: Reader, customer_id: int) -> dict[int, int]:
    """By charge, the cents of open contribution that a cancellation which is not settled yet takes off.

    The customer, or the next of kin, was told what is left to pay: nobody asks for more meanwhile.
    """
    return {charge_id: cents for charge_id, _, cents in _taken_off(reader, customer_id)}


def not_asked_of_period(reader: Reader, customer_id: int, number: int) -> int:
    """As `not_asked`, of the contribution of one period together."""
    return sum(cents for _, period, cents in _taken_off(reader, customer_id) if period == number)


def _taken_off(reader: Reader, customer_id: int) -> list[tuple[int, int, int]]:
    """Charge, number of its period, and the cents that are taken off."""
    settlement = read_settlement(reader, customer_id)
    if settlement is None:
        return []
    left = {refund.number: refund.refund_cents for refund in settlement.refunds}
    found = []
    for charge_id, number, open_cents in reader.read(_OPEN, (customer_id, ChargeKind.CONTRIBUTION)):
        if taken := min(left.get(number, 0), open_cents):
            found.append((charge_id, number, taken))
            left[number] -= taken
    return found
