"""From the screen as it is drawn to cells with their colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.color import Color
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME

from balie.practice.manual.shots import Run, Shot, merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.strip import Strip

_NO_STYLE: Final = Style()


def shot_of(strips: Iterable[Strip], columns: int) -> Shot:
    """A screen of so many columns, drawn as these lines."""
    rows = (_row([(part.text, part.cell_length, part.style or _NO_STYLE) for part in strip]) for strip in strips)
    return Shot(tuple(rows), columns)


def _row(parts: list[tuple[str, int, Style]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    x = 0
    for text, cells, style in parts:
        colour, ground = _hex(style.color, of_text=True), _hex(style.bgcolor, of_text=False)
        if style.reverse:
            colour, ground = ground, colour
        runs.append(Run(x, cells, text, colour, ground, bool(style.bold), bool(style.underline)))
        x += cells
    return merged(runs)


def _hex(colour: Color | None, *, of_text: bool) -> str:
    asked = Color.default() if colour is None else colour
    return asked.get_truecolor(SVG_EXPORT_THEME, foreground=of_text).hex
