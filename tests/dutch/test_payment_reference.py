"""The payment reference of an invoice: ISO 11649, as stdnum checks it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from balie.dutch.payment_reference import LAST, grouped_reference, payment_reference


@given(st.integers(1, LAST))
def test_every_number_has_a_reference_that_banks_take(number: int) -> None:
    reference = payment_reference(number)
    assert iso11649.validate(reference) == reference
    assert len(reference) == 14
    assert reference < payment_reference(number + 1) or number == LAST


@given(st.integers(1, LAST), st.integers(4, 13), st.integers(1, 9))
def test_a_digit_that_was_mistyped_makes_it_wrong(number: int, place: int, more: int) -> None:
    reference = payment_reference(number)
    wrong = (int(reference[place]) + more) % 10
    assert not iso11649.is_valid(f"{reference[:place]}{wrong}{reference[place + 1 :]}")


def test_the_last_one_still_fits() -> None:
    assert len(payment_reference(LAST)) == 14 < len(payment_reference(LAST + 1))


def test_one_worked_out_by_hand() -> None:
    # 97 and RF00: 97271500 mod 97 = 94, and 98 - 94 = 4.
    assert payment_reference(1) == "RF040000000097"
    assert grouped_reference("RF040000000097") == "RF04 0000 0000 97"
