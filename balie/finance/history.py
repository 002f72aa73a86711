"""What was booked for a customer, line by line, as the desk shows it: charges, payments, and what took them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.standing import must_be_there
from balie.finance.sheet import charge_text
from balie.finance.waiver_reasons import waiver_reason
from balie.ledger import ChargePosting, Method, PaymentPosting, postings

if TYPE_CHECKING:
    from balie.desk import Desk

_WORDS = {
    Method.CASH: "Betaald, contant",
    Method.CARD: "Betaald, pin",
    Method.BANK: "Betaald, bank",
    Method.DIRECT_DEBIT: "Incasso",
    Method.WAIVER: "Kwijtgescholden",
    Method.BROUGHT: "Tegoed van voor de overgang",
}


@dataclass(frozen=True, slots=True)
class Booking:
    """One line of the history. `charged` or `paid` holds the amount in cents, the other is None.

    One of `payment_id` and `charge_id` is None. `remark` is Dutch, mostly empty.
    """

    key: int
    payment_id: int | None
    charge_id: int | None
    on: date
    text: str
    charged: int | None
    paid: int | None
    remark: str


def history(desk: Desk, customer_id: int, *, before: int | None = None, limit: int = 50) -> list[Booking]:
    """What was booked, the newest first; `before` is the `key` of the last line of the page before.

    Raises `Refusal` when the customer is not there any more.
    """
    must_be_there(desk.store, customer_id)
    found = postings(desk.store, customer_id, before=before, limit=limit)
    periods = {
        number: (start, end)
        for number, start, end in desk.store.read(
            "SELECT number, paid_from, paid_until FROM membership WHERE customer_id = ?", (customer_id,)
        )
    }
    return [_charge(posting, periods) if isinstance(posting, ChargePosting) else _payment(posting) for posting in found]


def _charge(posting: ChargePosting, periods: dict[int, tuple[str | None, str | None]]) -> Booking:
    start, end = periods.get(posting.membership_number or 0, (None, None))
    remark = "voldaan" if posting.settled_on is not None else ""
    if posting.counters is not None:
        remark = "tegenboeking"
    elif posting.countered_by is not None:
        remark = "tegengeboekt"
    text = charge_text(posting.kind, posting.note, start, end)
    return Booking(posting.key, None, posting.charge_id, posting.on, text, posting.cents, None, remark)


def _payment(posting: PaymentPosting) -> Booking:
    word = next((word for method, word in _WORDS.items() if method == posting.method), f"Betaald, {posting.method}")
    remark = posting.reason
    if posting.counters is not None:
        word = f"Teruggeboekt, {posting.method}"
    elif posting.countered_by is not None:
        remark = "teruggeboekt"
    elif posting.cents < 0:
        word = f"Uitbetaald, {posting.method}"
    elif posting.method == Method.WAIVER and (reason := waiver_reason(posting.reason)) is not None:
        remark = f"{reason.code} {reason.label}"
    return Booking(posting.key, posting.payment_id, None, posting.on, word, None, posting.cents, remark)
