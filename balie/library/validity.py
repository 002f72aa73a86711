"""Rows that hold from one day until another, and which of them holds on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol, Self, TypeVar, runtime_checkable


@runtime_checkable
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

    def excludes(self, other: Self) -> bool:
        """Whether this and another row of one list may not hold on the same day."""
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


def clashes(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """The positions of every two rows that hold on the same day and may not, the earlier in the list first."""
    for later, row in enumerate(rows):
        for earlier, other in enumerate(rows[:later]):
            if row.excludes(other) and overlaps(row, other):
                yield earlier, later


def is_first(row: Row, rows: Iterable[Row]) -> bool:
    """Whether none of the rows that may not hold together with this one begins before it."""
    return not any(other.valid_from < row.valid_from and row.excludes(other) for other in rows)
