"""What is read quickly is read as the desk reads it: the same answer, or the same refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balie.customers.cards.numbers import check_number, make_number
from balie.dutch import address, names
from balie.dutch.contact import phone_digits, read_email, read_mobile, read_phone
from balie.dutch.dates import format_date, parse_birth_date
from balie.dutch.text import fold
from balie.importing import quick
from balie.refusal import Refusal

TODAY = date(2024, 4, 9)


def outcome(read: Callable[[], object]) -> tuple[str, object]:
    try:
        return "read", read()
    except Refusal as refusal:
        return "refused", str(refusal)


@given(
    st.one_of(st.from_regex(r"2[0-9]{13}", fullmatch=True), st.from_regex(r"2X[0-9]{12}", fullmatch=True), st.text())
)
@example("29428000077727")
@example("2 9428 0000 7772 7")
@example("２9428000077727")
def test_numbers(text: str) -> None:
    assert outcome(lambda: quick.number(text)) == outcome(lambda: check_number(text))


@given(st.integers(0, 9999), st.integers(1, 99_999_999), st.integers(0, 9))
def test_every_check_digit_but_one_is_wrong(branch: int, serial: int, digit: int) -> None:
    right = make_number(f"{branch:04d}", serial)
    text = right[:-1] + str(digit)
    assert (outcome(lambda: quick.number(text))[0] == "read") is (text == right)


PHONES = st.one_of(
    st.from_regex(r"0[0-9]{9}", fullmatch=True),
    st.from_regex(r"0[0-9]{6,11}", fullmatch=True),
    st.from_regex(r"(\+|00)[0-9]{8,13}", fullmatch=True),
    st.text(max_size=40),
)


@given(PHONES)
@example("0880128295")
@example("0592243612")
@example("0201234567")
@example("0800123456")
@example("0900123456")
@example("0970123456")
@example("")
def test_phones(text: str) -> None:
    def ruled() -> tuple[str, str]:
        shown = read_phone(text)
        return shown, phone_digits(shown)

    assert outcome(lambda: quick.phone(text)) == outcome(ruled)


def test_every_area_code_is_read_as_the_desk_does() -> None:
    for start in range(10_000, 100_000, 7):
        text = f"0{start}4321"
        assert outcome(lambda text=text: quick.phone(text)[0]) == outcome(lambda text=text: read_phone(text))  # type: ignore[misc]


@given(PHONES)
@example("0612345678")
def test_mobiles(text: str) -> None:
    assert outcome(lambda: quick.mobile(text)[0]) == outcome(lambda: read_mobile(text))


MAILBOX = st.from_regex(r"[A-Za-z0-9_.+-]{1,70}", fullmatch=True)
DOMAIN = st.one_of(
    st.from_regex(r"[A-Za-z0-9.-]{1,30}\.[A-Za-z]{1,5}", fullmatch=True),
    st.sampled_from(["gmail.com", "Voorbeeld.NL", "bücher.de", "localhost", "x.test", "", "a..nl"]),
)


@given(st.one_of(st.builds("{}@{}".format, MAILBOX, DOMAIN), st.text(max_size=30)))
@example("a.@gmail.com")
@example("WWW@gmail.com")
@example("a@b@gmail.com")
@example(" jan@gmail.com ")
@example("jan@gmail.com,")
def test_email(text: str) -> None:
    assert outcome(lambda: quick.email(text)) == outcome(lambda: read_email(text))


@given(st.one_of(st.from_regex(r"[1-9][0-9]{3} ?[A-Za-z]{2}", fullmatch=True), st.text(max_size=20)), st.booleans())
@example("9468SS", True)
@example("0468BG", True)
def test_postcodes(text: str, dutch: bool) -> None:
    country = "NL" if dutch else "BE"
    assert outcome(lambda: quick.postcode(text, country)) == outcome(lambda: address.read_postcode(text, country))


@given(st.one_of(st.from_regex(r"[A-Za-z]{1,70}", fullmatch=True), st.text(max_size=70)))
@example("Jansen-de Vries")
@example("ÎJsbrand")
def test_surnames_and_their_keys(text: str) -> None:
    assert outcome(lambda: quick.surname(text)) == outcome(lambda: names.read_surname(text))
    assert quick.folded(text) == fold(text)


@given(st.dates(date(1890, 1, 1), date(2030, 1, 1)))
@example(date(1904, 4, 9))
@example(date(1904, 4, 10))
@example(TODAY)
def test_birth_dates(day: date) -> None:
    def quickly(text: str) -> str:
        return quick.birth_date(text, TODAY, TODAY.isoformat(), quick.first_birth(TODAY))

    ruled = outcome(lambda: parse_birth_date(format_date(day), TODAY).isoformat())
    assert outcome(lambda: quickly(day.isoformat())) == ruled
    assert outcome(lambda: quickly(format_date(day))) == ruled


@pytest.mark.parametrize("text", ["2001-02-30", "2001-13-01", "0000-00-00", "2001-00-10"])
def test_a_birth_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"bestaat niet|kan niet"):
        quick.birth_date(text, TODAY, TODAY.isoformat(), quick.first_birth(TODAY))


@pytest.mark.parametrize(
    ("first_names", "read"),
    [
        ("Jan Peter", ("J.P.", "Jan Peter")),
        ("Jan-Peter", ("J.-P.", "Jan-Peter")),
        ("eva", ("E.", "eva")),
        ("J.P.", ("J.P.", "")),
        ("Ýmir Ö", ("Ý.Ö.", "Ýmir Ö")),
    ],
)
def test_initials_and_roepnaam_come_from_the_first_names(first_names: str, read: tuple[str, str]) -> None:
    assert quick.initials_and_given_name(first_names) == read
