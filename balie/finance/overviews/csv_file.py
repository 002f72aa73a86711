"""Overviews as CSV for a spreadsheet: `;`, decimal comma, UTF-8 with a byte order mark, no cell that is a formula."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.dutch.text import clean
from balie.finance.overviews.reading import Totals, all_lines
from balie.finance.overviews.shape import Cell, CellKind, Column, Overview, Scope
from balie.refusal import Refusal
from balie.store.copying import discard, new_file_beside, sync_folder
from balie.store.errors import NO_FOLDER, refusing

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


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file is to go, as an absolute path, and whether there is one already."""

    path: Path
    taken: bool


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
    file already (unless `overwrite`), or it cannot be written.
    """
    path = path.expanduser().absolute()
    with refusing(path):
        if path.parent == desk.spool:
            desk.spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and not overwrite:
            raise Refusal(f"{path} bestaat al. Kies een andere naam, of laat het vervangen (--overschrijf).")
    unfinished = new_file_beside(path)
    try:
        with refusing(path), unfinished.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
            totals = Totals(item)
            for row in rows(desk, item, scope, totals):
                writer.writerow(row)
                tick()
            file.flush()
            os.fsync(file.fileno())
        with refusing(path):
            os.replace(unfinished, path)
            sync_folder(path)
    except BaseException:
        discard(unfinished)
        raise
    return Exported(path, totals.lines)


def default_path(desk: Desk, item: Overview, scope: Scope) -> Path:
    """Where an overview goes unless told: in the spool folder, `overzicht-journaal-2024-04-01-2024-04-09.csv`."""
    return desk.spool / f"overzicht-{item.id}-{scope.first.isoformat()}-{scope.last.isoformat()}.csv"


def read_target(desk: Desk, item: Overview, scope: Scope, typed: str) -> Target:
    """The file that was typed; in a folder that was typed, the usual name. Raises `Refusal`."""
    path = Path(typed.strip())
    try:
        path = path.expanduser().absolute()
    except RuntimeError:  # ~somebody who is not there
        raise Refusal(f"De map {path.parts[0]} is er niet. Typ de hele naam van het bestand.") from None
    with refusing(path):
        if path.is_dir():
            path /= default_path(desk, item, scope).name
        if not path.parent.is_dir() and path.parent != desk.spool:
            raise Refusal(NO_FOLDER.format(path=path))
        return Target(path, path.exists())


def rows(desk: Desk, item: Overview, scope: Scope, totals: Totals) -> Iterator[list[str]]:
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


def _row(columns: Iterable[Column], cells: Iterable[Cell]) -> list[str]:
    return [cell_text(column.kind, cell) for column, cell in zip(columns, cells, strict=True)]
