"""Reservations of customers who are no members any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.circulation.hold_rules import ClosingReason
from balie.customers.memberships import is_running
from balie.lending.holds.catching import Handed
from balie.lending.holds.holds import close_holds_of
from balie.library.rights import Right

if TYPE_CHECKING:
    from balie.desk import Desk

_WAITING = "SELECT DISTINCT customer_id FROM hold WHERE closed_on IS NULL"


def close_ended(desk: Desk) -> list[Handed]:
    """Close the reservations of who is no member any more, each customer in a transaction. Out: what becomes of copies.

    What stood ready goes to the next in the queue. Once a day is enough.
    """
    desk.require(Right.SEND)
    today, done = desk.working_date, list[Handed]()
    for (customer_id,) in desk.store.read(_WAITING):
        if is_running(desk.store, customer_id, today):
            continue
        with desk.transaction() as tx:
            # Somebody may have enrolled again since it was read.
            if not is_running(tx, customer_id, today):
                done += close_holds_of(desk, tx, customer_id, ClosingReason.ENDED)
    return done
