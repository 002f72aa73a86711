"""What an overview adds up to."""

from __future__ import annotations

from balie.finance.overviews.reading import ColumnTotals, all_lines
from balie.finance.overviews.shape import Cell, Overview, Scope
from balie.store.reading import Reader


def totals_of(reader: Reader, item: Overview, scope: Scope) -> tuple[Cell, ...]:
    """A cell for every column: its total, None for a column without."""
    totals = ColumnTotals(item)
    for line in all_lines(reader, item, scope):
        totals.add(line)
    return totals.cells
