"""What invoices and reminders tell, as values of their templates; one text by mail and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from balie.dutch.bank import grouped_iban
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.payment_reference import grouped_reference
from balie.ledger import vat_included
from balie.library.terms import PaymentWay
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.messages.documents import Shown

INVOICE = "invoice"
REMINDER = "reminder"
ARREARS = "arrears"
"""The templates: data/templates/message-invoice.txt and so on."""

# A template refuses what it is not told: what does not apply is told as nothing.
_NO_TRANSFER: dict[str, Shown] = dict.fromkeys(("iban", "account_name", "by_transfer", "reference"))
_NO_COLLECTION: dict[str, Shown] = dict.fromkeys(("creditor", "creditor_id", "mandate", "account_end"))


def about_invoice(invoice_id: int) -> str:
    """What a message about an invoice is about; with the kind it makes the message one of its own."""
    return f"invoice {invoice_id}"


@lru_cache(1_000)
def _period(
    subscription: str, paid_from: date, paid_until: date | None, cents: int, vat_percent: int, day: date | None
) -> Mapping[str, Shown]:
    """What an invoice tells of a period: the same for most of a run."""
    return {
        "subscription": subscription,
        "paid_from": format_date(paid_from),
        "paid_until": format_date(paid_until) if paid_until else None,
        "amount": format_cents(cents),
        "open": format_cents(cents),
        "vat": f"{format_cents(vat_included(cents, vat_percent))} btw ({vat_percent} %)" if vat_percent else None,
        "day": format_date(day) if day else None,
    }


class InvoiceMessages:
    """The messages of one library: what is the same in all of them is worked out once."""

    def __init__(self, library: Library) -> None:
        bank, rule = library.bank, library.direct_debit
        self._transfer: dict[str, Shown] = {
            "iban": grouped_iban(bank.iban) if bank else None,
            "account_name": bank.name if bank else None,
            "by_transfer": "ja",
        }
        self._collection: dict[str, Shown] = {
            "creditor": rule.creditor.name if rule else None,
            "creditor_id": rule.creditor.id if rule else None,
        }

    def invoice(
        self,
        customer_id: int,
        *,
        invoice_id: int,
        subscription: str,
        paid_from: date,
        paid_until: date | None,
        cents: int,
        vat_percent: int,
        way: PaymentWay,
        day: date | None,
        reference: str,
        mandate: str | None,
        iban: str | None,
    ) -> Message:
        """The invoice of a period. `day`: the last day to pay, or the day of collection; None without a rule."""
        data: dict[str, Shown] = {
            "invoice": str(invoice_id),
            **_period(subscription, paid_from, paid_until, cents, vat_percent, day),
        }
        if way is PaymentWay.INVOICE:
            data |= self._transfer | {"reference": grouped_reference(reference)} | _NO_COLLECTION
        else:
            data |= self._collection | {"mandate": mandate, "account_end": iban[-4:] if iban else None} | _NO_TRANSFER
        return Message(customer_id, MessageKind.INVOICE, INVOICE, data, about_invoice(invoice_id))

    def reminder(
        self,
        customer_id: int,
        template: str,
        *,
        invoice_id: int,
        subscription: str,
        open_cents: int,
        due_on: date,
        pay_before: date | None,
        reference: str | None,
    ) -> Message:
        """A reminder of an invoice that was to be paid on `due_on`; `pay_before` is when the next step follows."""
        data: dict[str, Shown] = {
            "invoice": str(invoice_id),
            "subscription": subscription,
            "open": format_cents(open_cents),
            "due_on": format_date(due_on),
            "day": format_date(pay_before) if pay_before else None,
            "reference": grouped_reference(reference) if reference else None,
            **self._transfer,
        }
        about = about_invoice(invoice_id) if template == REMINDER else f"{about_invoice(invoice_id)} {template}"
        return Message(customer_id, MessageKind.REMINDER, template, data, about)
