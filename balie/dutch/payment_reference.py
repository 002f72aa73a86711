"""The payment reference (betalingskenmerk) of an invoice: ISO 11649, `RF` with two check digits and the number.

A bank refuses one that was mistyped, which the number of an invoice alone would not bring about.
"""

from __future__ import annotations

_DIGITS = 10
_RF00 = 271500
"""`RF00` as the standard counts it (R = 27, F = 15), behind the number."""


def payment_reference(number: int) -> str:
    """The reference of an invoice as the bank takes it, without blanks: 1 → `RF120000000001`.

    `number` counts from 1 and has at most ten digits. `stdnum.iso11649` says whether a reference is right.
    """
    return f"RF{98 - (number * 1_000_000 + _RF00) % 97:02}{number:0{_DIGITS}}"


def grouped_reference(reference: str) -> str:
    """The reference as it is printed, in fours: `RF12 0000 0000 01`."""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))
