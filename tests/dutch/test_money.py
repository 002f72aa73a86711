"""Money: what may be typed, how it is shown, and the one rounding (rules.md#refund, rules.md#vat)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.money import MOST_CENTS, format_cents, half_up, parse_cents
from balie.refusal import Refusal


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12,50", 1250),
        ("12.50", 1250),
        ("12,5", 1250),
        ("12.5", 1250),
        ("12", 1200),
        ("0", 0),
        ("12,-", 1200),
        (",50", 50),
        ("0,05", 5),
        ("1.234", 123_400),
        ("1234", 123_400),
        ("1234,5", 123_450),
        ("€ 1.234,50", 123_450),
        ("€1.234,50", 123_450),
        (" € 12 ", 1200),
        ("1.234.567,89", 123_456_789),
        ("-2", -200),
        ("-€ 2,00", -200),
        ("€ -2,00", -200),
        ("9.999.999,99", MOST_CENTS),
    ],
)
def test_an_amount_is_read_in_every_form_people_type(typed: str, cents: int) -> None:
    assert parse_cents(typed) == cents


@pytest.mark.parametrize(
    "typed",
    [
        "1e5",
        "1_0",
        "0x10",
        "1,234.50",
        "1.23.456",
        "1.2345,00",
        "12,5,0",
        "--2",
        "-€ -2",
        "€",
        "-",
        ",",
        "12€",
        "NaN",
        "inf",
    ],
)
def test_what_is_no_amount_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_cents(typed)
    assert str(refused.value) == f"{typed} is geen bedrag. Typ een bedrag als 12,50."


@pytest.mark.parametrize("typed", ["12,505", "12,000", "0.500", "1234.567"])
def test_parts_of_a_cent_are_refused_as_such(typed: str) -> None:
    with pytest.raises(Refusal, match=f"^{typed} gaat verder dan hele centen: na de komma staan hooguit 2 cijfers"):
        parse_cents(typed)


@pytest.mark.parametrize("typed", ["١٢", "1２", "12\x1b", "12\u202e", "1" * 21, "", "  "])
def test_odd_digits_unseen_characters_and_nothing_are_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        parse_cents(typed)


def test_more_than_the_desk_will_ever_see_is_refused() -> None:
    with pytest.raises(Refusal, match=r"^10\.000\.000 is te veel: een bedrag gaat tot en met € 9\.999\.999,99\."):
        parse_cents("10.000.000")


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (5400, "€ 54,00"),
        (99_999, "€ 999,99"),
        (123_450, "€ 1.234,50"),
        (123_456_789, "€ 1.234.567,89"),
        (-200, "-€ 2,00"),
        (-5, "-€ 0,05"),
    ],
)
def test_amounts_are_written_the_dutch_way(cents: int, shown: str) -> None:
    assert format_cents(cents) == shown


@given(st.integers(-MOST_CENTS, MOST_CENTS))
def test_every_amount_shown_can_be_typed(cents: int) -> None:
    assert parse_cents(format_cents(cents)) == cents
    assert parse_cents(format_cents(cents).replace(".", "").replace("€ ", "")) == cents


@given(st.text("0123456789,.-€ e_", max_size=12))
def test_whatever_is_typed_is_an_amount_or_a_refusal(typed: str) -> None:
    try:
        cents = parse_cents(typed)
    except Refusal:
        return
    assert parse_cents(format_cents(cents)) == cents
    assert abs(cents) <= MOST_CENTS


@pytest.mark.parametrize(
    ("paid", "unused", "days", "refund"),
    [
        (5200, 139, 365, 1980),
        (5200, 138, 365, 1966),
        (5400, 22, 365, 325),
        (4800, 61, 365, 802),
        (5200, 121, 366, 1719),
        (4300, 92, 365, 1084),
        (4800, 365, 365, 4800),
        (400, 16, 30, 213),
    ],
)
def test_refunds_are_rounded_once(paid: int, unused: int, days: int, refund: int) -> None:
    assert half_up(paid * unused, days) == refund


@pytest.mark.parametrize(
    ("gross", "vat"),
    [
        *((5400, 446), (6250, 516), (5200, 429), (4800, 396), (4700, 388), (4300, 355), (4200, 347), (6500, 537)),
        *(
            (1500, 124),
            (1050, 87),
            (550, 45),
            (500, 41),
            (400, 33),
            (359, 30),
            (250, 21),
            (150, 12),
            (20, 2),
            (300, 25),
        ),
    ],
)
def test_vat_of_nine_percent_is_taken_out_of_the_price(gross: int, vat: int) -> None:
    assert half_up(gross * 9, 109) == vat


@pytest.mark.parametrize(("numerator", "rounded"), [(1, 1), (-1, -1), (3, 2), (-3, -2), (2, 1), (0, 0)])
def test_a_half_goes_away_from_zero(numerator: int, rounded: int) -> None:
    assert half_up(numerator, 2) == rounded


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_is_never_off_by_more_than_a_half(numerator: int, denominator: int) -> None:
    rounded = half_up(numerator, denominator)
    assert abs(rounded - Fraction(numerator, denominator)) <= Fraction(1, 2)
    assert half_up(-numerator, denominator) == -rounded


def test_rounding_needs_a_denominator_above_zero() -> None:
    for denominator in (0, -1):
        with pytest.raises(ValueError, match="above zero"):
            half_up(1, denominator)
