"""The slip that goes with an item; that of transport tells no customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.header import branch_label
from balie.dutch.dates import format_date
from balie.library.terms import Procedure
from balie.messages.receipts import queue_receipt

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

TRANSPORT = "receipt-transport"
"""data/templates/receipt-transport.txt."""


@dataclass(frozen=True, slots=True)
class Slip:
    """The slip of an item that was set aside (`hold_id`) or goes to another branch (`to`), as [receipts] wants it.

    `receipt_id` is the bon in the queue; None where the desk is asked first whether it wants one (`queue_asked`).
    Where the library prints none there is no `Slip`.
    """

    number: str
    title: str
    hold_id: int | None = None
    to: str | None = None
    receipt_id: int | None = None


def transport_slip(desk: Desk, tx: Transaction, number: str, title: str, branch: str) -> Slip | None:
    """The slip of an item that goes to `branch`: in the queue, to be asked for, or none."""
    procedure = desk.library.receipts.transport
    if procedure is Procedure.NEVER:
        return None
    always = procedure is Procedure.ALWAYS
    receipt_id = queue_transport_slip(desk, tx, number, title, branch) if always else None
    return Slip(number, title, to=branch, receipt_id=receipt_id)


def queue_transport_slip(desk: Desk, tx: Transaction, number: str, title: str, branch: str) -> int:
    """Put the slip of an item that goes to `branch` in the queue, to be printed after the transaction; its number."""
    data = {
        "library": desk.library.name,
        "branch": branch_label(desk, desk.branch.number),
        "date": format_date(desk.working_date),
        "to": branch_label(desk, branch),
        "number": number,
        "title": title,
    }
    return queue_receipt(tx, TRANSPORT, None, data)
