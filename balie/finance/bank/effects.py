"""What a movement does in the books, once it is known what it is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.finance.bank.matching import Kind, Match
from balie.finance.collection.outcomes import book_collection, return_collection
from balie.finance.collection.return_codes import return_code
from balie.ledger import Incoming, Method, counter_payment, receive
from balie.ledger.allocating import oldest_first

if TYPE_CHECKING:
    from balie.finance.bank.movements import Movement
    from balie.store.transaction import Transaction

_INVOICE = "SELECT customer_id FROM invoice WHERE id = ?"
_OPEN_LINES = (
    "SELECT id, cents - coalesce((SELECT sum(a.cents) FROM allocation AS a WHERE a.charge_id = charge.id), 0)"
    " + coalesce((SELECT sum(a.cents) FROM allocation AS a WHERE a.credit_id = charge.id), 0) FROM charge"
    " WHERE customer_id = ? AND settled_on IS NULL AND invoice_id = ? ORDER BY booked_on, id"
)


_LINES_LEFT = (
    "SELECT end_to_end_id FROM collection WHERE file_id = ? AND (? = '' OR sequence = ?)"
    " AND payment_id IS NULL AND returned_on IS NULL ORDER BY charge_id, attempt LIMIT ?"
)
_PAYOUT = "SELECT customer_id, payment_id, returned_on, cents FROM payout WHERE end_to_end_id = ?"
_EXECUTED = "UPDATE payout SET executed_on = ? WHERE {which} AND executed_on IS NULL"
_SENT_BACK = "UPDATE payout SET returned_on = ?, return_reason = ? WHERE end_to_end_id = ?"


def carry_out(tx: Transaction, movement: Movement, match: Match) -> int | None:
    """Book one movement as what it is. Out: the payment it became, if it became one.

    Of a file of collections the lines must have been booked before (`book_lines`).
    """
    on = date.fromisoformat(movement.day)
    match match.kind:
        case Kind.COLLECTED:
            return book_collection(tx, movement.end_to_end, on, bank_reference=movement.bank_reference).payment_id
        case Kind.RETURNED:
            return_collection(tx, movement.end_to_end, movement.reason, on, bank_reference=movement.bank_reference)
        case Kind.INVOICE:
            return _pay_invoice(tx, movement, match.number, on)
        case Kind.PAID_OUT:
            tx.execute(_EXECUTED.format(which="end_to_end_id = ?"), (movement.day, movement.end_to_end))
        case Kind.FILE_PAID_OUT:
            tx.execute(_EXECUTED.format(which="file_id = ?"), (movement.day, match.number))
        case Kind.PAYOUT_BACK:
            return _take_back_payout(tx, movement, on)
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


def _take_back_payout(tx: Transaction, movement: Movement, on: date) -> int | None:
    """What could not be paid out is credit of the customer again."""
    row = tx.read_one(_PAYOUT, (movement.end_to_end,))
    assert row is not None
    customer_id, payment_id, returned_on, cents = row
    if returned_on is not None:
        return None
    why = return_code(movement.reason).label
    back = counter_payment(tx, payment_id, reason=why, on=on, bank_reference=movement.bank_reference)
    tx.execute(_SENT_BACK, (movement.day, why, movement.end_to_end))
    tx.journal("payout returned", customer_id=customer_id, after={"cents": cents, "reason": why})
    return back
