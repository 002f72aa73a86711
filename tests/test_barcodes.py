"""What a scanner puts around a number is told from the number, and an ISBN from both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.barcodes import is_only_wrapped, isbn_in, mistyped_isbn, own_inside, parts, scanned
from balie.catalogue.numbers import make_item_number
from balie.customers.cards.numbers import make_number, make_online_number

ITEM = make_item_number("4104", 1)
PASS = make_number("4104", 1)
ONLINE = make_online_number("4104", 1)

WRAPPED = [
    "{}",
    "A{}B",
    "a{}b",
    "D{}D",
    "*{}*",
    "]C0{}",
    "]A0{}",
    "]F0A{}B",
    "]c0{}.",
    "0{}",
    "000{}",
    "{}.",
    "{}7",
    "{}K",
    "A{}7B",
    " {} ",
    "jan{}",
    "{}\u200b",
    "\ufeff{}",
    "{},",
    "'{}'",
]
"""What may stand around a number of our own form."""


@pytest.mark.parametrize("number", [ITEM, PASS, ONLINE])
@pytest.mark.parametrize("around", WRAPPED)
def test_a_number_is_recognised_with_what_a_scanner_puts_around_it(around: str, number: str) -> None:
    text = around.format(number)
    assert number in parts(text)
    assert is_only_wrapped(text, number)
    assert own_inside(text) == [number]


@pytest.mark.parametrize("apart", [" ", "-", ".", "\u00a0", " - "])
def test_a_number_that_is_typed_in_groups_is_the_same_number(apart: str) -> None:
    text = apart.join((ITEM[:1], ITEM[1:5], ITEM[5:9], ITEM[9:]))
    assert ITEM in parts(text)
    assert is_only_wrapped(text, ITEM)


def test_wide_digits_and_small_letters_are_the_same_signs() -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in ITEM)
    assert scanned(wide) == ITEM
    assert scanned("]c0bx-1 2") == "BX-12"


@pytest.mark.parametrize("around", ["1{}", "9{}1", "{}12", "12{}", f"{{}}{PASS}", "7{}A"])
def test_where_other_digits_stand_beside_it_it_may_be_another_number(around: str) -> None:
    assert not is_only_wrapped(around.format(ITEM), ITEM)


@pytest.mark.parametrize(
    ("text", "number", "wrapped"),
    [
        ("A1042B", "1042", True),
        ("1042.", "1042", True),
        ("001042", "1042", True),
        ("10427", "1042", False),  # a check sign or another number: nobody can tell
        ("X1042", "1042", False),
        ("BX-77412.", "BX-77412", True),
        ("*BX-77412*", "BX-77412", True),
        ("ABX-77412", "BX-77412", False),  # another series
        ("BX-774129", "BX-77412", False),
        ("B123456789", "123456789", True),
        ("1234567891", "123456789", False),
    ],
)
def test_a_number_of_another_series_is_recognised_only_where_nothing_could_belong_to_it(
    text: str, number: str, wrapped: bool
) -> None:
    assert (number in parts(text) and is_only_wrapped(text, number)) is wrapped


@pytest.mark.parametrize(
    "text",
    [
        "9789023441908",
        "978-90-234-4190-8",
        "978 90 234 4190 8",
        "ISBN 978-90-234-4190-8",
        "ISBN-13: 978-90-234-4190-8",
        "isbn9789023441908",
        "9023441907",
        "90-234-4190-7",
        "ISBN-10 90 234 4190 7",
        "ISBN 9023441907",
        "]E09789023441908",
        "978902344190812345",  # with the price of an American cover
        "978902344190801",
        "9789023441908.",
        "A9789023441908B",
    ],
)
def test_an_isbn_is_told_however_it_was_scanned_or_typed(text: str) -> None:
    assert isbn_in(text) == "9789023441908"


@pytest.mark.parametrize("text", ["9789023441909", "9023441908", "97890234419080", "8711234567892", "", ITEM, PASS])
def test_what_only_looks_like_an_isbn_is_none(text: str) -> None:
    assert isbn_in(text) == ""


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    isbn_in(text)
    own_inside(text)
    assert all(0 < len(part) <= 20 for part in parts(text))


@given(st.sampled_from(WRAPPED), st.integers(1, 99_999_999))
def test_one_number_is_never_taken_for_two(around: str, serial: int) -> None:
    number = make_item_number("4104", serial)
    assert own_inside(around.format(number)) == [number]


@given(st.integers(0, 9_999_999_999), st.sampled_from(["978", "979"]))
def test_thirteen_digits_from_978_or_979_are_an_isbn_or_a_mistyped_one(rest: int, prefix: str) -> None:
    text = f"{prefix}{rest:010d}"
    assert bool(isbn_in(text)) is not bool(mistyped_isbn(text))


@pytest.mark.parametrize("text", [ITEM, PASS, ONLINE, "97890234419", "97890234419099", "X9789023441909", "jan", ""])
def test_a_number_of_another_form_is_no_mistyped_isbn(text: str) -> None:
    assert mistyped_isbn(text) == ""
