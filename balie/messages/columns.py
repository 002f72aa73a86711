"""Plain text in columns, for paper: labels with their values, and tables that fit the width."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from operator import gt

_GAP = 2
_NARROWEST = 6


def pairs(rows: Sequence[tuple[str, str]], width: int) -> str:
    """One line per label and value, the values below each other; a long value goes on below itself."""
    if not rows:
        return ""
    edge = min(max(len(label) for label, _ in rows), width // 2) + _GAP
    lines = []
    for label, value in rows:
        first, *rest = _cut(value, width - edge)
        head = _cut(label, edge - _GAP)
        lines += [*head[:-1], f"{head[-1]:<{edge}}{first}"]
        lines += [" " * edge + line for line in rest]
    return "\n".join(line.rstrip() for line in lines)


def amounts(rows: Sequence[Sequence[str]], width: int) -> str:
    """One line per text and amount, the amounts in a column on the right; a long text goes on below itself."""
    room = max((len(amount) for _, amount in rows), default=0)
    lines = []
    for text, amount in rows:
        *first, last = _cut(text, width - room - _GAP)
        lines += [*first, f"{last:<{width - room}}{amount:>{room}}"]
    return "\n".join(line.rstrip() for line in lines)


def table(rows: Sequence[Sequence[str]], headings: Sequence[str], width: int) -> str:
    """A table with its headings and a line below them. Columns are as wide as what is in them; when that is too much,
    the widest give way and their texts go on below themselves."""
    every = [tuple(headings), *(tuple(row) for row in rows)]
    widths = _fitting(every, width)
    lines = [line for row in every[:1] for line in _row(row, widths)]
    lines.append((" " * _GAP).join("-" * room for room in widths))
    lines += [line for row in every[1:] for line in _row(row, widths)]
    return "\n".join(lines)


def _fitting(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    words = [max((len(word) for text in column for word in text.split()), default=1) for column in columns]
    room = width - _GAP * (len(widths) - 1)
    # Between words first; only when that is not enough a word is cut.
    for least in (words, [_NARROWEST] * len(widths)):
        while sum(widths) > room and any(map(gt, widths, least)):
            widest = max((now, place) for place, now in enumerate(widths) if now > least[place])[1]
            widths[widest] -= 1
    return widths


def _row(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [_cut(text, room) for text, room in zip(row, widths, strict=True)]
    return [
        (" " * _GAP)
        .join(f"{cell[line] if line < len(cell) else '':<{room}}" for cell, room in zip(cells, widths, strict=True))
        .rstrip()
        for line in range(max(map(len, cells)))
    ]


def _cut(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 1), break_long_words=True, break_on_hyphens=False) or [""]
