"""The week of a batch of payouts: an ISO week, as `2026-38`."""

from __future__ import annotations

import re
from datetime import date

from balie.dutch.text import shown
from balie.refusal import Refusal

_FORM = re.compile(r"([0-9]{4})-?[Ww]?([0-9]{1,2})")


def week_of(day: date) -> str:
    """The ISO week of a day: 14-09-2026 → `2026-38`; 31-12-2024 → `2025-01`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-{week:02}"


def read_week(text: str) -> str:
    """A week as typed (`2026-38`, `2026-W38`, `202638`). Raises `Refusal` for what is no week."""
    found = _FORM.fullmatch(text.strip())
    if found is not None:
        year, week = int(found[1]), int(found[2])
        try:
            return week_of(date.fromisocalendar(year, week, 1))
        except ValueError:
            pass
    raise Refusal(f"{shown(text)} is geen week: geef het jaar en het nummer van de week, zoals 2026-38.")
