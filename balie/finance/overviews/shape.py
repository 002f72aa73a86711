"""What an overview is made of: columns, lines with a key to page by, and the period, branch and till it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from balie.store.reading import Reader

Cell: TypeAlias = "str | int | date | None"
"""A typed value: text, a count or cents, a day, or nothing."""
Key: TypeAlias = "tuple[str | int, ...]"
"""Where a line stands in its overview; the next page begins after it."""


class CellKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    COUNT = "count"
    CENTS = "cents"
    DAY = "day"


class PeriodKind(StrEnum):
    """What an overview is asked for: a day unless told, a month unless told, or how things stand now."""

    DAY = "day"
    MONTH = "month"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class OverviewColumn:
    """A column: its heading in Dutch, and how wide it is on the screen and on paper; 0: in a CSV file only.

    `summed` columns have a total. A `whole` text means nothing when it is cut.
    """

    name: str
    kind: CellKind = CellKind.TEXT
    width: int = 0
    summed: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for: from `first` up to and including `last`, of one branch and till, or "" for all of them.

    Of an overview of how things stand now both days are today.
    """

    first: date
    last: date
    branch: str = ""
    till: str = ""


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One line: its place, and a cell for every column."""

    key: Key
    cells: tuple[Cell, ...]


PageOf: TypeAlias = "Callable[[Reader, Scope, Key | None, int], Sequence[OverviewLine]]"
"""The lines after a key (None: from the beginning), at most so many; fewer only where there are no more."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Something that can be asked of the money: `id` for the command line, `title` and `help` in Dutch.

    `by_branch` and `by_till` say whether it can be asked of one of them.
    """

    id: str
    title: str
    help: str
    columns: tuple[OverviewColumn, ...]
    period: PeriodKind
    page: PageOf
    by_branch: bool = True
    by_till: bool = False

    @property
    def shown(self) -> tuple[int, ...]:
        """The places of the columns that are shown on the screen and on paper."""
        return tuple(place for place, column in enumerate(self.columns) if column.width)


def after(lines: Sequence[OverviewLine], key: Key | None, limit: int) -> Sequence[OverviewLine]:
    """A page of lines that are all at hand, and in the order of their keys."""
    return [line for line in lines if key is None or line.key > key][:limit]


def day(name: str = "Datum") -> OverviewColumn:
    """A column of days."""
    return OverviewColumn(name, CellKind.DAY, 10)


def text(name: str, width: int = 0) -> OverviewColumn:
    """A column of text."""
    return OverviewColumn(name, CellKind.TEXT, width)


def customer_number() -> OverviewColumn:
    """A column of klantnummers."""
    return OverviewColumn("Klantnummer", CellKind.TEXT, 14, whole=True)


def amount(name: str, width: int = 0, *, summed: bool = True) -> OverviewColumn:
    """A column of amounts in cents, with a total unless told."""
    return OverviewColumn(name, CellKind.CENTS, width, summed)


def count(name: str, width: int = 0) -> OverviewColumn:
    """A column of counts, with a total."""
    return OverviewColumn(name, CellKind.COUNT, width, summed=True)
