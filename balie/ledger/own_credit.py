"""What was given back of a charge goes off that charge before anything else, also when it is open only later.

A charge was paid, given back, and what was given back settled another charge; then the bank takes the payment back.
What is open is the other charge, which nobody paid: else it could be refunded, and the first be waived.

Source: rules.md#waived.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.ledger.allocate import allocate_credit, oldest_first
from balie.ledger.balances import open_amounts
from balie.ledger.groups import ChargeGroup, group_of
from balie.ledger.waivers import let_lapse
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.store.transaction import Transaction

_CUSTOMER = "SELECT customer_id FROM charge WHERE id = ?"


def bring_home(tx: Transaction, charge_ids: Sequence[int]) -> None:
    """Put right what belongs to these charges, of which a payment was taken back, or which were themselves.

    What of them was given back and has no money behind it any more goes off them, and what it had settled is open
    again. Of what was waived so much lapses as is more than what stays charged. What the bank is collecting stays as
    it is.
    """
    todo = list(charge_ids)
    while todo:
        charge_id = todo.pop(0)
        group = group_of(tx, charge_id)
        if group.waived > group.stays:
            let_lapse(tx, group.charged, group.waived - max(group.stays, 0))
            group = group_of(tx, charge_id)
        todo += _brought_home(tx, charge_id, group)


def _brought_home(tx: Transaction, charge_id: int, group: ChargeGroup) -> list[int]:
    """Move what went elsewhere to what is open here. Out: the charges that are open again by it."""
    if not group.open_cents or not group.elsewhere:
        return []
    row = tx.read_one(_CUSTOMER, (charge_id,))
    assert row is not None
    amounts = open_amounts(tx, row[0], with_collecting=False)
    still_open = {one: cents for one, cents in amounts if one in group.charges and cents > 0}
    unbacked = group.unbacked_cents
    again: list[int] = []
    for away in group.elsewhere:
        of = group.counters[away.credit_id]
        own = still_open if of is None else {one: cents for one, cents in still_open.items() if one == of}
        told = of is not None or group.kind is ChargeKind.CONTRIBUTION
        parts = oldest_first(own.items(), away.cents if told else min(away.cents, unbacked))
        moved = sum(cents for _, cents in parts)
        if not moved:
            continue
        allocate_credit(tx, away.credit_id, [(away.charge_id, -moved), *parts])
        for one, cents in parts:
            still_open[one] -= cents
        unbacked = max(unbacked - moved, 0)
        again.append(away.charge_id)
    return again
