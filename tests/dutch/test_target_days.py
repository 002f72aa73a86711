"""TARGET days: rules.md#tenth-working-day and collection dates, and the package `holidays` as a second opinion."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.target_days import (
    closing_days,
    collection_day,
    easter,
    is_target_day,
    nth_target_day,
    target_days_before,
)

TENTH = {
    1: "15 15 15 15",
    2: "14 14 13 12",
    3: "14 14 13 12",
    4: "15 14 16 14",
    5: "15 15 15 14",
    6: "14 13 12 14",
    7: "12 14 14 14",
    8: "14 14 14 13",
    9: "13 12 14 14",
    10: "14 14 14 14",
    11: "14 14 13 12",
    12: "13 12 14 14",
}
"""Per month the tenth TARGET day in 2024, 2025, 2026 and 2027 (rules.md#tenth-working-day)."""
WEEKDAYS = {
    1: "ma wo do vr",
    2: "wo vr vr vr",
    3: "do vr vr vr",
    4: "ma ma do wo",
    5: "wo do vr vr",
    6: "vr vr vr ma",
    7: "vr ma di wo",
    8: "wo do vr vr",
    9: "vr vr ma di",
    10: "ma di wo do",
    11: "do vr vr vr",
    12: "vr vr ma di",
}


def on(text: str) -> date:
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))


@pytest.mark.parametrize(
    ("year", "month", "day", "weekday"),
    [
        (year, month, int(day), weekday)
        for month, days in TENTH.items()
        for year, day, weekday in zip(range(2024, 2028), days.split(), WEEKDAYS[month].split(), strict=True)
    ],
)
def test_the_tenth_target_day_of_every_month_of_four_years(year: int, month: int, day: int, weekday: str) -> None:
    found = nth_target_day(date(year, month, 28), 10)
    assert found == date(year, month, day)
    assert ("ma", "di", "wo", "do", "vr", "za", "zo")[found.weekday()] == weekday


@pytest.mark.parametrize(
    ("month", "days"),
    [
        ("01-04-2026", "1 2 7 8 9 10 13 14 15 16"),
        ("01-06-2025", "2 3 4 5 6 9 10 11 12 13"),
        ("01-05-2025", "2 5 6 7 8 9 12 13 14 15"),
    ],
)
def test_months_counted_by_hand(month: str, days: str) -> None:
    first = on(month)
    assert [nth_target_day(first, number).day for number in range(1, 11)] == [int(day) for day in days.split()]


def test_dutch_holidays_that_banks_do_not_know_are_target_days() -> None:
    for day in ("27-04-2026", "05-05-2025", "09-06-2025", "06-05-2027", "24-12-2026", "31-12-2025"):
        assert is_target_day(on(day)), day


@pytest.mark.parametrize("year", [2000, *range(2002, 2101)])
def test_closing_days_are_those_of_the_package_holidays(year: int) -> None:
    from holidays.financial.european_central_bank import EuropeanCentralBank

    theirs = {day for day in EuropeanCentralBank(years=year) if day.year == year}
    assert closing_days(year) == theirs


@given(st.integers(1600, 4000))
def test_easter_is_a_sunday_from_22_march_to_25_april(year: int) -> None:
    sunday = easter(year)
    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("collect", "one", "two"),
    [
        ("15-05-2024", "14-05-2024", "13-05-2024"),
        ("15-01-2025", "14-01-2025", "13-01-2025"),
        ("15-05-2025", "14-05-2025", "13-05-2025"),
        ("22-04-2025", "17-04-2025", "16-04-2025"),
        ("02-01-2026", "31-12-2025", "30-12-2025"),
        ("28-12-2026", "24-12-2026", "23-12-2026"),
    ],
)
def test_delivery_is_counted_in_target_days(collect: str, one: str, two: str) -> None:
    assert target_days_before(on(collect), 1) == on(one)
    assert target_days_before(on(collect), 2) == on(two)


@pytest.mark.parametrize(
    ("first_month", "announced", "collect"),
    [
        ("01-05-2024", "01-05-2024", "15-05-2024"),
        ("01-05-2024", "02-05-2024", "14-06-2024"),
        ("01-01-2025", "01-01-2025", "15-01-2025"),
        ("01-05-2025", "01-05-2025", "15-05-2025"),
        ("01-09-2025", "29-08-2025", "12-09-2025"),
        ("01-09-2025", "30-08-2025", "14-10-2025"),
        ("01-02-2027", "29-01-2027", "12-02-2027"),
        ("01-02-2027", "31-01-2027", "12-03-2027"),
        ("01-03-2027", "26-02-2027", "12-03-2027"),
        ("01-05-2024", "09-04-2024", "15-05-2024"),
        ("01-01-2017", "01-12-2016", "13-01-2017"),
        ("01-03-2024", "29-02-2024", "14-03-2024"),
        ("01-03-2023", "10-02-2023", "14-03-2023"),
        ("01-01-2025", "31-12-2024", "15-01-2025"),
        ("01-01-2025", "15-12-2024", "15-01-2025"),
    ],
)
def test_who_is_told_too_late_is_collected_from_a_month_later(first_month: str, announced: str, collect: str) -> None:
    assert collection_day(on(first_month), on(announced), number=10, announce_days=14) == on(collect)


@given(st.dates(date(2000, 1, 1), date(2150, 1, 1)), st.integers(0, 400))
def test_a_collection_day_is_announced_in_time_and_no_month_is_skipped(announced: date, wait: int) -> None:
    first = (announced + timedelta(days=wait)).replace(day=1)
    day = collection_day(first, announced, number=10, announce_days=14)
    assert is_target_day(day)
    assert day >= first
    assert day - announced >= timedelta(days=14)
    before = nth_target_day(day.replace(day=1) - timedelta(days=1), 10)
    assert before < first or before - announced < timedelta(days=14)


def test_most_collections_are_announced_in_the_month_before() -> None:
    months = [date(year, month, 1) for year in range(2024, 2028) for month in range(1, 13)]
    early = [month for month in months if nth_target_day(month, 10) - timedelta(days=14) < month]
    assert len(early) == 39


def test_a_month_without_so_many_target_days_is_told() -> None:
    with pytest.raises(ValueError, match="02-2025"):
        nth_target_day(date(2025, 2, 1), 21)
