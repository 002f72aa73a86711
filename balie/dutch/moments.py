"""Moments: kept in UTC, shown as the clock on the wall of a Dutch library says."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import cache

from balie.dutch.dates import format_date


def format_moment(at: datetime) -> str:
    """`09-04-2024 10:15`, in the Netherlands, of an aware moment."""
    moment = at.astimezone(_time_zone())
    return f"{format_date(moment.date())} {moment:%H:%M}"


@cache
def _time_zone() -> tzinfo | None:
    """The Netherlands; where the system knows no time zones, its own."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo("Europe/Amsterdam")
    except ZoneInfoNotFoundError:
        return None
