"""A month as the desk types it: `05-2025`."""

from __future__ import annotations

from datetime import date

from balie.dutch.text import clean
from balie.refusal import Refusal

_FIRST, _LAST = 1900, 2199
"""The years in which a month can be meant: beyond them it is a slip, and days can no longer be reckoned with."""


def read_month(text: str) -> date:
    """The first day of a month typed as `05-2025`. Raises `Refusal` for anything else."""
    number, _, year = text.strip().partition("-")
    if text.isascii() and number.isdigit() and len(number) <= 2 and year.isdigit() and len(year) == 4:
        try:
            month = date(int(year), int(number), 1)
        except ValueError:
            pass
        else:
            if _FIRST <= month.year <= _LAST:
                return month
    raise Refusal(f"{clean(text)[:30]} is geen maand. Typ een maand als mm-jjjj, bijvoorbeeld 05-2025.")


def format_month(month: date) -> str:
    """As it is typed: `05-2025`."""
    return f"{month:%m-%Y}"
