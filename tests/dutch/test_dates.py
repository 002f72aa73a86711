"""Dates as people type them: the list of rules.md#date-entry, and refusals that say what is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.dates import OLDEST, format_date, long_date, month_year, parse_birth_date, parse_date
from balie.dutch.periods import add_months
from balie.refusal import Refusal

TODAY = date(2026, 11, 21)
days = st.dates(date(1800, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("04011991", date(1991, 1, 4)),
        ("04-01-1991", date(1991, 1, 4)),
        ("4-1-1991", date(1991, 1, 4)),
        ("4/1/91", date(1991, 1, 4)),
        ("040191", date(1991, 1, 4)),
        ("4.1.1991", date(1991, 1, 4)),
        (" 04 01 1991 ", date(1991, 1, 4)),
        ("4 - 1 - 1991", date(1991, 1, 4)),
        ("29-02-2024", date(2024, 2, 29)),
        ("211126", date(2026, 11, 21)),
        ("221126", date(1926, 11, 22)),
        ("010124", date(2024, 1, 1)),
        ("010127", date(1927, 1, 1)),
    ],
)
def test_a_birth_date_is_read_in_every_form_people_type(typed: str, meant: date) -> None:
    assert parse_birth_date(typed, TODAY) == meant
    assert parse_date(typed, TODAY) == meant


FORM = "Typ de datum als dd-mm-jjjj."


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31-04-1991", f"31-04-1991 bestaat niet: april heeft 30 dagen. {FORM}"),
        ("310491", f"310491 bestaat niet: april heeft 30 dagen. {FORM}"),
        ("29-02-2023", f"29-02-2023 bestaat niet: februari 2023 heeft 28 dagen. {FORM}"),
        ("30-02-2024", f"30-02-2024 bestaat niet: februari 2024 heeft 29 dagen. {FORM}"),
        (
            "1991-01-04",
            "1991-01-04 begint met het jaar. Typ de dag eerst, als dd-mm-jjjj: 04-01-1991.",
        ),
        ("00-01-1991", f"00-01-1991 bestaat niet: een maand begint met dag 01. {FORM}"),
        ("4-13-1991", f"4-13-1991 bestaat niet: een maand is 01 tot en met 12. {FORM}"),
        ("4-0-1991", f"4-0-1991 bestaat niet: een maand is 01 tot en met 12. {FORM}"),
        (
            "4191",
            f"4191 is geen datum: zonder streepjes zijn het 8 cijfers (ddmmjjjj) of 6 (ddmmjj), niet 4. {FORM}",
        ),
        ("", f"Er is geen datum getypt. {FORM}"),
        ("   ", f"Er is geen datum getypt. {FORM}"),
        ("04-01-0191", f"04-01-0191 kan niet: het jaar 0191 ligt niet tussen 1800 en 2199. {FORM}"),
        ("4-1/1991", f"4-1/1991 is geen datum. {FORM}"),
        ("04-01-199", f"04-01-199 is geen datum. {FORM}"),
        ("[red]", f"[red] is geen datum. {FORM}"),
        ("-4-1-1991", f"-4-1-1991 is geen datum. {FORM}"),
        ("1e1-1-1991", f"1e1-1-1991 is geen datum. {FORM}"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason_and_the_form(typed: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_date(typed, TODAY)
    assert str(refused.value) == message
    with pytest.raises(Refusal):
        parse_birth_date(typed, TODAY)


@pytest.mark.parametrize(
    "typed", ["٠٤-٠١-١٩٩١", "04-01-199１", "04-01-1991\x1b", "04\u200d-01-1991", "0" * 30, "²-1-1991"]
)
def test_odd_digits_and_unseen_characters_are_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        parse_date(typed, TODAY)


def test_nobody_is_born_in_the_future() -> None:
    with pytest.raises(Refusal) as refused:
        parse_birth_date("22-11-2026", TODAY)
    assert str(refused.value) == (
        "22-11-2026 ligt in de toekomst; vandaag is het 21-11-2026. Typ de geboortedatum als dd-mm-jjjj."
    )
    assert parse_birth_date("21-11-2026", TODAY) == TODAY


def test_a_date_to_come_is_a_date() -> None:
    assert parse_date("22-11-2026", TODAY) == date(2026, 11, 22)


def test_nobody_is_120() -> None:
    with pytest.raises(Refusal, match=r"^Wie op 01-01-1906 geboren is, is 120 jaar; ouder dan 119 jaar kan niet\."):
        parse_birth_date("01-01-1906", TODAY)
    assert parse_birth_date("22-11-1906", TODAY) == date(1906, 11, 22)
    with pytest.raises(Refusal):
        parse_birth_date("21-11-1906", TODAY)


def test_a_two_digit_year_for_29_february_must_exist_in_its_own_century() -> None:
    assert parse_date("290200", TODAY) == date(2000, 2, 29)
    with pytest.raises(Refusal, match="februari 1927 heeft 28 dagen"):
        parse_date("290227", TODAY)


@given(days, days)
def test_every_formatted_date_parses_back(day: date, today: date) -> None:
    assert parse_date(format_date(day), today) == day
    assert parse_date(format_date(day).replace("-", ""), today) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}", today) == day


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 36_000))
def test_two_digits_of_a_year_mean_the_latest_one_that_is_not_to_come(today: date, days_ago: int) -> None:
    day = date.fromordinal(today.toordinal() - days_ago)
    assert parse_date(day.strftime("%d%m%y"), today) == day


@given(days, st.integers(0, OLDEST))
def test_every_possible_birth_date_is_accepted(today: date, years: int) -> None:
    born = add_months(today, -12 * years)
    if born >= date(1800, 1, 1) and born <= today:
        assert parse_birth_date(format_date(born), today) == born


@given(st.text(max_size=12) | st.text("0123456789-/. ", max_size=12))
def test_whatever_is_typed_is_a_date_or_a_refusal(typed: str) -> None:
    try:
        day = parse_date(typed, TODAY)
    except Refusal:
        return
    assert parse_date(format_date(day), TODAY) == day


def test_dates_are_written_as_on_the_screens_of_s1() -> None:
    assert format_date(date(2024, 4, 9)) == "09-04-2024"
    assert long_date(date(1991, 1, 4)) == "4 januari 1991"
    assert month_year(date(2025, 4, 30)) == "April 2025"


def test_months_have_their_dutch_names() -> None:
    names = [long_date(date(2024, month, 1)) for month in range(1, 13)]
    assert " ".join(name.split()[1] for name in names) == (
        "januari februari maart april mei juni juli augustus september oktober november december"
    )
    assert month_year(date(2024, 5, 1)) == "Mei 2024"
