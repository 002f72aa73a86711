"""What is open of a customer's charges, and what the customer has in credit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.ledger.open_cents import not_spent, still_open
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.store.reading import Reader

# Only what is not settled is read, by the index on (customer_id, settled_on): as quick after five hundred charges.
_OPEN = (
    f"SELECT id, kind, booked_on, cents, {still_open('charge')}"
    " FROM charge WHERE customer_id = ? AND settled_on IS NULL ORDER BY booked_on, id"
)
# In the order of settling: what is on its way to the bank last, since the money for it is coming.
_AMOUNTS = (
    "SELECT id, EXISTS (SELECT 1 FROM collection AS i WHERE i.charge_id = charge.id"
    f" AND i.payment_id IS NULL AND i.returned_on IS NULL) AS collecting, {still_open('charge')}"
    " FROM charge WHERE customer_id = ? AND settled_on IS NULL ORDER BY collecting, booked_on, id"
)
_UNSPENT = (
    f"SELECT id, {not_spent('payment')} FROM payment"
    " WHERE customer_id = ? AND spent_on IS NULL ORDER BY received_on, id"
)


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """A charge of a customer that is not settled: what was charged and what of it is open, in cents.

    Both are below zero for what is owed to the customer.
    """

    charge_id: int
    kind: ChargeKind
    booked_on: date
    cents: int
    open_cents: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The right column of the header, in cents: open contribution, other open charges, credit of the customer."""

    contribution: int
    other: int
    credit: int


def open_charges(reader: Reader, customer_id: int) -> list[OpenCharge]:
    """The charges of a customer that are not settled, oldest first."""
    return [
        OpenCharge(charge_id, ChargeKind(kind), date.fromisoformat(booked_on), cents, open_cents)
        for charge_id, kind, booked_on, cents, open_cents in reader.read(_OPEN, (customer_id,))
    ]


def open_amounts(reader: Reader, customer_id: int, *, with_collecting: bool = True) -> list[tuple[int, int]]:
    """The ids of the charges that are not settled and what is open of them, in cents, in the order of settling.

    The oldest first, and last what is on its way to the bank; without `with_collecting` that is left out.
    """
    return [
        (charge_id, open_cents)
        for charge_id, collecting, open_cents in reader.read(_AMOUNTS, (customer_id,))
        if with_collecting or not collecting
    ]


def balance(reader: Reader, customer_id: int) -> Balance:
    """What a customer owes and has in credit. A charge below zero is credit until somebody sets it off.

    So the header tells the same as the page where is paid: what is open there is not hidden by credit.
    """
    contribution = other = 0
    credit = unspent(reader, customer_id)
    for _, kind, *_, open_cents in reader.read(_OPEN, (customer_id,)):
        if open_cents < 0:
            credit -= open_cents
        elif kind == ChargeKind.CONTRIBUTION:
            contribution += open_cents
        else:
            other += open_cents
    return Balance(contribution, other, credit)


def unspent(reader: Reader, customer_id: int) -> int:
    """What a customer paid that was not allocated to a charge, in cents."""
    return sum(cents for _, cents in unspent_payments(reader, customer_id))


def unspent_payments(reader: Reader, customer_id: int) -> list[tuple[int, int]]:
    """The payments of a customer of which something is left, oldest first: their ids and what is left, in cents."""
    return [(payment_id, left) for payment_id, left in reader.read(_UNSPENT, (customer_id,))]
