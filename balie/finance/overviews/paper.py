"""Overviews as text: cells for the screen, lines of 80 characters for the command line and the printer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.counts import format_count
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import clean
from balie.finance.overviews.reading import ColumnTotals, all_lines
from balie.finance.overviews.shape import Cell, CellKind, Overview, OverviewColumn, PeriodKind, Scope
from balie.messages.printing import PrintJob, job_of
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

WIDTH = 80
MOST_PRINTED = 2_000
"""More lines than this are not for paper."""


def show(item: Overview, cells: Sequence[Cell]) -> tuple[str, ...]:
    """The cells of a line or of the totals as the screen shows them: the columns with a width, amounts without €."""
    everything = show_all(item, cells)
    return tuple(everything[place] for place in item.shown)


def show_all(item: Overview, cells: Sequence[Cell]) -> tuple[str, ...]:
    """The same of every column, also of those that are for a CSV file: a wide screen has room for them."""
    return tuple(_shown(column, cell) for column, cell in zip(item.columns, cells, strict=True))


def total_lines(item: Overview, totals: Sequence[Cell]) -> tuple[tuple[str, str], ...]:
    """The totals as labels with their values: `Saldo`, `€ 1.234,50`."""
    return tuple(
        (column.name, format_cents(cell) if column.kind is CellKind.CENTS else str(cell))
        for column, cell in zip(item.columns, totals, strict=True)
        if isinstance(cell, int)
    )


def about(desk: Desk, item: Overview, scope: Scope) -> str:
    """What it is about, in one line: the period, and the branch and till where one was asked for."""
    if item.period is PeriodKind.NOW:
        parts = [f"Stand op {format_date(scope.last)}"]
    elif scope.first == scope.last:
        parts = [format_date(scope.first)]
    else:
        parts = [f"{format_date(scope.first)} t/m {format_date(scope.last)}"]
    if scope.branch:
        parts.append(f"vestiging {scope.branch} {desk.library.branch(scope.branch).name}")
    if scope.till:
        parts.append(f"kas {scope.till}")
    return clean(", ".join(parts))


def text_lines(desk: Desk, item: Overview, scope: Scope) -> Iterator[str]:
    """The whole overview, line by line, as it is read: never more than a part of it is held."""
    columns = [item.columns[place] for place in item.shown]
    yield from (clean(desk.library.name), item.title, about(desk, item, scope), "")
    yield from _laid_out([column.name for column in columns], columns)
    yield " ".join("-" * column.width for column in columns)
    totals = ColumnTotals(item)
    for line in all_lines(desk.store, item, scope):
        totals.add(line)
        yield from _laid_out(show(item, line.cells), columns)
    yield ""
    if not totals.lines:
        yield "Niets gevonden."
        return
    yield f"Totaal van {totals.lines} {'regel' if totals.lines == 1 else 'regels'}"
    for label, value in total_lines(item, totals.cells):
        yield f"  {label:<20}{value:>18}"


def _what_then(item: Overview) -> str:
    """What to do about an overview that is too long for paper: how things stand now has no period."""
    if item.period is not PeriodKind.NOW:
        return "Kies een kortere periode, of bewaar het overzicht als CSV."
    return f"{'Kies een vestiging, of bewaar' if item.by_branch else 'Bewaar'} het overzicht als CSV."


def print_job(desk: Desk, item: Overview, scope: Scope) -> PrintJob:
    """The overview ready for `printing.deliver`. Raises `Refusal` when it is too long for paper."""
    found: list[str] = []
    for line in text_lines(desk, item, scope):
        found.append(line)
        if len(found) > MOST_PRINTED:
            raise Refusal(
                f"{item.title} is te lang om af te drukken (meer dan {format_count(MOST_PRINTED)} regels)."
                f" {_what_then(item)}"
            )
    name = f"overzicht-{item.id}-{scope.first.isoformat()}-{scope.last.isoformat()}.txt"
    return job_of(desk, "\n".join(found) + "\n", name)


def _shown(column: OverviewColumn, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, int):
        return format_cents(cell).replace("€ ", "") if column.kind is CellKind.CENTS else str(cell)
    return clean(cell)


def _laid_out(cells: Sequence[str], columns: Sequence[OverviewColumn]) -> Iterable[str]:
    """One line, and more where a text is wider than its column; an amount is never cut."""
    parts = [
        textwrap.wrap(cell, column.width, break_long_words=True, break_on_hyphens=False) or [""]
        if column.kind is CellKind.TEXT
        else [cell]
        for cell, column in zip(cells, columns, strict=True)
    ]
    for row in range(max(map(len, parts))):
        yield " ".join(
            _padded(part[row] if row < len(part) else "", column) for part, column in zip(parts, columns, strict=True)
        ).rstrip()


def _padded(text: str, column: OverviewColumn) -> str:
    return text.rjust(column.width) if column.kind in (CellKind.CENTS, CellKind.COUNT) else text.ljust(column.width)
