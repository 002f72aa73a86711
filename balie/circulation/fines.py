"""Te-laat-geld, as functions of values: which days count, and what they cost (rules.md#fines)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.library.validity import in_force

if TYPE_CHECKING:
    from balie.library.lending_tables import Fines

Counts = Callable[[date], bool]
"""Whether a day counts for a fine at the branch that lent the item."""


def every_day(day: date) -> bool:
    """Every calendar day counts."""
    return True


def late_days(due: date, back: date) -> int:
    """Calendar days after the due date, which is free itself; 0 in time. Days, never hours: no clock plays a part."""
    return max((back - due).days, 0)


def fine_cents(
    fines: Fines | None, due: date, back: date, *, counts: Counts = every_day, age: int | None = None
) -> int:
    """The fine of one item in cents: the price of each day that counts, at most the cap where there is one.

    Each day has the price that holds on it. Nothing without fines in the library file, and for who is younger than
    `free_under_age`; `age` None is not known, or an institution.
    """
    days = late_days(due, back)
    if fines is None or not days or _is_free(fines, age):
        return 0
    prices = fines.per_item_per_day
    if counts is every_day and len(prices) == 1 and prices[0].valid_from <= due and prices[0].valid_until is None:
        total = days * prices[0].price_cents
    else:
        late = (due + timedelta(days=number) for number in range(1, days + 1))
        total = sum(price.price_cents for day in late if counts(day) for price in in_force(prices, day)[:1])
    return total if fines.max_per_item_cents is None else min(total, fines.max_per_item_cents)


def late_note(due: date, until: date, booked_until: date | None = None, *, at_home: bool = False) -> str:
    """What a customer reads beside a fine: the days that it is for, up to and including `until`.

    `booked_until` is up to which day it was charged already, `at_home` that the item is not back yet.
    """
    if booked_until is not None and until < booked_until:
        return f"terug op {format_date(until)}, geboekt was t/m {format_date(booked_until)}"
    days = many(late_days(booked_until or due, until), "dag", "dagen")
    after = f", na {format_date(booked_until)}" if booked_until is not None else ""
    return f"{days} te laat{after}{', nog niet terug' if at_home else ''}"


def _is_free(fines: Fines, age: int | None) -> bool:
    return fines.free_under_age is not None and age is not None and age < fines.free_under_age
