"""Overviews as CSV for a spreadsheet: `;`, decimal comma, UTF-8 with a byte order mark, no cell that is a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.dutch.text import clean
from balie.finance.overviews.reading import ColumnTotals, all_lines
from balie.finance.overviews.shape import Cell, CellKind, Overview, OverviewColumn, Scope
from balie.store.errors import refusing
from balie.store.output import Target, choose_target, full_path, guard_of, written
from balie.store.sharing import make_shared_folder

if TYPE_CHECKING:
    from balie.desk import Desk

_FORMULA = tuple("=+-@＝＋－＠")
_BLANKS = ("\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula; the wide signs become narrow ones in some."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, and of how many lines."""

    path: Path
    lines: int


def export(
    desk: Desk,
    item: Overview,
    scope: Scope,
    path: Path,
    *,
    overwrite: bool = False,
    tick: Callable[[], None] = lambda: None,
) -> Exported:
    """Write an overview to a file (mode 0600): there whole or not at all. The last row holds the totals.

    `tick` is called after every row; where it raises something, there is no file. Raises `Refusal` when there is a
    file already (unless `overwrite`), or it cannot be written, or not there (`choose_target`).
    """
    target = choose_target(path, guard_of(desk.store), may_be_made=desk.spool)
    if target.path.parent == desk.spool:
        with refusing(target.path):
            make_shared_folder(desk.spool)
    with written(target, overwrite=overwrite, encoding="utf-8-sig", newline="") as file, refusing(target.path):
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        totals = ColumnTotals(item)
        for row in rows(desk, item, scope, totals):
            writer.writerow(row)
            tick()
    return Exported(target.path, totals.lines)


def default_path(desk: Desk, item: Overview, scope: Scope) -> Path:
    """Where an overview goes unless told: in the spool folder, `overzicht-journaal-2024-04-01-2024-04-09.csv`."""
    return desk.spool / f"overzicht-{item.id}-{scope.first.isoformat()}-{scope.last.isoformat()}.csv"


def read_target(desk: Desk, item: Overview, scope: Scope, typed: str) -> Target:
    """The file that was typed; in a folder that was typed, the usual name. Raises `Refusal` as `choose_target` does."""
    path = full_path(Path(typed.strip()))
    with refusing(path):
        if path.is_dir():
            path /= default_path(desk, item, scope).name
    return choose_target(path, guard_of(desk.store), may_be_made=desk.spool)


def rows(desk: Desk, item: Overview, scope: Scope, totals: ColumnTotals) -> Iterator[list[str]]:
    """The rows of the file: the headings, every line, the totals."""
    yield [column.name for column in item.columns]
    for line in all_lines(desk.store, item, scope):
        totals.add(line)
        yield _row(item.columns, line.cells)
    if any(column.summed for column in item.columns):
        yield ["Totaal", *_row(item.columns[1:], totals.cells[1:])]


def cell_text(kind: CellKind, cell: Cell) -> str:
    """One cell: `-1234,50`, `09-04-2024`, or text that no spreadsheet takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, int):
        if kind is CellKind.CENTS:
            return f"{'-' if cell < 0 else ''}{abs(cell) // 100},{abs(cell) % 100:02}"
        return str(cell)
    return defused(cell)


def defused(text: str) -> str:
    """Text from people as text: what would begin a formula gets an apostrophe in front."""
    cleaned = clean(text)  # first: what cannot be seen may stand before the sign
    risky = text.startswith(_BLANKS) or cleaned.lstrip().startswith(_FORMULA)
    return f"'{cleaned}" if risky else cleaned


def _row(columns: Iterable[OverviewColumn], cells: Iterable[Cell]) -> list[str]:
    return [cell_text(column.kind, cell) for column, cell in zip(columns, cells, strict=True)]
