"""The slip of transport: a bon that goes with an item and tells no customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.overview import branch_label
from balie.dutch.dates import format_date
from balie.messages.receipts import queue_receipt

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

TRANSPORT = "receipt-transport"
"""data/templates/receipt-transport.txt."""


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


def print_transport_slip(desk: Desk, number: str, title: str, branch: str) -> int:
    """The same in an act of its own, where the desk was asked whether to print it; its number."""
    with desk.transaction() as tx:
        return queue_transport_slip(desk, tx, number, title, branch)
