"""Paying at the desk: the payment, what it settles, its bon and its journal row, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.numbers import in_groups
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.finance.plan import Plan, Tender, plan
from balie.finance.sheet import Line, Sheet, read_lines, sheet
from balie.ledger import Incoming, Method, receive, use_credit
from balie.messages.receipts import PAYMENT, queue_receipt
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.messages.receipts import Told
    from balie.store.transaction import Transaction

__all__ = ["Line", "Paid", "Plan", "Sheet", "Tender", "pay", "plan", "sheet"]

_CHANGED = "Aan een andere balie is intussen voor deze klant betaald of geboekt. Kijk opnieuw wat er openstaat."


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that was booked (None where credit was used) and its bon (None where the customer wants none)."""

    payment_id: int | None
    receipt_id: int | None


def pay(desk: Desk, customer_id: int, planned: Plan) -> Paid:
    """Book a payment as planned. The bon is queued; print it afterwards with `messages.printing.print_receipt`.

    Raises `Refusal`, and books nothing, when what is open or in credit changed since the sheet was read, or when cash
    or pin is paid at a desk without a till.
    """
    if customer_id != planned.sheet.customer_id:
        raise ValueError("the plan is another customer's")
    settle = [(line.charge_id, cents) for line, cents in planned.settle]
    with desk.transaction() as tx:
        _still_true(tx, planned)
        payment_id = None
        if planned.tender is Tender.CREDIT:
            use_credit(tx, customer_id, settle)
        else:
            payment_id = receive(
                tx,
                Incoming(
                    customer_id=customer_id,
                    cents=planned.settled_cents + planned.credit_cents,
                    method=Method(planned.tender),
                    received_on=desk.working_date,
                    till=desk.till,
                ),
                settle,
            ).payment_id
        receipt_id = None
        if planned.sheet.wants_receipt:
            receipt_id = queue_receipt(tx, PAYMENT, customer_id, bon_data(desk, planned))
        tx.journal(
            "paid",
            customer_id=customer_id,
            after={
                "method": planned.tender,
                "paid_cents": planned.settled_cents + planned.credit_cents,
                "payment": payment_id,
            },
        )
    return Paid(payment_id, receipt_id)


def _still_true(tx: Transaction, planned: Plan) -> None:
    """Raise `Refusal` unless every line that is paid is as it was on the sheet, and the credit that is used too."""
    lines, credit_cents = read_lines(tx, planned.sheet.customer_id)
    if {line for line, _ in planned.settle} - set(lines):
        raise Refusal(_CHANGED)
    if planned.tender is Tender.CREDIT and credit_cents != planned.sheet.credit_cents:
        raise Refusal(_CHANGED)


def bon_data(desk: Desk, planned: Plan) -> dict[str, Told]:
    """The values of the template `receipt-payment`, ready to be shown."""
    return {
        **bon_head(desk, planned.sheet),
        "title": "Betaling",
        "lines": [(line.text, format_cents(cents)) for line, cents in planned.settle],
        "totals": planned.lines(),
    }


def bon_head(desk: Desk, seen: Sheet) -> dict[str, Told]:
    """What heads every bon about money: where, when and who; the actor-id is not among it."""
    return {
        "library": desk.library.name,
        "branch": f"{desk.branch.number} {desk.branch.name}",
        "date": format_date(desk.working_date),
        "name": seen.name,
        "number": in_groups(seen.number) if seen.number else None,
    }
