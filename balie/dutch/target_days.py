"""TARGET days: the days on which banks settle euro payments, and the dates of a direct debit that follow from them.

TARGET is closed on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May and 25 and 26 December (since
2000), and on no Dutch holiday beyond these: King's Day, Ascension Day and Whit Monday are TARGET days
(rules.md#tenth-working-day). The rule for Easter is written out rather than taken from the package `holidays`, which
takes longer to import than a year of these days takes to count; a test compares 2000 to 2100 with it (but for 2001,
which closed once more).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from balie.dutch.periods import add_months

_SATURDAY = 5
_DAY = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def closing_days(year: int) -> frozenset[date]:
    """The six days of a year on which TARGET is closed, whatever day of the week they are."""
    sunday = easter(year)
    return frozenset(
        (
            date(year, 1, 1),
            sunday - 2 * _DAY,
            sunday + _DAY,
            date(year, 5, 1),
            date(year, 12, 25),
            date(year, 12, 26),
        )
    )


def is_target_day(day: date) -> bool:
    """Whether banks settle on this day."""
    return day.weekday() < _SATURDAY and day not in closing_days(day.year)


def nth_target_day(month: date, number: int) -> date:
    """The so-manieth TARGET day of the month of `month`; `number` counts from 1.

    April 2026: the tenth is the 16th. Raises `ValueError` where the month has no so many.
    """
    day = month.replace(day=1)
    left = number
    while day.month == month.month:
        left -= is_target_day(day)
        if not left:
            return day
        day += _DAY
    raise ValueError(f"{month:%m-%Y} has no {number} TARGET days")


def target_days_before(day: date, number: int) -> date:
    """The TARGET day that lies `number` of them before `day`: D-1 and D-2. 22-04-2025 and 2 → 16-04-2025."""
    while number:
        day -= _DAY
        number -= is_target_day(day)
    return day


def collection_day(first_month: date, announced_on: date, *, number: int, announce_days: int) -> date:
    """The day on which is collected what was announced on `announced_on`, for a period that begins in `first_month`.

    The so-manieth TARGET day of that month, or of the first month after it that leaves `announce_days` calendar days
    between (rules.md#announcement): announced on 29-01-2027 → 12-02-2027, on 31-01-2027 → 12-03-2027.
    """
    month = max(first_month, announced_on).replace(day=1)
    while (day := nth_target_day(month, number)) - timedelta(days=announce_days) < announced_on:
        month = add_months(month, 1)
    return day
