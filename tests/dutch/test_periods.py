"""Ages, terms and months: the tables of rules.md#ages, rules.md#period and rules.md#adding-months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.dates import month_year
from balie.dutch.periods import add_months, age_on, end_of_exact_term, first_of_next_month, last_of_month

days = st.dates(date(1800, 1, 1), date(2199, 12, 31))


def on(text: str) -> date:
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("04-01-1991", "09-04-2024", 33),
        ("04-01-1991", "03-01-2024", 32),
        ("10-04-2006", "09-04-2024", 17),
        ("09-04-2006", "09-04-2024", 18),
        ("10-04-2005", "09-04-2024", 18),
        ("09-04-2005", "09-04-2024", 19),
        ("10-04-1959", "09-04-2024", 64),
        ("09-04-1959", "09-04-2024", 65),
        ("29-02-2004", "28-02-2022", 17),
        ("29-02-2004", "01-03-2022", 18),
        ("29-02-2004", "28-02-2024", 19),
        ("29-02-2004", "29-02-2024", 20),
        ("10-04-1924", "09-04-2024", 99),
        ("09-04-1924", "09-04-2024", 100),
        ("09-04-1914", "09-04-2024", 110),
        ("09-04-1913", "09-04-2024", 111),
    ],
)
def test_an_age_is_the_completed_years(born: str, day: str, age: int) -> None:
    assert age_on(on(born), on(day)) == age


@given(days, st.integers(0, 120))
def test_a_birthday_is_the_day_of_birth_so_many_times_twelve_months_later(born: date, years: int) -> None:
    birthday = add_months(born, 12 * years)
    assert age_on(born, birthday) == years
    assert age_on(born, birthday - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("15-08-2026", "15-09-2026"),
        ("28-01-2026", "28-02-2026"),
        ("29-01-2026", "01-03-2026"),
        ("30-01-2026", "01-03-2026"),
        ("31-01-2026", "01-03-2026"),
        ("29-01-2024", "29-02-2024"),
        ("31-03-2026", "01-05-2026"),
        ("31-12-2026", "31-01-2027"),
    ],
)
def test_a_day_that_does_not_exist_becomes_the_first_of_the_next_month(day: str, later: str) -> None:
    assert add_months(on(day), 1) == on(later)


def test_a_year_after_29_february_is_1_march() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 3, 1)
    assert add_months(date(2024, 2, 29), 48) == date(2028, 2, 29)


def test_months_are_counted_back_too() -> None:
    assert add_months(date(2024, 1, 15), -1) == date(2023, 12, 15)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 3, 1)


def test_months_beyond_the_calendar_are_an_error() -> None:
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(OverflowError):
        add_months(date(1, 1, 1), -1)


@given(days, st.integers(-600, 600))
def test_adding_months_keeps_the_day_or_gives_the_first(day: date, months: int) -> None:
    later = add_months(day, months)
    expected = day.year * 12 + day.month + months
    reached = later.year * 12 + later.month
    assert (later.day, reached) == (day.day, expected) or (later.day, reached) == (1, expected + 1)
    assert day.day > 28 or later.day == day.day


@given(days, st.integers(0, 600))
def test_a_later_day_never_has_an_earlier_term(day: date, months: int) -> None:
    assert add_months(day, months) <= add_months(day + timedelta(days=1), months)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("09-04-2024", 3, "08-07-2024"),
        ("30-11-2024", 3, "28-02-2025"),
        ("31-01-2024", 1, "29-02-2024"),
        ("31-01-2023", 1, "28-02-2023"),
        ("09-04-2024", 1, "08-05-2024"),
        ("31-08-2024", 1, "30-09-2024"),
    ],
)
def test_a_temporary_subscription_runs_by_exact_date(start: str, months: int, last: str) -> None:
    assert end_of_exact_term(on(start), months) == on(last)


@pytest.mark.parametrize(
    ("enrolled", "months", "paid_from", "paid_until", "label"),
    [
        ("01-04-2024", 12, "01-05-2024", "30-04-2025", "April 2025"),
        ("09-04-2024", 12, "01-05-2024", "30-04-2025", "April 2025"),
        ("30-04-2024", 12, "01-05-2024", "30-04-2025", "April 2025"),
        ("30-04-2025", 12, "01-05-2025", "30-04-2026", "April 2026"),
        ("01-12-2016", 12, "01-01-2017", "31-12-2017", "December 2017"),
        ("29-02-2024", 12, "01-03-2024", "28-02-2025", "Februari 2025"),
        ("10-02-2023", 12, "01-03-2023", "29-02-2024", "Februari 2024"),
        ("31-12-2024", 12, "01-01-2025", "31-12-2025", "December 2025"),
        ("09-04-2024", 1, "01-05-2024", "31-05-2024", "Mei 2024"),
        ("15-12-2024", 1, "01-01-2025", "31-01-2025", "Januari 2025"),
    ],
)
def test_a_paid_period_is_whole_months_from_the_first_of_the_next(
    enrolled: str, months: int, paid_from: str, paid_until: str, label: str
) -> None:
    start = first_of_next_month(on(enrolled))
    assert start == on(paid_from)
    assert end_of_exact_term(start, months) == on(paid_until)
    assert month_year(on(paid_until)) == label


@pytest.mark.parametrize(
    ("born", "eighteen", "first_paid"),
    [
        ("01-02-2007", "01-02-2025", "01-03-2025"),
        ("29-02-2008", "01-03-2026", "01-04-2026"),
        ("31-12-2007", "31-12-2025", "01-01-2026"),
    ],
)
def test_who_turns_eighteen_pays_from_the_month_after(born: str, eighteen: str, first_paid: str) -> None:
    birthday = add_months(on(born), 18 * 12)
    assert birthday == on(eighteen)
    assert first_of_next_month(birthday) == on(first_paid)


@given(days)
def test_the_last_of_a_month_is_the_day_before_the_first_of_the_next(day: date) -> None:
    last = last_of_month(day)
    assert (last.year, last.month) == (day.year, day.month)
    assert last + timedelta(days=1) == first_of_next_month(day)
    assert first_of_next_month(day).day == 1
