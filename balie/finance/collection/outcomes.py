"""What became of a collection, as the bank tells it: booked, refused before that, or returned after it.

Called by whoever reads the statements. Telling the same thing twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.text import shown
from balie.finance.collection.return_codes import AfterReturn, ReturnCode, action_after, return_code
from balie.ledger import Incoming, Method, counter_payment, receive
from balie.ledger.open_cents import still_open
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction

_ONE = (
    "SELECT c.customer_id, k.charge_id, k.attempt, k.cents, k.payment_id, k.returned_on, k.reason, r.collect_on,"
    f" {still_open('c')}"
    " FROM collection AS k JOIN charge AS c ON c.id = k.charge_id JOIN collection_file AS f ON f.id = k.file_id"
    " JOIN collection_run AS r ON r.id = f.run_id WHERE k.end_to_end_id = ?"
)
_BOOKED = "UPDATE collection SET payment_id = ? WHERE charge_id = ? AND attempt = ?"
_RETURNED = "UPDATE collection SET returned_on = ?, reason = ? WHERE charge_id = ? AND attempt = ?"


@dataclass(frozen=True, slots=True)
class BookedCollection:
    """A collection that was booked. `payment_id` is None for one that was refused before: there was no money."""

    customer_id: int
    charge_id: int
    cents: int
    payment_id: int | None
    was_booked: bool


@dataclass(frozen=True, slots=True)
class ReturnedCollection:
    """A collection that came back: why, and what is done now. `after_booking` tells a return from a refusal."""

    customer_id: int
    charge_id: int
    cents: int
    code: ReturnCode
    action: AfterReturn
    after_booking: bool
    was_returned: bool

    @property
    def text(self) -> str:
        """`AM04 onvoldoende saldo: volgende maand nog één keer aanbieden`."""
        return f"{self.code.label}: {self.action.text}"


def book_collection(tx: Transaction, end_to_end_id: str, on: date, *, bank_reference: str = "") -> BookedCollection:
    """Book that the bank collected: a payment dated `on` that settles the charge.

    What of the charge was paid otherwise meanwhile becomes credit. One that came back before stays as it is.
    Raises `Refusal` for an id that is not ours.
    """
    customer_id, charge_id, attempt, cents, payment_id, returned_on, _, _, left = _row(tx, end_to_end_id)
    if payment_id is not None or returned_on is not None:
        return BookedCollection(customer_id, charge_id, cents, payment_id, was_booked=True)
    payment_id = _receive(tx, customer_id, charge_id, cents, left, on, bank_reference or end_to_end_id)
    tx.execute(_BOOKED, (payment_id, charge_id, attempt))
    return BookedCollection(customer_id, charge_id, cents, payment_id, was_booked=False)


def return_collection(
    tx: Transaction, end_to_end_id: str, reason: str, on: date, *, bank_reference: str = ""
) -> ReturnedCollection:
    """Book that a collection came back on `on`, with the bank's reason code: its charge is open again.

    Before the day of collection it was refused, and the next one on the mandate is what this one was; from that day on
    the money had come, is booked if that had not been done, and taken back. What the code asks for follows from it
    (`return_codes`) and is not stored: the run, the paying screen and `returned` look. Raises `Refusal` for an id that
    is not ours.
    """
    row = _row(tx, end_to_end_id)
    customer_id, charge_id, attempt, cents, payment_id, returned_on, known, collect_on, left = row
    if returned_on is not None:
        return _returned(row, known, payment_id is not None, was_returned=True)
    settled_on = date.fromisoformat(collect_on)
    if payment_id is None and on >= settled_on:
        payment_id = _receive(tx, customer_id, charge_id, cents, left, settled_on, bank_reference or end_to_end_id)
        tx.execute(_BOOKED, (payment_id, charge_id, attempt))
    code = return_code(reason)
    if payment_id is not None and tx.read_one("SELECT 1 FROM payment WHERE counters = ?", (payment_id,)) is None:
        counter_payment(tx, payment_id, reason=code.label, on=on, bank_reference=bank_reference)
    tx.execute(_RETURNED, (on.isoformat(), reason, charge_id, attempt))
    back = _returned(row, reason, payment_id is not None, was_returned=False)
    tx.journal("collection returned", customer_id=customer_id, after={"reason": back.text, "charge": charge_id})
    return back


def collecting(reader: Reader, customer_id: int) -> frozenset[int]:
    """The charges of a customer that are on their way to the bank: whoever pays them now, pays twice."""
    rows = reader.read(
        "SELECT k.charge_id FROM charge AS c JOIN collection AS k ON k.charge_id = c.id"
        " WHERE c.customer_id = ? AND c.settled_on IS NULL AND k.payment_id IS NULL AND k.returned_on IS NULL",
        (customer_id,),
    )
    return frozenset(row[0] for row in rows)


def _row(tx: Transaction, end_to_end_id: str) -> Row:
    row = tx.read_one(_ONE, (end_to_end_id,))
    if row is None:
        raise Refusal(f"Een incasso met kenmerk {shown(end_to_end_id)} is hier niet gemaakt.")
    return row


def _receive(
    tx: Transaction, customer_id: int, charge_id: int, cents: int, left: int, on: date, bank_reference: str
) -> int:
    """The payment of a collection. What of the charge was settled otherwise since stays credit of the customer."""
    incoming = Incoming(customer_id, cents, Method.DIRECT_DEBIT, on, bank_reference=bank_reference)
    part = min(cents, max(left, 0))
    return receive(tx, incoming, [(charge_id, part)] if part else []).payment_id


def _returned(row: Row, reason: str, after_booking: bool, *, was_returned: bool) -> ReturnedCollection:
    customer_id, charge_id, attempt, cents, *_ = row
    return ReturnedCollection(
        customer_id=customer_id,
        charge_id=charge_id,
        cents=cents,
        code=return_code(reason),
        action=action_after(reason, attempt),
        after_booking=after_booking,
        was_returned=was_returned,
    )
