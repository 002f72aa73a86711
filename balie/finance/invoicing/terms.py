"""When an invoice is to be paid, and when contribution is collected: rules of the library file, as days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.dutch.target_days import collection_day
from balie.library.terms import PaymentWay

if TYPE_CHECKING:
    from balie.library.structs import Library


def last_day_to_pay(library: Library, made_on: date, first_day: date) -> date | None:
    """Until when an invoice made on that day can be paid, for a period from `first_day` on; None without a rule.

    Everybody has the days of the library file, and nobody has to pay before the period begins.
    """
    rule = library.invoicing
    return None if rule is None else max(made_on + timedelta(days=rule.payment_days), first_day)


def collected_on(library: Library, made_on: date, first_day: date) -> date | None:
    """When a period from `first_day` on is collected, announced by an invoice made on that day; None without a rule."""
    rule = library.direct_debit
    if rule is None:
        return None
    return collection_day(first_day, made_on, number=rule.collection_working_day, announce_days=rule.announce_days)


def invoice_day(library: Library, way: PaymentWay, made_on: date, first_day: date) -> date | None:
    """The day that goes on the invoice: until when it is to be paid, or when it is collected."""
    rule = last_day_to_pay if way is PaymentWay.INVOICE else collected_on
    return rule(library, made_on, first_day)
