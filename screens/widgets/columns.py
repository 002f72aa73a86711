"""A line of columns, of which the last one has what is left of the width."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from screens.widgets.row import cut, padded


def line(cells: Sequence[tuple[str, int]], width: int) -> str:
    """`19-04-2024  Aalbers, E.B.         De avonden / Reve, Gerard`, at most `width` wide."""
    *columns, (rest, _) = cells
    begin = "".join(padded(text, room) + "  " for text, room in columns)
    return begin + cut(rest, width - cell_len(begin))
