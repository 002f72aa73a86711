"""From when until when a subscription is paid for and gives rights (rules.md#period).

Most run by whole months from the first of the month after enrolment; `Tijd.` runs by exact date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date, month_year
from balie.dutch.periods import add_months, end_of_exact_term, first_of_next_month
from balie.library.terms import FREE_UNTIL_AGE
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.customers.subscriptions.offer import Offer


@dataclass(frozen=True, slots=True)
class Period:
    """What is paid for and how long rights last. All days belong to the period.

    `paid_until` and `rights_until` are None for a subscription without a term (the `Gratis` rows).
    """

    rights_from: date
    paid_from: date
    paid_until: date | None
    rights_until: date | None

    @property
    def billed_until_label(self) -> str:
        """`April 2025`: `Gefactureerd t/m` in the header and `Vervalmaand` on screen 3; empty without an end."""
        return month_year(self.paid_until) if self.paid_until is not None else ""

    @property
    def invoice_month(self) -> date:
        """The first day of the month in which this period is collected (rules.md#tenth-working-day)."""
        return self.paid_from.replace(day=1)


def period(offer: Offer, enrolled_on: date, *, last_day: date | None = None) -> Period:
    """The first period of who enrols on `enrolled_on` (rules.md#period).

    By the month: paid from the first of the next month, rights from the day itself. `Tijd.`: by exact date, from the
    day itself. A `Tijd.` subscription without a term ends on `last_day`, which the desk gives; until it does, the
    end is None. Raises `Refusal` for a `last_day` before `enrolled_on`.
    """
    if last_day is not None and last_day < enrolled_on:
        raise Refusal(f"De laatste dag kan niet vóór de inschrijving liggen, {format_date(enrolled_on)} of later.")
    if not offer.ends_by_itself:
        return _whole_months(offer, enrolled_on, first_of_next_month(enrolled_on))
    if offer.term_months is not None:
        last_day = end_of_exact_term(enrolled_on, offer.term_months)
    return Period(enrolled_on, enrolled_on, last_day, last_day)


def renewal(offer: Offer, previous: Period) -> Period:
    """The period that follows `previous` without a gap; `offer` may be another than the one it was paid for.

    Raises `Refusal` where nothing follows: a `Tijd.` subscription, or one without an end.
    """
    if offer.ends_by_itself or previous.paid_until is None:
        raise Refusal(f"{offer.name} ({offer.code}) wordt niet verlengd.")
    following = previous.paid_until + timedelta(days=1)
    return _whole_months(offer, following, following)


def first_paid_month(born: date) -> date:
    """The first day of the first month somebody pays for: the one after the 18th birthday (rules.md#coming-of-age)."""
    return first_of_next_month(add_months(born, FREE_UNTIL_AGE * 12))


def _whole_months(offer: Offer, rights_from: date, paid_from: date) -> Period:
    """A period of whole months from the first of a month."""
    if offer.term_months is None:
        return Period(rights_from, paid_from, None, None)
    paid_until = add_months(paid_from, offer.term_months) - timedelta(days=1)
    return Period(rights_from, paid_from, paid_until, paid_until)
