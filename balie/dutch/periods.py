"""Counting in months and years the way the desk does: ages, terms, ends of months.

A day that does not exist becomes the first of the next month (rules.md#adding-months), never the last of this
one.
"""

from __future__ import annotations

from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day number `months` later (or earlier, when negative).

    Where that day does not exist: the first of the month after it. 29, 30 and 31-01-2026 + 1 → 01-03-2026
    (rules.md#adding-months). Raises `OverflowError` beyond the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("beyond the calendar")
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return first_of_next_month(date(year, month + 1, 1))


def age_on(born: date, day: date) -> int:
    """Completed years of somebody `born` then, on `day`; negative before the birth.

    Who was born on 29 February turns a year older on 1 March in other years (rules.md#ages).
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def first_of_next_month(day: date) -> date:
    """The first day of the month after that of `day`; the first paid day of who enrols on `day` (rules.md#period)."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def last_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return first_of_next_month(day) - timedelta(days=1)


def end_of_exact_term(start: date, months: int) -> date:
    """The last day of a term of `months` that begins on `start` and runs by exact date (`Tijd.`; rules.md#period).

    09-04-2024 + 3 → 08-07-2024; 31-01-2024 + 1 → 29-02-2024. A term that starts on the first ends on the last of a
    month.
    """
    return add_months(start, months) - timedelta(days=1)
