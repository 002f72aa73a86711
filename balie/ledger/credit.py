"""Using what a customer has in credit to settle what is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.dutch.money import format_cents
from balie.ledger.allocate import Part, allocate_credit, allocate_payment, check_chosen, oldest_first
from balie.ledger.balances import open_amounts, unspent_payments
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_OF_PERIODS = (
    "SELECT id, kind, membership_number FROM charge WHERE customer_id = ? AND settled_on IS NULL"
    " AND membership_number IS NOT NULL"
)


def use_credit(tx: Transaction, customer_id: int, settle: Sequence[Part] | None = None) -> int:
    """Settle open charges with credit: what was paid too much first, then charges below zero, the oldest of each first.

    What was given back of a period goes off what is open of that period before anything else. Settles the oldest
    charges first and last what the bank is collecting, or those in `settle` (charge, cents). Out: the cents used.
    Raises `Refusal` when more is chosen than is open or than there is credit, or when that was given back of something
    that is open and not chosen.
    """
    own = for_own_period(tx, customer_id)
    if settle is not None:
        return _use_chosen(tx, customer_id, settle, own)
    for credit_id, part in own:
        allocate_credit(tx, credit_id, [part])
    amounts = open_amounts(tx, customer_id)
    payments, credits = _sources(tx, customer_id, amounts)
    there = sum(cents for _, cents in (*payments, *credits))
    wanted = oldest_first(amounts, there)
    _settle(tx, wanted, payments, credits)
    return sum(cents for _, (_, cents) in own) + sum(cents for _, cents in wanted)


def _use_chosen(tx: Transaction, customer_id: int, settle: Sequence[Part], own: Sequence[tuple[int, Part]]) -> int:
    """Settle what was chosen; what was given back of what is open and not chosen is kept for that."""
    amounts = open_amounts(tx, customer_id)
    payments, credits = _sources(tx, customer_id, amounts)
    check_chosen(settle, amounts, sum(cents for _, cents in (*payments, *credits)))
    wanted, free = dict(settle), dict(credits)
    kept = 0
    for credit_id, (charge_id, cents) in own:
        if part := min(wanted.get(charge_id, 0), cents):
            allocate_credit(tx, credit_id, [(charge_id, part)])
            wanted[charge_id] -= part
        free[credit_id] -= cents
        kept += cents - part
    left = sum(wanted.values())
    if left > sum(cents for _, cents in payments) + sum(free.values()):
        raise Refusal(
            f"Van het tegoed is {format_cents(kept)} teruggegeven van een regel die zelf nog openstaat: kies die ook."
        )
    _settle(tx, [*wanted.items()], payments, [*free.items()])
    return sum(cents for _, cents in settle)


def _sources(reader: Reader, customer_id: int, amounts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """What was paid too much, and what was given back, as far as nothing was settled with it."""
    credits = [(charge_id, -open_cents) for charge_id, open_cents in amounts if open_cents < 0]
    return unspent_payments(reader, customer_id), credits


def _settle(tx: Transaction, wanted: Sequence[Part], payments: Sequence[Part], credits: Sequence[Part]) -> None:
    for source, left in payments:
        parts, wanted = _take(wanted, left)
        allocate_payment(tx, source, parts, tx.stamp.working_date)
    for source, left in credits:
        parts, wanted = _take(wanted, left)
        allocate_credit(tx, source, parts)


def for_own_period(reader: Reader, customer_id: int) -> list[tuple[int, Part]]:
    """What was given back of a period and goes off what is open of it: which credit, and what it settles.

    Else it would pay for another period, and what is open of its own could be waived: given back twice. What the bank
    is collecting is left alone.
    """
    amounts = dict(open_amounts(reader, customer_id, with_collecting=False))
    credits = [charge_id for charge_id, cents in amounts.items() if cents < 0]
    if not credits or len(credits) == len(amounts):
        return []
    period = {charge_id: (kind, number) for charge_id, kind, number in reader.read(_OF_PERIODS, (customer_id,))}
    found: list[tuple[int, Part]] = []
    for credit_id in credits:
        of_it = [(one, amounts[one]) for one in amounts if one in period and period[one] == period.get(credit_id)]
        for charge_id, cents in oldest_first(of_it, -amounts[credit_id]):
            amounts[charge_id] -= cents
            found.append((credit_id, (charge_id, cents)))
    return found


def _take(wanted: Sequence[Part], left: int) -> tuple[list[Part], list[Part]]:
    """What this much settles of what is wanted, and what is then still wanted."""
    parts = oldest_first(wanted, left)
    done = dict(parts)
    return parts, [(charge_id, cents - done.get(charge_id, 0)) for charge_id, cents in wanted]
