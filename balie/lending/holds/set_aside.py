"""The acts by which an item is set aside for who waits for it, and by which what is not collected ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.catalogue.titles import title_of
from balie.circulation.hold_changes import CLOSED, close
from balie.circulation.hold_rules import ClosingReason, is_too_long, is_uncollected
from balie.circulation.holds import find_hold, too_long_open, uncollected
from balie.circulation.shelves import fetched_instead
from balie.dutch.text import enumerated
from balie.lending.holds.catching import Caught, Handed, catch_hold, pass_on, undo_catch
from balie.lending.rules.scanned import Scanned, read_scanned
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Expired:
    """A reservation that ended by itself: why, and what becomes of the copy that stood ready (None without one)."""

    hold_id: int
    title: str
    reason: ClosingReason
    handed: Handed | None


def set_aside(desk: Desk, barcode: str) -> Caught:
    """Set an item as scanned or typed aside for whom it is, as the kastlijst has it, in an act of its own.

    Raises `CardScanned` and `UnknownItem` for what is no item, and `Refusal` when it is lent out, or is for nobody.
    """
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        item = read_scanned(tx, barcode)
        caught = catch_hold(desk, tx, item.number)
        if caught is None:
            raise Refusal(_for_nobody(tx, item))
    return caught


def _for_nobody(tx: Transaction, item: Scanned) -> str:
    """Why an item is not set aside, in Dutch."""
    instead = fetched_instead(tx, item.title_id, tx.stamp.working_date) if item.reserved else ()
    if not instead or item.not_for_loan:
        return f"Niemand wacht op exemplaar {item.number}: zet het in de kast."
    which = enumerated(instead)
    return f"Voor wie op deze titel wacht, staat {which} op de kastlijst: zet exemplaar {item.number} in de kast."


def undo_set_aside(desk: Desk, caught: Caught) -> None:
    """Take back that an item was set aside. Raises `Refusal` when something happened to the reservation since."""
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        undo_catch(desk, tx, caught)


def expire_holds(desk: Desk, *, every_branch: bool = False) -> list[Expired]:
    """End what was not collected in time here (or anywhere), and what is not wanted any more; once a day is enough.

    Each in a transaction of its own; who comes next in the queue gets the copy. What was collected or kept longer
    meanwhile is left as it is.
    """
    desk.require(Right.RESERVE)
    today = desk.working_date
    branch = "" if every_branch else desk.branch.number
    due = [*uncollected(desk.store, today, branch), *too_long_open(desk.store, today)]
    ended = []
    for hold in due:
        with desk.transaction() as tx:
            if (one := _expire(desk, tx, hold.id)) is not None:
                ended.append(one)
    return ended


def _expire(desk: Desk, tx: Transaction, hold_id: int) -> Expired | None:
    hold = find_hold(tx, hold_id)
    today = tx.stamp.working_date
    if hold is not None and is_uncollected(hold, today):
        reason = ClosingReason.NOT_COLLECTED
    elif hold is not None and is_too_long(hold, today):
        reason = ClosingReason.TOO_LONG
    else:
        return None
    close(tx, hold, reason)
    tx.journal(CLOSED, customer_id=hold.customer_id, after={"hold": hold.id, "hold_reason": reason})
    return Expired(hold.id, title_of(tx, hold.title_id).name, reason, pass_on(desk, tx, hold))
