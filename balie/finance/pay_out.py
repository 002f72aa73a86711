"""Balie-uitgave: credit paid out at the till, in cash or back on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.money import format_cents, parse_cents
from balie.dutch.text import read_text
from balie.finance.pay import Paid, bon_data
from balie.finance.plan import Tender
from balie.finance.settling.refunds import against_the_till
from balie.finance.sheet import Sheet, read_lines
from balie.ledger import Incoming, Method, receive, use_credit
from balie.ledger.cash_rounding import book_rounding, in_cash, link_rounding
from balie.library.rights import Right
from balie.messages.receipts import PAYMENT, queue_receipt
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

_LONGEST_REASON = 120


def pay_out(desk: Desk, seen: Sheet, tender: str, amount: str, reason: str, *, not_reversed: bool = False) -> Paid:
    """Pay credit out: contant or pin. `amount` as typed, at most the credit, and only what is left when all is paid.

    `not_reversed`: somebody looked up that a collection of less than 56 days ago was not reversed. Raises `Refusal`
    with all reasons at their fields (`tender`, `amount`, `reason`), when the credit changed since the sheet was read,
    when the library does not pay so much from the till (`against_the_till`), and at a desk without a till.
    """
    desk.require(Right.PAY_OUT)
    cents, text = read_payout(seen, tender, amount, reason)
    goes_out = as_paid_out(seen, tender, cents)
    desk.require(Right.PAY_OUT, goes_out)
    money = format_cents(goes_out)
    rounding = cents - goes_out
    totals = (
        *((("Afronding", format_cents(-rounding)),) if rounding else ()),
        (f"Uitbetaald ({tender})", money),
        ("Tegoed over", format_cents(seen.credit_cents - cents)),
    )
    bon = bon_data(seen, "Uitbetaling van tegoed", ((text, format_cents(cents)),), totals)
    with desk.transaction() as tx:
        if read_lines(tx, seen.customer_id) != (seen.lines, seen.credit_cents):
            raise Refusal("Wat openstaat of het tegoed is intussen veranderd: kijk het opnieuw na.")
        against = against_the_till(desk, tx, seen.customer_id, goes_out, not_reversed=not_reversed)
        if against:
            raise Refusal(*against)
        rounding_id = book_rounding(tx, desk.library, seen.customer_id, rounding) if rounding else None
        if rounding_id is not None and rounding > 0:
            use_credit(tx, seen.customer_id, [(rounding_id, rounding)])
        payment_id = receive(
            tx, Incoming(seen.customer_id, -goes_out, Method(tender), desk.working_date, desk.till, reason=text)
        ).payment_id
        if rounding_id is not None:
            link_rounding(tx, payment_id, rounding_id)
        receipt_id = None if bon is None else queue_receipt(tx, PAYMENT, seen.customer_id, bon)
        tx.journal(
            "paid out",
            customer_id=seen.customer_id,
            after={
                "method": tender,
                "paid_out_cents": goes_out,
                "paid_out_because": text,
                "payment": payment_id,
                **({"checked": True} if not_reversed else {}),
            },
        )
    return Paid(payment_id, receipt_id)


def as_paid_out(seen: Sheet, tender: str, cents: int) -> int:
    """What goes out of the till for so much credit, in cents: rounded to five in cash where the library does so.

    Raises `Refusal` (field `amount`) where that is nothing.
    """
    if tender != Tender.CASH or not seen.rounds_cash:
        return cents
    if not (rounded := in_cash(cents)):
        nothing = f"{format_cents(cents)} is contant afgerond niets: betaal met pin of via de bank uit."
        raise Refusal(nothing).for_field("amount")
    return rounded


def read_payout(seen: Sheet, tender: str, amount: str, reason: str) -> tuple[int, str]:
    """The cents to be paid out and why, from what was typed. Raises `Refusal` with all reasons at their fields."""
    reasons = Reasons()
    if tender not in (Tender.CASH, Tender.CARD):
        reasons.add("Kies hoe het wordt uitbetaald: contant, pin of bank.", "tender")
    cents = 0
    with reasons.at("amount"):
        cents = _read_amount(amount, seen)
    text = ""
    with reasons.at("reason"):
        text = read_text(reason, what="De reden", longest=_LONGEST_REASON)
        if not text:
            reasons.add("Vul in waarom er wordt uitbetaald.", "reason")
    reasons.raise_if_any()
    return cents, text


def _read_amount(amount: str, seen: Sheet) -> int:
    if not seen.credit_cents:
        raise Refusal("Deze klant heeft geen tegoed: er is niets uit te betalen.")
    if seen.open_cents:
        raise Refusal(f"Er staat nog {format_cents(seen.open_cents)} open: verreken dat eerst met het tegoed.")
    cents = parse_cents(amount)
    if not 0 < cents <= seen.credit_cents:
        raise Refusal(f"Er kan van € 0,01 t/m {format_cents(seen.credit_cents)} worden uitbetaald.")
    return cents
