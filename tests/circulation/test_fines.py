"""Te-laat-geld: every row of rules.md#fines, and what a library may decide."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.circulation.fines import every_day, fine_cents, late_days
from balie.library.lending_tables import Fines
from balie.library.money_tables import DatedPrice
from balie.library.structs import Library
from balie.library.values import Cents

DAYS = st.dates(date(2017, 1, 1), date(2035, 12, 31))


@pytest.fixture(scope="module")
def fines(poort: Library) -> Fines:
    assert poort.fines is not None
    return poort.fines


@pytest.mark.parametrize(
    ("due", "back", "items", "days", "cents"),
    [
        (date(2024, 5, 7), date(2024, 5, 7), 1, 0, 0),
        (date(2024, 5, 7), date(2024, 5, 8), 1, 1, 20),
        (date(2024, 4, 30), date(2024, 5, 3), 1, 3, 60),
        (date(2024, 2, 28), date(2024, 3, 1), 1, 2, 40),  # 29 February
        (date(2025, 2, 28), date(2025, 3, 1), 1, 1, 20),
        (date(2024, 12, 31), date(2025, 1, 2), 1, 2, 40),
        (date(2025, 3, 29), date(2025, 3, 31), 1, 2, 40),  # summer time begins
        (date(2025, 10, 25), date(2025, 10, 27), 1, 2, 40),  # and ends
        (date(2025, 12, 24), date(2025, 12, 29), 1, 5, 100),  # closed days count
        (date(2024, 5, 7), date(2024, 5, 11), 3, 4, 240),
        (date(2024, 5, 7), date(2024, 5, 22), 10, 15, 3000),
        (date(2024, 5, 7), date(2025, 5, 7), 1, 365, 7300),  # no cap
    ],
)
def test_every_row_of_the_table(fines: Fines, due: date, back: date, items: int, days: int, cents: int) -> None:
    assert late_days(due, back) == days
    assert items * fine_cents(fines, due, back) == cents


@given(due=DAYS, days=st.integers(-30, 800))
def test_every_day_late_costs_the_same_and_in_time_costs_nothing(poort: Library, due: date, days: int) -> None:
    assert fine_cents(poort.fines, due, due + timedelta(days=days)) == max(days, 0) * 20


def test_nothing_is_asked_where_the_library_file_has_no_fines() -> None:
    assert fine_cents(None, date(2024, 5, 7), date(2024, 6, 7)) == 0


@pytest.mark.parametrize(("days", "cents"), [(1, 20), (25, 500), (26, 500), (365, 500)])
def test_a_cap_holds_per_item(fines: Fines, days: int, cents: int) -> None:
    capped = _with(fines, max_per_item_cents=500)
    due = date(2024, 5, 7)
    assert fine_cents(capped, due, due + timedelta(days=days)) == cents


@pytest.mark.parametrize(("age", "cents"), [(17, 0), (18, 40), (None, 40)])
def test_who_is_younger_than_the_library_says_pays_no_fine(fines: Fines, age: int | None, cents: int) -> None:
    free = _with(fines, free_under_age=18)
    assert fine_cents(free, date(2024, 5, 7), date(2024, 5, 9), age=age) == cents


def test_the_young_pay_fines_unless_the_library_says_otherwise(fines: Fines) -> None:
    assert fine_cents(fines, date(2024, 5, 7), date(2024, 5, 9), age=9) == 40


def test_only_days_that_count_are_asked_for(fines: Fines) -> None:
    no_sundays = lambda day: day.weekday() != 6  # noqa: E731
    assert fine_cents(fines, date(2024, 5, 4), date(2024, 5, 6), counts=no_sundays) == 20


def test_each_day_has_the_price_of_that_day(fines: Fines) -> None:
    old, new = (
        DatedPrice(price_cents=Cents(20), valid_from=date(2016, 12, 1), valid_until=date(2024, 5, 8)),
        DatedPrice(price_cents=Cents(30), valid_from=date(2024, 5, 9)),
    )
    dearer = _with(fines, per_item_per_day=(old, new))
    assert fine_cents(dearer, date(2024, 5, 7), date(2024, 5, 10)) == 20 + 30 + 30


@given(due=DAYS, days=st.integers(0, 200))
def test_the_short_way_and_the_day_by_day_way_agree(poort: Library, due: date, days: int) -> None:
    back = due + timedelta(days=days)
    assert fine_cents(poort.fines, due, back) == fine_cents(poort.fines, due, back, counts=lambda day: every_day(day))


def test_the_clock_of_the_place_plays_no_part() -> None:
    """The night of summer time is an hour short: hours divided by 24 would make one day of these two."""
    from datetime import datetime

    amsterdam = ZoneInfo("Europe/Amsterdam")
    noon = datetime(2025, 3, 29, 12, tzinfo=amsterdam)
    back = datetime(2025, 3, 31, 11, 30, tzinfo=amsterdam)
    assert (back.timestamp() - noon.timestamp()) / 86_400 < 2
    assert late_days(noon.date(), back.date()) == 2


def _with(fines: Fines, **changes: object) -> Fines:
    from msgspec.structs import replace

    return replace(fines, **changes)
