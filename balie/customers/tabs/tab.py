"""What a tab of the customer screen shows: values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date

if TYPE_CHECKING:
    from balie.customers.header import Cell


@dataclass(frozen=True, slots=True)
class TabTable:
    """A table of a tab: its headings and its lines, as texts."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """What a tab shows: labels with their values in order, and below them a table or none.

    `after` is where the rest of the table begins, for `read_more`; None where this is all of it. `below` is a second
    table under the first, with which it has nothing in common.
    """

    cells: tuple[Cell, ...]
    table: TabTable | None
    after: int | None = None
    below: TabTable | None = None


def day_text(day: date | None) -> str:
    """A day as a tab shows it; an empty text where there is none."""
    return "" if day is None else format_date(day)
