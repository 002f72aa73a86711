"""Letting go of who reserved what, once that is over, unless the customer wants a history kept (AVG).

Done by `balie opruimen`. Which title was reserved stays, for what can be counted of titles.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from balie.lending.holds.lists import TO_CLEAR_DAYS
from balie.library.rights import Right
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.desk import Desk

UNLINKED = "holds unlinked"
"""The word in the journal."""
# By day and id, so that who keeps a history is passed over once a run. What it cost must be paid first.
_PAGE = (
    "SELECT h.closed_on, h.id FROM hold AS h JOIN customer AS c ON c.id = h.customer_id"
    " LEFT JOIN charge AS f ON f.id = h.fee_charge_id"
    " WHERE h.closed_on < ? AND (h.closed_on, h.id) > (?, ?) AND c.keep_history_since IS NULL"
    " AND (f.id IS NULL OR f.settled_on IS NOT NULL) ORDER BY h.closed_on, h.id LIMIT ?"
)
_UNLINK = "UPDATE hold SET customer_id = NULL, fee_charge_id = NULL WHERE id = ? AND closed_on IS NOT NULL"


def unlink_holds(desk: Desk) -> int:
    """Let go of the reservations that were closed longer ago than they are listed, and are paid. Out: how many.

    Harmless to do more often; what is killed goes on with the next run.
    """
    desk.require(Right.TIDY)
    before = (desk.working_date - timedelta(days=TO_CLEAR_DAYS)).isoformat()
    day, last, done = "", 0, 0
    pace = Pace()
    with desk.pieces(pace) as piece:
        while rows := desk.store.read(_PAGE, (before, day, last, pace.rows)):
            day, last = rows[-1]
            with piece() as tx:
                tx.execute_many(_UNLINK, [(hold_id,) for _, hold_id in rows])
                tx.journal(UNLINKED, after={"holds": len(rows)})
            done += len(rows)
    return done
