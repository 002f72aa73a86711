"""Which charge gets how much of an amount: oldest first, or as chosen; and writing that down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.money import format_cents
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.transaction import Transaction

Part = tuple[int, int]
"""The id of a charge and an amount in cents."""

_INSERT = (
    "INSERT INTO allocation (payment_id, credit_id, charge_id, cents, booked_on, branch, staff)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
CHANGED = "Er is intussen voor deze klant betaald of geboekt: kijk opnieuw wat er openstaat."


def oldest_first(amounts: Iterable[Part], cents: int) -> list[Part]:
    """Divide an amount over what is open (or left), in the order given, of the amount's own sign only."""
    parts = []
    sign = 1 if cents > 0 else -1
    left = abs(cents)
    for charge_id, open_cents in amounts:
        if left and open_cents * sign > 0:
            part = min(left, open_cents * sign)
            parts.append((charge_id, part * sign))
            left -= part
    return parts


def check_chosen(settle: Sequence[Part], amounts: Iterable[Part], cents: int) -> None:
    """Raise `Refusal` when more is settled than is open or than there is, and `ValueError` for what makes no sense."""
    sign = -1 if cents < 0 else 1
    if any(part * sign <= 0 for _, part in settle) or len({charge_id for charge_id, _ in settle}) < len(settle):
        raise ValueError("each charge once, with an amount of the payment's own sign")
    open_now = dict(amounts)
    if any(open_now.get(charge_id, 0) * sign < part * sign for charge_id, part in settle):
        raise Refusal(CHANGED)
    if sum(part for _, part in settle) * sign > cents * sign:
        raise Refusal(f"Er is maar {format_cents(abs(cents))}: kies minder, of betaal meer.")


def allocate_payment(tx: Transaction, payment_id: int, parts: Iterable[Part], on: date) -> None:
    """Write down what a payment settles."""
    stamp, day = tx.stamp, on.isoformat()
    for charge_id, cents in parts:
        tx.execute(_INSERT, (payment_id, None, charge_id, cents, day, stamp.branch, stamp.staff))


def allocate_credit(tx: Transaction, credit_id: int, parts: Iterable[Part]) -> None:
    """Write down what a charge below zero settles, on the working date."""
    stamp, day = tx.stamp, tx.stamp.working_date.isoformat()
    for charge_id, cents in parts:
        tx.execute(_INSERT, (None, credit_id, charge_id, cents, day, stamp.branch, stamp.staff))
