"""From a screen to SVG. Every run of cells is as wide as its cells, whatever font draws it; none is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Final

from balie.practice.manual.shots import Run, Shot

LINE_HEIGHT: Final = 18
_WIDE, _SIZE, _RISE, _EDGE = 8.4, 14, 13.5, 8
_FONTS: Final = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


def drawn(shot: Shot, title: str) -> str:
    """A picture of one screen; `title` is told instead of it."""
    ground = ground_of(shot)
    body = "\n".join(text for y, row in enumerate(shot.rows) for text in drawn_row(row, y, ground))
    return framed(body, title, shot.columns, len(shot.rows), ground)


def framed(body: str, title: str, columns: int, rows: int, ground: str, style: str = "") -> str:
    """The picture around what is drawn: a frame in the colour of the screen, as large as it."""
    wide, high = _short(columns * _WIDE + 2 * _EDGE), _short(rows * LINE_HEIGHT + 2 * _EDGE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
        f' role="img">\n'
        f"<title>{escape(title)}</title>\n{style}"
        f'<rect width="{wide}" height="{high}" rx="6" fill="{ground}"/>\n'
        f'<g transform="translate({_EDGE} {_EDGE})" font-family="{_FONTS}" font-size="{_SIZE}" xml:space="preserve">\n'
        f"{body}\n</g>\n</svg>\n"
    )


def ground_of(shot: Shot) -> str:
    """The colour that most cells have below them."""
    cells: Counter[str] = Counter()
    for row in shot.rows:
        for run in row:
            cells[run.ground] += run.cells
    return cells.most_common(1)[0][0]


def drawn_row(row: tuple[Run, ...], y: int, ground: str) -> Iterator[str]:
    """One row at height `y` (rows), a line of SVG for each thing that is not as all of the screen is."""
    for run in row:
        if run.ground != ground:
            yield (
                f'<rect x="{_short(run.x * _WIDE)}" y="{y * LINE_HEIGHT}" width="{_short(run.cells * _WIDE)}"'
                f' height="{LINE_HEIGHT}" fill="{run.ground}"/>'
            )
        text = run.text.rstrip() if not run.underline else run.text
        if not text.strip() and not run.underline:
            continue
        led = len(text) - len(text.lstrip()) if not run.underline else 0
        cells = run.cells - (len(run.text) - len(text)) - led
        bold = ' font-weight="bold"' if run.bold else ""
        line = ' text-decoration="underline"' if run.underline else ""
        yield (
            f'<text x="{_short((run.x + led) * _WIDE)}" y="{_short(y * LINE_HEIGHT + _RISE)}" fill="{run.colour}"'
            f' textLength="{_short(cells * _WIDE)}"'
            f"{bold}{line}>{escape(text[led:], quote=False)}</text>"
        )


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
