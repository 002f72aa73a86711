"""The ends of searching, for a desk that lends in any order (`lending_sessions`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.lending.search_list import found_on_shelf, let_go_of, mark_searched, search_list
from balie.refusal import Refusal

if TYPE_CHECKING:
    from tests.support.lending_sessions import LendingSessions


def searches(sessions: LendingSessions, what: int, how: int) -> None:
    """Note that an item was searched; that it was found on its shelf; or let go of it."""
    number, desk = sessions.town.items[what], sessions.desk
    told = next((one for one in search_list(desk) if one.number == number), None)
    if told is None:
        return
    try:
        if how == 0:
            mark_searched(desk, told)
            return
        act = found_on_shelf(desk, told) if how == 1 else let_go_of(desk, told)
    except Refusal:
        return
    assert act.customer_id == sessions.holder.pop(number)
    sessions.charged[act.customer_id] += act.fine_cents + act.fee_cents
    sessions.strips_taken[act.customer_id] -= sum(one.membership_number is not None for one in act.withdrawn)
    sessions.acts.append(act)
