"""The dates of one collection: when it must be announced and delivered, how long it can come back.

Source: rules.md#collection-dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.customers.mandates import usable_until
from balie.dutch.periods import add_months
from balie.dutch.target_days import nth_target_day, target_days_before

if TYPE_CHECKING:
    from balie.library.money_tables import DirectDebit

REFUND_DAYS = 56
"""Eight weeks in which a customer may have a collection returned without a reason."""
CLAIM_MONTHS = 13
"""Months in which a collection without a mandate can be claimed back."""
LEAST_LEAD = 1
"""A bank takes no file later than so many TARGET days before the collection (D-1)."""


@dataclass(frozen=True, slots=True)
class CollectionDates:
    """All days belong to what they name.

    `announce_by`: the last day to tell the customer; `deliver_by`: when the file should be at the bank (D-2 unless the
    library decided otherwise); `last_delivery`: the last day on which the bank still takes it (D-1); `refundable_until`
    and `claimable_until`: how long it can come back; `mandate_until`: how long the mandate lives without another one.
    """

    collect_on: date
    announce_by: date
    deliver_by: date
    last_delivery: date
    refundable_until: date
    claimable_until: date
    mandate_until: date


def collection_dates(month: date, rule: DirectDebit) -> CollectionDates:
    """The dates of what is collected in the month of `month`."""
    collect_on = nth_target_day(month, rule.collection_working_day)
    return CollectionDates(
        collect_on=collect_on,
        announce_by=collect_on - timedelta(days=rule.announce_days),
        deliver_by=target_days_before(collect_on, rule.deliver_working_days),
        last_delivery=target_days_before(collect_on, LEAST_LEAD),
        refundable_until=collect_on + timedelta(days=REFUND_DAYS),
        claimable_until=add_months(collect_on, CLAIM_MONTHS),
        mandate_until=usable_until(collect_on, collect_on),
    )
