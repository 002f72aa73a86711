"""What the bank tells of payouts: executed, or returned; to be called within the transaction that reads its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.memberships import as_day
from balie.dutch.dates import format_date, parse_date
from balie.finance.settling.paid_message import paid_message
from balie.ledger import counter_payment
from balie.library.rights import Right
from balie.messages.outbox import enqueue
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_UNKNOWN = "Deze uitbetaling is niet van deze bibliotheek: het kenmerk is niet bekend."


@dataclass(frozen=True, slots=True)
class Payout:
    """A payment that was sent, and what became of it."""

    id: int
    customer_id: int
    end_to_end_id: str
    cents: int
    payment_id: int
    executed_on: date | None
    returned_on: date | None

    @property
    def text(self) -> str:
        """`uitgevoerd op 15-09-2026`, as a screen tells it."""
        if self.returned_on is not None:
            return f"teruggekomen op {format_date(self.returned_on)}"
        if self.executed_on is not None:
            return f"uitgevoerd op {format_date(self.executed_on)}"
        return "naar de bank"


def find_payout(reader: Reader, end_to_end_id: str) -> Payout | None:
    """The payout with this id; None for one that is not ours."""
    return next(iter(_read(reader, "end_to_end_id = ?", end_to_end_id)), None)


def payout_executed(tx: Transaction, end_to_end_id: str, on: date) -> bool:
    """Note that the bank paid it on that day, and queue a message that says so. Out: False where that was known.

    Raises `Refusal` for an id that is not ours.
    """
    payout = _known(tx, end_to_end_id)
    if payout.executed_on is not None:
        return False
    tx.execute("UPDATE payout SET executed_on = ? WHERE id = ?", (on.isoformat(), payout.id))
    tx.journal(
        "payout executed",
        customer_id=payout.customer_id,
        after={"payment_reference": end_to_end_id, "executed_on": on},
    )
    if payout.returned_on is None:
        enqueue(tx, paid_message(tx, payout.id, on))
    return True


def payout_returned(tx: Transaction, end_to_end_id: str, reason: str, on: date) -> bool:
    """Note that it came back: the customer has the amount in credit again, until there is another account.

    `reason` is the bank's code (`AC04`), or words. Out: False where that was known. Raises `Refusal` for an id that is
    not ours.
    """
    payout = _known(tx, end_to_end_id)
    if payout.returned_on is not None:
        return False
    tx.execute("UPDATE payout SET returned_on = ?, return_reason = ? WHERE id = ?", (on.isoformat(), reason, payout.id))
    counter_payment(tx, payout.payment_id, reason=f"Uitbetaling teruggekomen: {reason}", on=on)
    tx.journal(
        "payout returned",
        customer_id=payout.customer_id,
        after={"payment_reference": end_to_end_id, "returned_on": on, "return_reason": reason},
    )
    return True


def payout_file_executed(tx: Transaction, message_id: str, on: date) -> int:
    """Note that the bank paid a whole file on that day, which it books as one amount. Out: of how many that was news.

    `message_id` is that of the message or of its block, which are the same. Raises `Refusal` for one that is not ours.
    """
    rows = tx.read(
        "SELECT p.end_to_end_id FROM payout_file AS f JOIN payout AS p ON p.file_id = f.id WHERE f.message_id = ?"
        " AND p.executed_on IS NULL AND p.returned_on IS NULL ORDER BY p.place",
        (message_id,),
    )
    if not rows and tx.read_one("SELECT 1 FROM payout_file WHERE message_id = ?", (message_id,)) is None:
        raise Refusal(_UNKNOWN)
    return sum(payout_executed(tx, end_to_end_id, on) for (end_to_end_id,) in rows)


def mark_executed(desk: Desk, week: str, on: date) -> int:
    """As `payout_file_executed`, by hand for the file of a week (`2026-38`): for who reads no files of the bank.

    Out: of how many payments that was news. Raises `Refusal` for a week without a file, and for a day before the file
    was made or after the working date.
    """
    desk.require(Right.PAYOUT_FILE)
    with desk.transaction() as tx:
        return payout_file_executed(tx, _file_executed_on(tx, week, on, desk.working_date), on)


def read_executed_on(desk: Desk, week: str, text: str) -> date:
    """The day on which the bank carried out the file of a week, as typed. Raises `Refusal` as `mark_executed` does."""
    on = parse_date(text, desk.working_date)
    _file_executed_on(desk.store, week, on, desk.working_date)
    return on


def _file_executed_on(reader: Reader, week: str, on: date, today: date) -> str:
    """The message id of the file of a week that was carried out on that day, when that can be."""
    row = reader.read_one("SELECT message_id, made_on FROM payout_file WHERE week = ?", (week,))
    if row is None:
        raise Refusal(f"In week {week} is niets uitbetaald.")
    made_on = date.fromisoformat(row[1])
    if not made_on <= on <= today:
        raise Refusal(
            f"De dag van uitvoering ligt van {format_date(made_on)} (toen is het bestand gemaakt) t/m vandaag."
        )
    return str(row[0])


def _known(tx: Transaction, end_to_end_id: str) -> Payout:
    payout = find_payout(tx, end_to_end_id)
    if payout is None:
        raise Refusal(_UNKNOWN)
    return payout


def _read(reader: Reader, condition: str, value: str | int) -> list[Payout]:
    rows = reader.read(
        "SELECT id, customer_id, end_to_end_id, cents, payment_id, executed_on, returned_on FROM payout"
        f" WHERE {condition}",
        (value,),
    )
    return [
        Payout(number, customer_id, end_to_end_id, cents, payment_id, as_day(executed_on), as_day(returned_on))
        for number, customer_id, end_to_end_id, cents, payment_id, executed_on, returned_on in rows
    ]
