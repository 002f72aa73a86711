"""A screen as it was, in cells with their colours: what a picture is drawn from, and what is read instead of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COLUMNS: Final = 80


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of one row that look the same: the first is cell `x`, there are `cells`. Colours as `#rrggbb`."""

    x: int
    cells: int
    text: str
    colour: str
    ground: str
    bold: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """A whole screen: its rows from the top, each of runs from the left that leave nothing out."""

    rows: tuple[tuple[Run, ...], ...]
    columns: int = COLUMNS

    @property
    def text(self) -> str:
        """What stands there, a line a row, without blanks at the end and empty rows below."""
        return "\n".join("".join(run.text for run in row).rstrip() for row in self.rows).rstrip() + "\n"


def merged(runs: list[Run]) -> tuple[Run, ...]:
    """The same row in as few runs as there are."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last is not None and _looks(last) == _looks(run):
            found[-1] = Run(last.x, last.cells + run.cells, last.text + run.text, *_looks(last))
        elif run.cells:
            found.append(run)
    return tuple(found)


def _looks(run: Run) -> tuple[str, str, bool, bool]:
    return run.colour, run.ground, run.bold, run.underline
