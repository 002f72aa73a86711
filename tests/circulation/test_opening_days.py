"""Opening days of the library file with the exceptions of the calendar, and what follows for book drop and fines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec.structs import replace as changed

from balie.circulation.calendar import set_day
from balie.circulation.fines import every_day, fine_cents
from balie.circulation.opening_days import (
    LONGEST_CLOSURE,
    DayKind,
    OpeningDays,
    book_drop_day,
    counting_days,
)
from balie.desk import Desk
from balie.library.structs import Library
from balie.library.terms import Weekday

WEEK = (Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY)
CHRISTMAS = date(2024, 12, 25)
"""A Wednesday."""


@pytest.fixture
def poort_desk(desk: Desk, poort: Library) -> Desk:
    return replace(desk, library=poort, branch=changed(poort.branch("4104"), opening_days=WEEK))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2024, 12, 23), True),
        (date(2024, 12, 24), False),  # a Tuesday
        (CHRISTMAS, False),
        (date(2024, 12, 27), True),
        (date(2024, 12, 28), True),  # a Saturday on which it is open for once
    ],
)
def test_a_branch_is_open_on_its_days_of_the_week_unless_the_calendar_says_otherwise(day: date, is_open: bool) -> None:
    days = OpeningDays(WEEK, {CHRISTMAS: DayKind.CLOSED, date(2024, 12, 28): DayKind.OPEN})
    assert days.is_open(day) is is_open


def test_a_branch_without_days_is_open_every_day() -> None:
    assert all(OpeningDays((), {}).is_open(date(2024, 12, day)) for day in range(1, 32))


@pytest.mark.parametrize(
    ("emptied", "counted"),
    [
        (date(2024, 12, 27), date(2024, 12, 23)),  # Friday after Christmas: Wednesday was closed
        (date(2024, 12, 30), date(2024, 12, 27)),
        (date(2024, 12, 24), date(2024, 12, 23)),
    ],
)
def test_the_book_drop_counts_as_the_last_opening_day_before_it_was_emptied(
    poort_desk: Desk, emptied: date, counted: date
) -> None:
    set_day(poort_desk, CHRISTMAS, DayKind.CLOSED, note="Kerst")
    assert book_drop_day(replace(poort_desk, working_date=emptied)) == counted


def test_the_book_drop_of_a_branch_that_is_never_open_counts_as_the_day_before() -> None:
    closed = {date.fromordinal(date(2024, 4, 9).toordinal() - back): DayKind.CLOSED for back in range(1, 367)}
    assert OpeningDays((), closed).last_open_before(date(2024, 4, 9)) == date(2024, 4, 8)


DUE, BACK = date(2024, 12, 20), date(2024, 12, 30)
"""Ten days late: closed on 21, 22, 24, 26, 28, 29, and on Christmas."""


@pytest.mark.parametrize(("count_closed", "cents"), [(True, 200), (False, 60)])
def test_closed_days_count_for_a_fine_only_where_the_library_lets_them(
    poort_desk: Desk, count_closed: bool, cents: int
) -> None:
    set_day(poort_desk, CHRISTMAS, DayKind.CLOSED)
    library = _branch_of(poort_desk, count_closed)
    counts = counting_days(poort_desk.store, library, "4104", DUE, BACK)
    assert fine_cents(library.fines, DUE, BACK, counts=counts) == cents


@pytest.mark.parametrize("count_closed", [True, False])
def test_a_day_without_fines_never_counts(poort_desk: Desk, count_closed: bool) -> None:
    set_day(poort_desk, date(2024, 12, 23), DayKind.FINE_FREE)
    counts = counting_days(poort_desk.store, _branch_of(poort_desk, count_closed), "4104", DUE, BACK)
    assert not counts(date(2024, 12, 23))
    assert counts(date(2024, 12, 27))


def test_without_exceptions_every_day_counts(poort_desk: Desk) -> None:
    assert counting_days(poort_desk.store, poort_desk.library, "4104", DUE, BACK) is every_day


@pytest.mark.parametrize(("day", "is_open"), [(date(2024, 12, 23), True), (date(2024, 12, 24), False)])
def test_a_day_without_fines_is_open_as_its_day_of_the_week_is(day: date, is_open: bool) -> None:
    assert OpeningDays(WEEK, {day: DayKind.FINE_FREE}).is_open(day) is is_open


def _branch_of(desk: Desk, count_closed: bool) -> Library:
    """The library with the opening days of the desk's branch, that counts closed days or not."""
    assert desk.library.fines is not None
    fines = changed(desk.library.fines, count_closed_days=count_closed)
    return changed(desk.library, branches=(desk.branch,), fines=fines)


@pytest.mark.parametrize(
    ("closed", "first"),
    [
        ((), date(2024, 4, 19)),
        ((19,), date(2024, 4, 20)),
        ((19, 20, 21), date(2024, 4, 22)),
        ((20,), date(2024, 4, 19)),
    ],
)
def test_the_first_opening_day_is_the_day_itself_or_the_next_that_is_open(closed: tuple[int, ...], first: date) -> None:
    days = OpeningDays((), {date(2024, 4, day): DayKind.CLOSED for day in closed})
    assert days.first_open_from(date(2024, 4, 19)) == first


def test_where_a_branch_stays_closed_for_a_year_there_is_no_later_day() -> None:
    assert OpeningDays((Weekday.MONDAY,), {}).first_open_from(date(2024, 4, 9)) == date(2024, 4, 15)
    first = date(2024, 4, 9)
    closed = {first + timedelta(days=more): DayKind.CLOSED for more in range(LONGEST_CLOSURE + 1)}
    assert OpeningDays((), closed).first_open_from(first) == first
    closed.popitem()
    assert OpeningDays((), closed).first_open_from(first) == first + timedelta(days=LONGEST_CLOSURE)
