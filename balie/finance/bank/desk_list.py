"""What the bank told that the desk has to sort out: to be attached to a customer, or set aside with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.identities import current_id
from balie.customers.permission import read_because
from balie.customers.standing import is_removed
from balie.dutch.bank import grouped_iban
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.finance.sheet import must_be_as_seen
from balie.ledger import Incoming, Method, Received, receive
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.plan import PaymentPlan
    from balie.store.transaction import Transaction

PAGE = 200
_OPEN = (
    "SELECT e.id, e.booked_on, e.cents, e.proposed_invoice, e.name, e.iban, e.text, e.end_to_end, e.reason_code, e.why,"
    " s.account, s.reference FROM bank_entry AS e JOIN bank_statement AS s ON s.id = e.statement_id"
    " WHERE e.state = 'open' AND e.id > ? ORDER BY e.id LIMIT ?"
)
_COUNT = "SELECT count(*), coalesce(sum(cents), 0) FROM bank_entry WHERE state = 'open'"
_ONE = "SELECT booked_on, cents, state, end_to_end FROM bank_entry WHERE id = ?"
_ATTACH = (
    "UPDATE bank_entry SET state = 'handled', payment_id = ?, why = NULL, proposed_invoice = NULL, name = NULL,"
    " iban = NULL, text = NULL, handled_on = ?, handled_by = ? WHERE id = ?"
)
_SET_ASIDE = (
    "UPDATE bank_entry SET state = 'handled', why = ?, proposed_invoice = NULL, handled_on = ?, handled_by = ?"
    " WHERE id = ?"
)
_PROPOSED = (
    "SELECT i.customer_id, c.id FROM invoice AS i LEFT JOIN charge AS c ON c.invoice_id = i.id AND c.settled_on IS NULL"
    " AND c.cents > 0 WHERE i.id = ? ORDER BY c.id"
)
_GONE = "Deze boeking staat niet meer op de lijst: aan een andere balie is zij al afgehandeld. Kijk opnieuw."
_NO_CUSTOMER = "Deze klant is er niet (meer): zoek de klant opnieuw."


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """A transaction that waits for the desk; `cents` below zero left the account. Text is empty where there is none.

    `why` says in Dutch why it was not booked; `reason_code` is the bank's, for what came back. `proposed_invoice` is
    the number of the invoice that it may be about, None where there is no telling.
    """

    entry_id: int
    booked_on: date
    cents: int
    proposed_invoice: int | None
    name: str
    iban: str
    text: str
    end_to_end: str
    reason_code: str
    why: str
    account: str
    statement: str

    @property
    def line(self) -> str:
        """`09-04-2024  € 54,00  J. de Vries  NL91 ABNA 0417 1643 00  Contributie`."""
        parts = (format_date(self.booked_on), format_cents(self.cents), self.name, grouped_iban(self.iban), self.text)
        return "  ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class WaitingTransactions:
    """How many transactions wait for the desk, and what they come to in cents."""

    count: int
    cents: int


def open_entries(desk: Desk, *, after: int = 0) -> list[OpenEntry]:
    """What waits for the desk, in the order in which it was read; a page, behind the entry with id `after`."""
    return [
        OpenEntry(number, date.fromisoformat(day), cents, proposed, *(value or "" for value in rest))
        for number, day, cents, proposed, *rest in desk.store.read(_OPEN, (after, PAGE))
    ]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whose invoice a payment may be for: the customer, and the charges that are still open of it."""

    customer_id: int
    charge_ids: frozenset[int]


def proposal(desk: Desk, entry: OpenEntry) -> Proposal | None:
    """What the bank's text proposes; None where it names no invoice of somebody who is still there."""
    if entry.proposed_invoice is None:
        return None
    rows = desk.store.read(_PROPOSED, (entry.proposed_invoice,))
    if not rows or is_removed(desk.store, rows[0][0]):
        return None
    return Proposal(rows[0][0], frozenset(charge_id for _, charge_id in rows if charge_id is not None))


def waiting(desk: Desk) -> WaitingTransactions:
    """How much waits for the desk."""
    row = desk.store.read_one(_COUNT)
    assert row is not None
    return WaitingTransactions(row[0], row[1])


def attach(desk: Desk, entry_id: int, customer_id: int, settle: Sequence[tuple[int, int]] | None = None) -> Received:
    """Book a transaction of the list as a payment of this customer, dated as the bank booked it.

    `settle` says which charges it pays, as in `ledger.receive`: the oldest first when it is None, without what is
    being collected, and nothing (all of it credit) when it is empty. Money that left the account is booked as paid
    out. Who it was from is forgotten: the payment says it. Raises `Refusal` when another desk was first, when there
    is no such customer, or as `receive`.
    """
    desk.require(Right.BANK_FILE)
    with desk.transaction() as tx:
        return _attach(tx, entry_id, customer_id, settle)


def attach_as_planned(desk: Desk, entry_id: int, planned: PaymentPlan) -> Received:
    """As `attach`, for the charges that were chosen on a sheet; what is too much becomes credit.

    Raises `Refusal` too when what is open of those changed since the sheet was read.
    """
    desk.require(Right.BANK_FILE)
    with desk.transaction() as tx:
        must_be_as_seen(tx, planned.sheet, [line for line, _ in planned.settle])
        settle = [(line.charge_id, cents) for line, cents in planned.settle]
        return _attach(tx, entry_id, planned.sheet.customer_id, settle)


def set_aside(desk: Desk, entry_id: int, reason: str) -> None:
    """Take a transaction from the list that is no customer's, and say why (a grant, the bank's own costs).

    Raises `Refusal` for a reason that is hardly one (field `reason`), or when another desk was first.
    """
    desk.require(Right.BANK_FILE)
    try:
        because = read_because(reason)
    except Refusal as refusal:
        raise refusal.for_field("reason") from None
    with desk.transaction() as tx:
        _, cents, _ = _open(tx, entry_id)
        tx.execute(_SET_ASIDE, (because, tx.stamp.working_date.isoformat(), tx.stamp.staff, entry_id))
        tx.journal("bank entry set aside", after={"entry": entry_id, "cents": cents, "reason": because})


def _attach(tx: Transaction, entry_id: int, customer_id: int, settle: Sequence[tuple[int, int]] | None) -> Received:
    day, cents, end_to_end = _open(tx, entry_id)
    customer_id = _customer(tx, customer_id)
    received = receive(
        tx,
        Incoming(customer_id, cents, Method.BANK, date.fromisoformat(day), bank_reference=end_to_end or ""),
        settle,
    )
    tx.execute(_ATTACH, (received.payment_id, tx.stamp.working_date.isoformat(), tx.stamp.staff, entry_id))
    tx.journal("bank payment attached", customer_id=customer_id, after={"paid_cents": cents, "received_on": day})
    return received


def _open(tx: Transaction, entry_id: int) -> tuple[str, int, str | None]:
    row = tx.read_one(_ONE, (entry_id,))
    if row is None or row[2] != "open":
        raise Refusal(_GONE)
    return row[0], row[1], row[3]


def _customer(tx: Transaction, customer_id: int) -> int:
    now = current_id(tx, customer_id)
    found = tx.read_one(
        "SELECT 1 FROM customer WHERE id = ? AND NOT EXISTS (SELECT 1 FROM removal WHERE customer_id = customer.id)",
        (now,),
    )
    if found is None:
        raise Refusal(_NO_CUSTOMER)
    return now
