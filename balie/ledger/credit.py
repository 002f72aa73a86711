"""Using what a customer has in credit to settle what is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.ledger.allocating import Part, allocate_credit, allocate_payment, check_chosen, oldest_first
from balie.ledger.balances import open_amounts, unspent_payments

if TYPE_CHECKING:
    from balie.store.transaction import Transaction


def use_credit(tx: Transaction, customer_id: int, settle: Sequence[Part] | None = None) -> int:
    """Settle open charges with credit: what was paid too much first, then charges below zero, the oldest of each first.

    Settles the oldest charges first and last what the bank is collecting, or those in `settle` (charge, cents). Out:
    the cents used. Raises `Refusal` when more is chosen than is open or than there is credit.
    """
    amounts = open_amounts(tx, customer_id)
    payments = unspent_payments(tx, customer_id)
    credits = [(charge_id, -open_cents) for charge_id, open_cents in amounts if open_cents < 0]
    there = sum(cents for _, cents in (*payments, *credits))
    if not there and not settle:
        return 0
    if settle is None:
        wanted = oldest_first(amounts, there)
    else:
        check_chosen(settle, amounts, there)
        wanted = list(settle)
    used = sum(cents for _, cents in wanted)
    for source, left in payments:
        parts, wanted = _take(wanted, left)
        allocate_payment(tx, source, parts, tx.stamp.working_date)
    for source, left in credits:
        parts, wanted = _take(wanted, left)
        allocate_credit(tx, source, parts)
    return used


def _take(wanted: Sequence[Part], left: int) -> tuple[list[Part], list[Part]]:
    """What this much settles of what is wanted, and what is then still wanted."""
    parts = oldest_first(wanted, left)
    done = dict(parts)
    return parts, [(charge_id, cents - done.get(charge_id, 0)) for charge_id, cents in wanted]
