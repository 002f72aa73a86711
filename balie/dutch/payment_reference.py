"""The payment reference (betalingskenmerk) of an invoice: ISO 11649, `RF` with two check digits and a number.

A bank refuses one that was mistyped, which the number of an invoice alone would not bring about. The number is that of
the invoice times 97, the modulus of the check: all then have the same check digits, and follow each other in an index
as the invoices do. Check digits that jump about cost a run of a hundred thousand invoices a page for each.
"""

from __future__ import annotations

from balie.dutch.text import in_fours

_DIGITS = 10
_MODULUS = 97
_RF00 = 271500
"""`RF00` as the standard counts it (R = 27, F = 15), behind the number."""
_START = f"RF{98 - _RF00 % _MODULUS:02}"
LAST = (10**_DIGITS - 1) // _MODULUS
"""The last invoice that has a reference: number 103,092,783."""


def payment_reference(number: int) -> str:
    """The reference of an invoice as the bank takes it, without blanks: 1 → `RF040000000097`.

    `number` goes from 1 to `LAST`. `stdnum.iso11649` says whether a reference is right.
    """
    return f"{_START}{number * _MODULUS:0{_DIGITS}}"


def grouped_reference(reference: str) -> str:
    """The reference as it is printed, in fours: `RF04 0000 0000 97`."""
    return in_fours(reference)
