"""Leenhistorie: letting go of who had what, once it is back and paid, unless the customer wants it kept (AVG).

Done by `balie opruimen`, and not at the return: until then a return can be undone, and damage can be asked about.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from balie.circulation.loans import unlink
from balie.lending.holds.slips import HOLD_SLIP
from balie.lending.session.bons import LENDING
from balie.library.rights import Right
from balie.messages.forget import TEXT_DAYS
from balie.messages.spool import discard_bons
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Row, Transaction

_LOOKED_AT = 5_000
UNLINKED = "loans unlinked"
"""The word in the journal."""

# By day and id, so that who keeps a history is passed over once a run and not once a batch.
_PAGE = (
    "SELECT l.returned_on, l.id, l.customer_id, l.membership_number, l.strips,"
    " c.keep_history_since IS NULL AND (fee.id IS NULL OR fee.settled_on IS NOT NULL)"
    " AND (fine.id IS NULL OR fine.settled_on IS NOT NULL OR fine.cents < 0)"
    " AND NOT EXISTS (SELECT 1 FROM fine_booking AS b JOIN charge AS c ON c.id = b.charge_id WHERE b.loan_id = l.id"
    " AND c.settled_on IS NULL)"
    " FROM loan AS l JOIN customer AS c ON c.id = l.customer_id"
    " LEFT JOIN charge AS fee ON fee.id = l.fee_charge_id LEFT JOIN charge AS fine ON fine.id = l.fine_charge_id"
    " WHERE l.customer_id IS NOT NULL AND l.returned_on < ? AND (l.returned_on, l.id) > (?, ?)"
    " ORDER BY l.returned_on, l.id LIMIT ?"
)

_OLD_BONS = "SELECT id FROM receipt WHERE template IN (?, ?) AND made_on < ? LIMIT ?"


def unlink_loans(desk: Desk) -> int:
    """Let go of the loans that came back before the working date and of which nothing is open. Out: how many.

    Harmless to do more often; what is killed goes on with the next run.
    """
    desk.require(Right.TIDY)
    today, day, last, done = desk.working_date.isoformat(), "", 0, 0
    pace = Pace()
    with desk.pieces(pace) as piece:
        while rows := desk.store.read(_PAGE, (today, day, last, _LOOKED_AT)):
            day, last = rows[-1][0], rows[-1][1]
            going: list[Row] = [row[1:5] for row in rows if row[5]]
            while going:
                some, going = going[: pace.rows], going[pace.rows :]
                with piece() as tx:
                    done += _unlink(tx, some)
    return done


def forget_bons(desk: Desk) -> int:
    """Forget the bons of loans and reservations, which tell titles, after thirty days, printed or not; how many."""
    desk.require(Right.TIDY)
    before = (desk.working_date - timedelta(days=TEXT_DAYS)).isoformat()
    done, pace = 0, Pace()
    with desk.pieces(pace) as piece:
        while desk.store.read_one(_OLD_BONS, (LENDING, HOLD_SLIP, before, 1)) is not None:
            with piece() as tx:
                gone = [row[0] for row in tx.read(_OLD_BONS, (LENDING, HOLD_SLIP, before, pace.rows))]
                tx.execute(f"DELETE FROM receipt WHERE id IN ({', '.join('?' * len(gone))})", gone)
                done += len(gone)
                tx.journal("bons forgotten", after={"bons": done})
            discard_bons(desk.spool, gone)
    return done


def _unlink(tx: Transaction, rows: list[Row]) -> int:
    # A desk may have undone a return, or merged a customer, since they were read.
    marks = ", ".join("?" * len(rows))
    still = tx.read(
        "SELECT id, customer_id, membership_number, strips FROM loan"
        f" WHERE id IN ({marks}) AND customer_id IS NOT NULL AND returned_on IS NOT NULL",
        [row[0] for row in rows],
    )
    unlink(tx, still)
    tx.journal(UNLINKED, after={"loans": len(still)})
    return len(still)
