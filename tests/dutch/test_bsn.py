from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.bsn import holds_bsn, refuse_bsn
from balie.refusal import Refusal


@pytest.mark.parametrize(
    "text", ["123456782", "bsn:123456782,", "111222333", "1234.56.782", "123 456 782", "tel 12 en 123456782"]
)
def test_nine_digits_that_pass_the_test_are_found(text: str) -> None:
    assert holds_bsn(text)
    with pytest.raises(Refusal, match=r"De opmerking bevat een getal .* Haal het weg"):
        refuse_bsn(text, "De opmerking")


@pytest.mark.parametrize(
    "text",
    ["", "123456789", "12345678", "1234567823", "29428000077727", "0612345678", "123 456 782 1", "12345678A2", "٣٤٥"],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_bsn(text)
    refuse_bsn(text, "De opmerking")


@given(st.integers(10_000_000, 999_999_999))
def test_a_number_is_found_where_the_weighted_sum_divides_by_eleven(number: int) -> None:
    digits = [int(digit) for digit in f"{number:09d}"]
    total = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    assert holds_bsn(f"nr {number:09d}.") is (total % 11 == 0)
