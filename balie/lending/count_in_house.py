"""In huis gebruikt: what lies about in the library is scanned and counted, without having been lent.

Source: rules.md#in-house-use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.catalogue.statuses import LABELS, ItemStatus
from balie.catalogue.stock import see
from balie.circulation.hold_rules import Shelved
from balie.circulation.holds import ready_hold
from balie.circulation.in_house import add_use, drop_use
from balie.circulation.shelves import hold_for
from balie.lending.rules.refusals import CountedJustNow
from balie.lending.rules.scanned import Scanned, read_scanned
from balie.lending.session.acts import UsedInHouse
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.session.acts import Act
    from balie.store.transaction import Transaction

COUNTED = "used in house"
"""The word in the journal."""
_TAKE_IN = "Zet In huis uit (Ctrl+N) en scan het nog eens."


def count_in_house(desk: Desk, barcode: str, *, last: Act | None = None, again: bool = False) -> UsedInHouse:
    """Count that an item, as scanned or typed, was used here; it was seen in its place today.

    `last` is what the session did before: a scanner that reads an item twice counts it once, unless `again` says that
    it was used twice. Out: what was counted; it tells who waits for the item. Raises `CardScanned` and `UnknownItem`
    for what is no item, `CountedJustNow` for the second reading, and `Refusal` for an item that Innemen has to see
    first: lent out, missing, on its way, set aside or written off.
    """
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        item = read_scanned(tx, barcode)
        _check(tx, item)
        if not again and isinstance(last, UsedInHouse) and last.number == item.number:
            raise CountedJustNow()
        use_id = add_use(tx, item.number)
        see(tx, item.item(tx))
        tx.journal(COUNTED, after={"item": item.number, "on": tx.stamp.working_date})
        waits = _somebody_waits(tx, item)
    notes = ("Er wacht iemand op: zet In huis uit (Ctrl+N) en scan het nog eens.",) if waits else ()
    return UsedInHouse(use_id, item.number, item.name, (*notes, item.shelf) if item.shelf else notes)


def undo_count(tx: Transaction, act: UsedInHouse) -> None:
    """Take one use back. Raises `Refusal` where it is not there any more."""
    if not drop_use(tx, act.use_id):
        raise Refusal("Dit is intussen al teruggenomen: er is niets meer te annuleren.")
    tx.journal("house use undone", before={"item": act.number})


def _somebody_waits(tx: Transaction, item: Scanned) -> bool:
    if not item.reserved or item.not_for_loan:
        return False
    here = Shelved(item.number, tx.stamp.branch)
    return hold_for(tx, item.title_id, here, tx.stamp.working_date) is not None


def _check(tx: Transaction, item: Scanned) -> None:
    if item.loan_id is not None:
        raise Refusal(f"Dit exemplaar is uitgeleend en moet worden ingenomen. {_TAKE_IN}")
    if item.status is ItemStatus.WRITTEN_OFF:
        raise Refusal("Dit exemplaar is afgeschreven: leg het apart.")
    if ready_hold(tx, item.number) is not None:
        raise Refusal("Dit exemplaar staat apart voor een reservering: zet het daar terug.")
    if item.status is not ItemStatus.IN:
        raise Refusal(f"Dit exemplaar staat als {LABELS[item.status].lower()} en moet worden ingenomen. {_TAKE_IN}")
