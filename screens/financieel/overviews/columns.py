"""The columns of an overview as lines of a list: as wide as the registry says, or as the screen allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from balie.finance.overviews.shape import CellKind
from screens.widgets.row import cut

if TYPE_CHECKING:
    from balie.finance.overviews.shape import Overview, OverviewColumn

Cells = Sequence[str]
"""A cell for every column of an overview, also for those that are not shown."""

_NARROWEST = 4
_LEAST = 12
"""A text of a column that the registry has no width for is shown with at least so much of it."""
_RIGHT = (CellKind.CENTS, CellKind.COUNT)


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column on the screen: its place among those of the overview, and its width in cells."""

    place: int
    column: OverviewColumn
    width: int


@dataclass(frozen=True, slots=True)
class ShownColumns:
    """The columns that are shown."""

    shown: tuple[ShownColumn, ...]

    def line(self, cells: Cells) -> str:
        """One line. A text too long for its column is cut; an amount, a count or a day never is."""
        return " ".join(_padded(cells[one.place], one) for one in self.shown).rstrip()

    @property
    def heading(self) -> str:
        """The names above the columns."""
        return " ".join(_padded(cut(one.column.name, one.width), one) for one in self.shown).rstrip()


def fitting(item: Overview, lines: Sequence[Cells], room: int) -> ShownColumns:
    """Columns for these lines in a row of `room` cells.

    What may not be cut gets what it needs. Of the other texts the widest gives way where there is too little room;
    where there is more, each column gets what its longest text and its name need, and columns without a width of
    their own are shown too.
    """
    longest = [max([cell_len(line[place]) for line in lines], default=0) for place in range(len(item.columns))]
    wanted = [max(cell_len(column.name), needed) for column, needed in zip(item.columns, longest, strict=True)]
    widths = {place: _least(item.columns[place], longest[place]) for place in item.shown}
    spare = room - sum(widths.values()) - len(widths) + 1
    may_shrink = [place for place in widths if _may_be_cut(item.columns[place])]
    while spare < 0 and may_shrink:
        widest = max(may_shrink, key=lambda place: (widths[place] - wanted[place], widths[place]))
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
        spare += 1
    for place in widths:
        more = max(0, min(spare, wanted[place] - widths[place]))
        widths[place] += more
        spare -= more
    for place, column in enumerate(item.columns):
        if place not in widths and longest[place]:
            least = min(wanted[place], _LEAST) if _may_be_cut(column) else wanted[place]
            if least < spare:
                widths[place] = min(wanted[place], spare - 1)
                spare -= widths[place] + 1
    return ShownColumns(tuple(ShownColumn(place, item.columns[place], widths[place]) for place in sorted(widths)))


def _may_be_cut(column: OverviewColumn) -> bool:
    return column.kind is CellKind.TEXT and not column.whole


def _least(column: OverviewColumn, longest: int) -> int:
    return column.width if _may_be_cut(column) else max(column.width, longest)


def _padded(cell: str, one: ShownColumn) -> str:
    shown = cut(cell, one.width) if _may_be_cut(one.column) else cell
    blanks = " " * (one.width - cell_len(shown))
    return blanks + shown if one.column.kind in _RIGHT else shown + blanks
