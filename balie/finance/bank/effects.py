"""What a movement does in the books, once it is known what it is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.finance.bank.matching import Match, MovementKind
from balie.finance.collection.outcomes import book_collection, return_collection
from balie.finance.settling.outcome import payout_executed, payout_file_executed, payout_returned
from balie.ledger import Incoming, Method, receive
from balie.ledger.allocate import oldest_first
from balie.ledger.open_cents import still_open

if TYPE_CHECKING:
    from balie.finance.bank.movements import Movement
    from balie.store.transaction import Transaction

_INVOICE = "SELECT customer_id FROM invoice WHERE id = ?"
_OPEN_LINES = (
    f"SELECT id, {still_open('charge')} FROM charge"
    " WHERE customer_id = ? AND settled_on IS NULL AND invoice_id = ? ORDER BY booked_on, id"
)


_LINES_LEFT = (
    "SELECT end_to_end_id FROM collection WHERE file_id = ? AND (? = '' OR sequence = ?)"
    " AND payment_id IS NULL AND returned_on IS NULL ORDER BY charge_id, attempt LIMIT ?"
)
_PAYOUT_FILE = "SELECT message_id FROM payout_file WHERE id = ?"
_NO_REASON = "geen reden opgegeven"


def carry_out(tx: Transaction, movement: Movement, match: Match) -> int | None:
    """Book one movement as what it is. Out: the payment it became, if it became one.

    Of a file of collections the lines must have been booked before (`book_lines`).
    """
    on = date.fromisoformat(movement.day)
    match match.kind:
        case MovementKind.COLLECTED:
            return book_collection(tx, movement.end_to_end, on, bank_reference=movement.bank_reference).payment_id
        case MovementKind.RETURNED:
            return_collection(tx, movement.end_to_end, movement.reason, on, bank_reference=movement.bank_reference)
        case MovementKind.INVOICE:
            return _pay_invoice(tx, movement, match.number, on)
        case MovementKind.PAID_OUT:
            payout_executed(tx, movement.end_to_end, on)
        case MovementKind.FILE_PAID_OUT:
            row = tx.read_one(_PAYOUT_FILE, (match.number,))
            assert row is not None
            payout_file_executed(tx, row[0], on)
        case MovementKind.PAYOUT_BACK:
            payout_returned(tx, movement.end_to_end, movement.reason or _NO_REASON, on)
    return None


def book_lines(tx: Transaction, movement: Movement, match: Match, limit: int) -> int:
    """Book so many collections of a file that the bank booked at once. Out: how many there were left to book."""
    lines = tx.read(_LINES_LEFT, (match.number, match.sequence, match.sequence, limit))
    for (end_to_end,) in lines:
        book_collection(tx, end_to_end, date.fromisoformat(movement.day), bank_reference=movement.bank_reference)
    return len(lines)


def _pay_invoice(tx: Transaction, movement: Movement, invoice_id: int, on: date) -> int:
    """Settle the lines of the invoice, the oldest first; what is too much becomes credit of the customer."""
    row = tx.read_one(_INVOICE, (invoice_id,))
    assert row is not None
    customer_id = int(row[0])
    lines = oldest_first(tx.read(_OPEN_LINES, (customer_id, invoice_id)), movement.cents)
    incoming = Incoming(customer_id, movement.cents, Method.BANK, on, bank_reference=movement.bank_reference)
    return receive(tx, incoming, lines).payment_id
