"""What a scanner sends: digits, and so many of them in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    pass

LEAST_SCANNED = 3
"""So many digits in a row with Enter behind them come from a scanner."""


_DIGITS = frozenset("0123456789")


def is_digit(character: str | None) -> TypeGuard[str]:
    """Whether a key gave one of 0 to 9: what a scanner sends."""
    return character is not None and character in _DIGITS
