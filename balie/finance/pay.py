"""Paying at the desk: the payment, what it settles, its bon and its journal row, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.finance.plan import PaymentPlan, Tender, plan
from balie.finance.sheet import Sheet, SheetLine, must_be_as_seen, sheet
from balie.ledger import Incoming, Method, receive_as_seen, use_credit
from balie.ledger.cash_rounding import book_rounding, link_rounding, settle_rounded
from balie.library.rights import Right
from balie.messages.receipts import PAYMENT, queue_receipt

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.ledger.allocate import Part
    from balie.messages.receipts import Told
    from balie.store.transaction import Transaction

__all__ = ["Paid", "PaymentPlan", "Sheet", "SheetLine", "Tender", "pay", "plan", "sheet"]


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that was booked (None where credit was used) and its bon (None where the customer wants none)."""

    payment_id: int | None
    receipt_id: int | None


def pay(desk: Desk, customer_id: int, planned: PaymentPlan) -> Paid:
    """Book a payment as planned. The bon is queued; print it afterwards with `messages.printing.print_receipt`.

    Raises `Refusal`, and books nothing, when what is open or in credit changed since the sheet was read, or when cash
    or pin is paid at a desk without a till.
    """
    desk.require(Right.RECEIVE)
    if customer_id != planned.sheet.customer_id:
        raise ValueError("the plan is another customer's")
    settle = [(line.charge_id, cents) for line, cents in planned.settle]
    paid_cents = planned.paid_cents
    bon = bon_data(planned.sheet, "Betaling", planned.settled_lines, planned.summary)
    with desk.transaction() as tx:
        lines = [line for line, _ in planned.settle]
        must_be_as_seen(tx, planned.sheet, lines, credit=planned.tender is Tender.CREDIT)
        payment_id = None
        if planned.tender is Tender.CREDIT:
            use_credit(tx, customer_id, settle)
        else:
            money = Incoming(customer_id, paid_cents, Method(planned.tender), desk.working_date, desk.till)
            payment_id = _receive_rounded(tx, desk, money, settle, planned.rounding_cents)
        receipt_id = None if bon is None else queue_receipt(tx, PAYMENT, customer_id, bon)
        tx.journal(
            "paid",
            customer_id=customer_id,
            after={"method": planned.tender, "paid_cents": paid_cents, "payment": payment_id},
        )
    return Paid(payment_id, receipt_id)


def _receive_rounded(tx: Transaction, desk: Desk, money: Incoming, settle: Sequence[Part], rounding: int) -> int:
    if not rounding:
        return receive_as_seen(tx, money, settle)
    rounding_id = book_rounding(tx, desk.library, money.customer_id, rounding)
    payment_id = receive_as_seen(tx, money, settle_rounded(tx, rounding_id, rounding, settle))
    link_rounding(tx, payment_id, rounding_id)
    return payment_id


def bon_data(
    seen: Sheet, title: str, lines: Sequence[tuple[str, str]], totals: Sequence[tuple[str, str]]
) -> dict[str, Told] | None:
    """The values of the template `receipt-payment`, ready to be shown; None where the customer wants no bons."""
    if seen.bon_head is None:
        return None
    return {**seen.bon_head, "title": title, "lines": lines, "totals": totals}
