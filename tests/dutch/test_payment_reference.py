"""The payment reference of an invoice: ISO 11649, as stdnum checks it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from balie.dutch.payment_reference import grouped_reference, payment_reference


@given(st.integers(1, 9_999_999_999))
def test_every_number_has_a_reference_that_banks_take(number: int) -> None:
    reference = payment_reference(number)
    assert iso11649.validate(reference) == reference
    assert int(reference[4:]) == number
    assert len(reference) == 14


def test_one_worked_out_by_hand() -> None:
    # 1 and RF00: 1271500 mod 97 = 24, and 98 - 24 = 74.
    assert payment_reference(1) == "RF740000000001"
    assert grouped_reference("RF740000000001") == "RF74 0000 0000 01"
