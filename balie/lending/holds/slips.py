"""The bons of reservations: the slip in an item that stands ready or travels, and the kastlijst on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.catalogue.titles import title_of
from balie.circulation.hold_rules import ON_SHELF
from balie.circulation.holds import Hold, HoldState, find_hold
from balie.customers.cards.numbers import current_number
from balie.customers.header import branch_label
from balie.customers.names import CustomerName, find_name
from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.lending.slips import Slip, queue_transport_slip
from balie.library.rights import Right
from balie.library.terms import Procedure
from balie.messages.receipts import queue_receipt
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

HOLD_SLIP = "receipt-hold"
"""data/templates/receipt-hold.txt."""
PULL_LIST = "receipt-pull-list"
"""data/templates/receipt-pull-list.txt."""
_DIGITS = 4


def who_waits(reader: Reader, customer_id: int) -> tuple[str, str]:
    """Name (`Mw. A. de Vries`) and klantnummer of who a reservation is for; no number while it follows."""
    name, number = _who(reader, customer_id)
    return name.titled, number


def queue_hold_slip(desk: Desk, tx: Transaction, hold: Hold) -> int:
    """Put the slip of what was set aside in the queue, to be printed after the transaction; its number.

    One for an item on its way tells where to, and no customer. The other stands on a shelf where everybody comes: it
    tells four letters of the surname and four digits of the klantnummer.
    """
    travels = hold.state is HoldState.TRANSPORT
    data = {
        "library": desk.library.name,
        "branch": branch_label(desk, desk.branch.number),
        "date": format_date(desk.working_date),
        "transport_to": branch_label(desk, hold.branch) if travels else None,
        "shelf_mark": None if travels else shelf_mark(tx, hold.customer_id),
        "until": None if hold.expires_on is None else format_date(hold.expires_on),
        "title": title_of(tx, hold.title_id).name,
        "item": hold.ready_item or "",
    }
    return queue_receipt(tx, HOLD_SLIP, hold.customer_id, data)


def slip_of_hold(desk: Desk, tx: Transaction, hold: Hold) -> Slip | None:
    """The slip of what was set aside just now: in the queue, to be asked for, or none."""
    receipts = desk.library.receipts
    procedure = receipts.hold if hold.state in ON_SHELF else receipts.transport
    if procedure is Procedure.NEVER:
        return None
    receipt_id = queue_hold_slip(desk, tx, hold) if procedure is Procedure.ALWAYS else None
    title = title_of(tx, hold.title_id).name
    return Slip(hold.ready_item or "", title, hold_id=hold.id, receipt_id=receipt_id)


def queue_asked(desk: Desk, slip: Slip) -> int:
    """Put a slip in the queue that the desk was asked for and wants; its number.

    Raises `Refusal` when nothing is set aside any more for its reservation.
    """
    desk.require(Right.LEND)
    if slip.hold_id is not None:
        return queue_slip_again(desk, slip.hold_id)
    assert slip.to is not None, "an item without a reservation travels"
    with desk.transaction() as tx:
        return queue_transport_slip(desk, tx, slip.number, slip.title, slip.to)


def queue_slip_again(desk: Desk, hold_id: int) -> int:
    """The slip of what was set aside once more; its number. Raises `Refusal` when nothing is set aside for it."""
    desk.require(Right.RESERVE)
    with desk.transaction() as tx:
        hold = find_hold(tx, hold_id)
        if hold is None or hold.state not in ON_SHELF | {HoldState.TRANSPORT}:
            raise Refusal("Voor deze reservering staat niets klaar: er is nog geen bon.")
        return queue_hold_slip(desk, tx, hold)


def queue_list(desk: Desk, rows: Sequence[tuple[str, str, str, str]]) -> int:
    """Put the kastlijst in the queue: place, title, item, and where it is to go (empty: here); its number."""
    desk.require(Right.RESERVE)
    data = {
        "library": desk.library.name,
        "branch": branch_label(desk, desk.branch.number),
        "date": format_date(desk.working_date),
        "count": many(len(rows), "exemplaar", "exemplaren"),
        "rows": rows,
    }
    with desk.transaction() as tx:
        return queue_receipt(tx, PULL_LIST, None, data)


def shelf_mark(reader: Reader, customer_id: int) -> str:
    """Under what an item stands on the shelf of reservations: `TEST 7727`, of surname and klantnummer."""
    name, number = _who(reader, customer_id)
    return f"{name.surname[:_DIGITS].upper()} {number[-_DIGITS:]}".strip()


def _who(reader: Reader, customer_id: int) -> tuple[CustomerName, str]:
    name = find_name(reader, customer_id)
    assert name is not None, "a reservation that is open is somebody's"
    return name, current_number(reader, customer_id) or ""
