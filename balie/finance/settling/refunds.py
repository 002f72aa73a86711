"""Credit that a customer asks back, the account it goes to, and when it may be paid from the till."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cancelling.cancellations import change_account
from balie.customers.cancelling.settlement import payable_from
from balie.customers.standing import must_be_there
from balie.customers.versions import touch
from balie.dutch.bank import compact_iban, read_iban
from balie.dutch.money import format_cents, parse_cents
from balie.dutch.sepa import LONGEST_NAME
from balie.dutch.text import read_text
from balie.finance.settling.cases import read_case
from balie.finance.settling.payments import holder_reasons, iban_reasons, net_credit, waiting_for
from balie.finance.settling.settle import NO_CASE
from balie.library.rights import Right
from balie.refusal import Reason, Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

_HOLDER = "De rekeninghouder"
_PENDING = (
    "FROM refund_request AS r WHERE r.withdrawn_on IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM payout WHERE refund_request_id = r.id)"
)


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Credit that was asked back and not paid yet, in cents."""

    id: int
    customer_id: int
    cents: int
    asked_on: date


def refund_requests(reader: Reader, customer_id: int) -> list[RefundRequest]:
    """What this customer asked back and did not get yet, the oldest first."""
    rows = reader.read(
        f"SELECT r.id, r.customer_id, r.cents, r.asked_on {_PENDING} AND r.customer_id = ? ORDER BY r.id",
        (customer_id,),
    )
    return [RefundRequest(number, owner, cents, date.fromisoformat(day)) for number, owner, cents, day in rows]


def ask_refund(desk: Desk, customer_id: int, cents: int | None, iban: str, holder: str) -> RefundRequest:
    """Write down that a customer wants credit back on an account; the next batch pays it.

    `cents` None: all there is. Raises `Refusal` with every reason at its field (`amount`, `iban`, `holder`).
    """
    desk.require(Right.PAY_OUT)
    with desk.transaction() as tx:
        amount, account, name = _judge(desk, tx, customer_id, cents, iban, holder)
        desk.require(Right.PAY_OUT, amount)
        number = tx.insert(
            "INSERT INTO refund_request (customer_id, cents, iban, holder, asked_on, branch, staff)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (customer_id, amount, account, name, desk.working_date.isoformat(), tx.stamp.branch, tx.stamp.staff),
        )
        tx.journal("refund asked", customer_id=customer_id, after={"asked_cents": amount})
    return RefundRequest(number, customer_id, amount, desk.working_date)


def check_refund(desk: Desk, customer_id: int, amount: str, iban: str, holder: str) -> int:
    """What would be asked back, in cents, from what was typed; changes nothing. Raises `Refusal` as `ask_refund`."""
    reasons = Reasons()
    cents: int | None = None
    with reasons.at("amount"):
        cents = parse_cents(amount)
    with reasons.at(""):
        _judge(desk, desk.store, customer_id, cents, iban, holder)
    reasons.raise_if_any()
    assert cents is not None
    return cents


def _judge(
    desk: Desk, reader: Reader, customer_id: int, cents: int | None, iban: str, holder: str
) -> tuple[int, str, str]:
    """The amount in cents, the compact IBAN and the name of a request that can be."""
    must_be_there(reader, customer_id)
    there = _available(reader, customer_id)
    amount = there if cents is None else cents
    reasons = Reasons()
    with reasons.at("amount"):
        _check_amount(amount, there)
    account, name = _read_account(desk, reasons, iban, holder, ("iban", "holder"))
    reasons.raise_if_any()
    return amount, account, name


def withdraw_refund(desk: Desk, request_id: int) -> None:
    """Take a request back: what was asked stays credit. Raises `Refusal` when it is paid, or was taken back."""
    desk.require(Right.PAY_OUT)
    with desk.transaction() as tx:
        row = tx.read_one(f"SELECT r.customer_id, r.cents {_PENDING} AND r.id = ?", (request_id,))
        if row is None:
            raise Refusal("Deze aanvraag is al uitbetaald of ingetrokken.")
        tx.execute(
            "UPDATE refund_request SET withdrawn_on = ? WHERE id = ?", (desk.working_date.isoformat(), request_id)
        )
        tx.journal("refund withdrawn", customer_id=row[0], before={"asked_cents": row[1]})


def change_refund_account(desk: Desk, cancellation_id: int, iban: str, holder: str) -> None:
    """Give a cancellation another account to pay out to: none was known, or a payout came back.

    Raises `Refusal` with every reason at its field (`refund_iban`, `refund_holder`).
    """
    desk.require(Right.PAY_OUT)
    with desk.transaction() as tx:
        case = read_case(tx, cancellation_id, desk.working_date)
        if case is None:
            raise Refusal(NO_CASE)
        reasons = Reasons()
        account, name = _read_account(desk, reasons, iban, holder, ("refund_iban", "refund_holder"))
        reasons.raise_if_any()
        change_account(tx, cancellation_id, account, name)
        touch(tx, case.customer_id)
        # As with the cancellation itself: the account stays out of the journal.
        tx.journal("refund account changed", customer_id=case.customer_id)


def against_the_till(
    desk: Desk, reader: Reader, customer_id: int, cents: int, *, not_reversed: bool = False
) -> list[Reason]:
    """Every reason why so much credit cannot be paid back from the till now; none where it can.

    `not_reversed`: somebody looked up that a collection of less than 56 days ago was not reversed.
    """
    reasons = []
    most = desk.library.payouts.cash_up_to_cents
    if most == 0:
        reasons.append(Reason(f"{desk.library.name} betaalt niet terug uit de kassa: betaal via de bank."))
    elif most is not None and cents > most:
        reasons.append(Reason(f"Uit de kassa gaat hooguit {format_cents(most)}: betaal de rest via de bank.", "amount"))
    asked = sum(request.cents for request in refund_requests(reader, customer_id))
    if asked and cents > _available(reader, customer_id):
        text = (
            f"Van het tegoed is {format_cents(asked)} al via de bank teruggevraagd: trek die aanvraag eerst in (Alt+X)."
        )
        reasons.append(Reason(text, "amount"))
    waiting = reversible(desk, reader, customer_id)
    if waiting and not not_reversed:
        reasons.append(Reason(waiting))
    return reasons


def reversible(desk: Desk, reader: Reader, customer_id: int) -> str:
    """Why credit is better not paid back yet, in Dutch: it was collected lately; empty where it was not."""
    day = payable_from(reader, customer_id, (), desk.working_date)
    return waiting_for(day) if day > desk.working_date else ""


def _available(reader: Reader, customer_id: int) -> int:
    """The credit that is not asked back already."""
    asked = sum(request.cents for request in refund_requests(reader, customer_id))
    return max(net_credit(reader, customer_id) - asked, 0)


def _check_amount(amount: int, there: int) -> None:
    if there <= 0:
        raise Refusal("De klant heeft geen tegoed om terug te betalen.")
    if not 0 < amount <= there:
        raise Refusal(f"Er kan van € 0,01 t/m {format_cents(there)} worden terugbetaald.")


def _read_account(desk: Desk, reasons: Reasons, iban: str, holder: str, fields: tuple[str, str]) -> tuple[str, str]:
    """The compact IBAN and the name as typed; what is wrong with them is noted at their fields."""
    account = name = ""
    with reasons.at(fields[0]):
        account = compact_iban(read_iban(iban))
        if wrong := iban_reasons(account, desk.library.bank.iban if desk.library.bank else ""):
            raise Refusal(*wrong)
    with reasons.at(fields[1]):
        name = read_text(holder, what=_HOLDER, longest=LONGEST_NAME)
        if wrong := holder_reasons(name):
            raise Refusal(*wrong)
    return account, name
