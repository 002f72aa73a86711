"""From which day somebody who cancels is free. Pure rules (rules.md#cancellation, rules.md#refund)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.dutch.periods import add_months
from balie.library.terms import CancellationWay, RefundBasis

if TYPE_CHECKING:
    from balie.library.structs import Library

NOTICE_MONTHS = 1
LONGEST_MINIMUM = 12


@dataclass(frozen=True, slots=True)
class CancellationTerms:
    """The terms of cancelling that hold for one membership."""

    notice_months: int
    minimum_months: int
    refund_per: RefundBasis
    ways: tuple[CancellationWay, ...]


@dataclass(frozen=True, slots=True)
class FreeDate:
    """The first day without membership, and in Dutch what made it that day."""

    free_on: date
    why: tuple[str, ...]


def terms_of(library: Library, contract_months: int | None) -> CancellationTerms:
    """The library's own terms, or without a table [cancellation] what the law then allows at most.

    That is (art. 6:236 sub j BW): the first term runs out, but never longer than a year; after it a membership ends
    at any moment with one month's notice; what was paid for later days is given back by the day; notice in any way.
    `contract_months` is the term of the subscription, None where it has none: who took one for less than the
    library's first year is bound for that term.
    """
    own = library.cancellation
    if own is not None:
        minimum = own.minimum_months if contract_months is None else min(own.minimum_months, contract_months)
        return CancellationTerms(own.notice_months, minimum, own.refund_per, own.ways)
    return CancellationTerms(
        NOTICE_MONTHS, min(contract_months or 0, LONGEST_MINIMUM), RefundBasis.DAYS, tuple(CancellationWay)
    )


def free_date(received_on: date, enrolled_on: date, wished_on: date | None, terms: CancellationTerms) -> FreeDate:
    """The latest of: notice, the end of the first year, and the day that was wished for (rules.md#refund).

    The month of notice counts from the day it was received, that day included: 15-08 → free on 15-09, member to 14-09.
    Notice may be given in the first year; only its end cannot fall in it (rules.md#first-year).
    """
    notice = add_months(received_on, terms.notice_months)
    first_year = add_months(enrolled_on, terms.minimum_months)
    free_on = max(notice, first_year, wished_on or notice)
    why = []
    if free_on == first_year and terms.minimum_months and first_year > notice:
        first = "maand" if terms.minimum_months == 1 else f"{terms.minimum_months} maanden"
        why.append(f"De eerste {first} kan het abonnement niet eindigen: vrij vanaf {format_date(first_year)}.")
    elif free_on == notice:
        months = "1 maand" if terms.notice_months == 1 else f"{terms.notice_months} maanden"
        why.append(f"Opzegtermijn van {months} vanaf {format_date(received_on)}: vrij vanaf {format_date(notice)}.")
    if wished_on is not None:
        wish = f"Gewenst per {format_date(wished_on)}"
        why.append(f"{wish}." if wished_on == free_on else f"{wish}: dat kan niet eerder dan {format_date(free_on)}.")
    return FreeDate(free_on, tuple(why))


def free_after_death(died_on: date | None, received_on: date, enrolled_on: date) -> FreeDate:
    """The day after the death; where that day was not told, the day it was reported.

    Neither notice nor the first year binds the next of kin: nothing can be borrowed any more.
    """
    if died_on is None:
        return FreeDate(max(received_on, enrolled_on), ("Overleden: het abonnement eindigt meteen.",))
    died = f"Overleden op {format_date(died_on)}"
    if died_on < enrolled_on:
        return FreeDate(enrolled_on, (f"{died}, voor de inschrijving op {format_date(enrolled_on)}: klopt die dag?",))
    return FreeDate(date.fromordinal(died_on.toordinal() + 1), (f"{died}: het abonnement eindigt op die dag.",))
