"""Rows that hold from one day until another, and which of them holds on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A row with a first and, where known, a last day; both belong to it."""

    @property
    def valid_from(self) -> date:
        """The first day."""
        ...

    @property
    def valid_until(self) -> date | None:
        """The last day, or None where no end is known."""
        ...


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Iterable[Row], day: date) -> list[Row]:
    """The rows that hold on `day`, in their own order."""
    return [row for row in rows if row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)]


def overlaps(one: Dated, other: Dated) -> bool:
    """Whether there is a day on which both rows hold."""
    return (other.valid_until is None or one.valid_from <= other.valid_until) and (
        one.valid_until is None or other.valid_from <= one.valid_until
    )


def first_overlap(rows: Sequence[Dated]) -> tuple[int, int] | None:
    """The positions of the first two rows that hold on the same day, or None."""
    for later, row in enumerate(rows):
        for earlier in range(later):
            if overlaps(rows[earlier], row):
                return earlier, later
    return None
