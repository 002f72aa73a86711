"""Undoing a loan gives back the reservations that it took: what the customer waited for, and who had to wait for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from balie.circulation.hold_changes import CLOSED, close
from balie.circulation.hold_rules import ClosingReason, stays_of
from balie.circulation.holds import Hold, HoldState, find_hold, open_holds_of, ready_hold, restore
from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.ledger import counter_charge
from balie.lending.holds.catching import still_collectable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balie.desk import Desk
    from balie.lending.session.acts import Lent
    from balie.store.transaction import Transaction

DOUBLE_FEE = "dubbele reservering"
"""What stands beside the counter entry of the fee of a reservation that ends since the customer has another."""
_FEE = (
    "SELECT c.id, c.cents FROM hold AS h JOIN charge AS c ON c.id = h.fee_charge_id WHERE h.id = ?"
    " AND NOT EXISTS (SELECT 1 FROM charge AS n WHERE n.counters = c.id)"
)
_NOT_APART = "Het exemplaar staat niet meer apart voor wie het klaarstond: scan het bij Innemen (Balie, F11)."
_WAITS_AGAIN = (
    "De reservering van deze klant wacht weer: scan wat u annuleerde bij Innemen (Balie, F11) om het klaar te zetten."
)


@dataclass(frozen=True, slots=True)
class HoldsBack:
    """What became of the reservations. `stands_apart`: the item stands ready, or travels, as it did before the loan.

    `told` is Dutch: what is not as it was, and what the desk does about it.
    """

    stands_apart: bool
    told: tuple[str, ...]


def give_back_holds(desk: Desk, tx: Transaction, act: Lent) -> HoldsBack:
    """Give back the reservations that a loan took, so far as the rules allow it: of one title a customer has one.

    The item is in nobody's hands any more.
    """
    own, told = act.hold, list[str]()
    apart = own is not None and own.ready_item == act.number
    if own is not None:
        stays, told = _give_back_own(desk, tx, act, own)
        if apart and not stays:
            apart = False
            told.append(_NOT_APART)
    if act.released is None:
        return HoldsBack(apart or own is None or own.ready_item != act.number, tuple(told))
    now = find_hold(tx, act.released.id)
    if now is None or now.state is not HoldState.WAITING or ready_hold(tx, act.number) is not None:
        return HoldsBack(apart, (*told, _NOT_APART))
    restore(tx, still_collectable(desk, tx, act.released))
    return HoldsBack(True, tuple(told))


def _give_back_own(desk: Desk, tx: Transaction, act: Lent, own: Hold) -> tuple[bool, list[str]]:
    """The reservation that the loan fulfilled. Out: whether that is the one that is open now, and what to tell."""
    now = find_hold(tx, own.id)
    if now is None or now.state is not HoldState.LENT:
        return False, ["De reservering die bij deze uitlening hoorde is intussen veranderd en komt niet terug."]
    passed_on = own.ready_item not in (None, act.number)
    if passed_on:  # the other copy that stood ready is somebody else's
        own = replace(own, state=HoldState.WAITING, ready_item=None, ready_on=None, expires_on=None)
    own = still_collectable(desk, tx, own)
    others = [hold for hold in open_holds_of(tx, own.customer_id) if hold.title_id == own.title_id]
    stays = stays_of(own, others)
    told = _end_doubles(tx, own, stays, others) if others else []
    if stays is own:
        restore(tx, own)
        told += [_WAITS_AGAIN] if passed_on else []
    most, count = desk.library.holds.max_per_customer, len(open_holds_of(tx, own.customer_id))
    if most is not None and count > most:
        have = many(count, "reservering", "reserveringen")
        told.append(f"De klant heeft nu {have} en mag er {most} hebben: annuleer er zo nodig een.")
    return stays is own, told


def _end_doubles(tx: Transaction, own: Hold, stays: Hold, others: Sequence[Hold]) -> list[str]:
    """End all but the one that stays, with what they cost; which that is, in Dutch."""
    ends = [hold for hold in (own, *others) if hold is not stays]
    cents = 0
    for hold in ends:
        close(tx, replace(hold, state=HoldState.LENT) if hold is own else hold, ClosingReason.DOUBLE)
        cents += _counter_fee(tx, hold)
        tx.journal(CLOSED, customer_id=hold.customer_id, after={"hold": hold.id, "hold_reason": ClosingReason.DOUBLE})
    kept = "van voor deze uitlening" if stays is own else "die na deze uitlening is gemaakt"
    fee = f" Het reserveergeld van {format_cents(cents)} daarvan is teruggeboekt." if cents else ""
    gone = "de andere vervalt" if len(ends) == 1 else "de andere vervallen"
    return [
        f"De klant had deze titel ook opnieuw gereserveerd. De reservering {kept}, van {format_date(stays.placed_on)},"
        f" blijft; {gone}.{fee}"
    ]


def _counter_fee(tx: Transaction, hold: Hold) -> int:
    """Take back what a reservation cost; cents."""
    row = tx.read_one(_FEE, (hold.id,))
    if row is None:
        return 0
    charge_id, cents = row
    counter_charge(tx, charge_id, reason=DOUBLE_FEE)
    return int(cents)
