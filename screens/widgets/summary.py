"""What something comes down to: lines with an amount at their end, sentences below; drawn by one widget, it scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.row import Row, cut, wrapped

if TYPE_CHECKING:
    from screens.host.asking import Surface

WIDEST = 78
"""Amounts stand no further to the right than this, so that the eye finds them on a wide screen."""


class Summary(Widget):
    """Draws labels with their values, then sentences. What does not fit is reached with PgUp and PgDn."""

    DEFAULT_CSS = "Summary { height: 1fr; width: 1fr; }"

    def __init__(self, page: Surface, *, heading: str) -> None:
        super().__init__()
        self.page = page
        self.heading = heading
        self.rows: tuple[tuple[str, str], ...] = ()
        self.sentences: tuple[str, ...] = ()
        self.top = 0

    def show(self, rows: Sequence[tuple[str, str]], sentences: Sequence[str]) -> None:
        """Show something else, from its first line."""
        if (tuple(rows), tuple(sentences)) != (self.rows, self.sentences):
            self.rows, self.sentences = tuple(rows), tuple(sentences)
            self.top = 0
            self.refresh()

    def press(self, key: str) -> bool:
        """Scroll with PgUp and PgDn. Returns whether the key meant that."""
        if key not in ("pageup", "pagedown"):
            return False
        last = max(0, len(self._lines()) - self._room)
        self.top = max(0, min(self.top + (self._room if key == "pagedown" else -self._room), last))
        self.refresh()
        return True

    @property
    def rows_needed(self) -> int:
        """How many rows show all of it."""
        return 1 + len(self._lines())

    @property
    def _room(self) -> int:
        return max(1, self.size.height - 1)

    def _lines(self) -> list[str]:
        width = min(self.size.width - 3, WIDEST - 2)
        lines = [dotted(label, value, width) for label, value in self.rows]
        return [*lines, *(line for sentence in self.sentences for line in wrapped(sentence, width))]

    def render_line(self, y: int) -> Strip:
        """Draw the heading or a line."""
        look, width = self.page.look, self.size.width
        row = Row(width, look.base)
        if y == 0:
            row.put(1, self.heading, look.title)
            return row.strip()
        lines = self._lines()
        place = self.top + y - 1
        if place < len(lines):
            row.put(1, lines[place], look.base)
        if y == 1 and self.top > 0:
            row.put(width - 2, "↑", look.key)
        elif y == self._room and place < len(lines) - 1:
            row.put(width - 2, "↓", look.key)
        return row.strip()


def dotted(label: str, value: str, width: int) -> str:
    """`Terug te betalen ........ € 19,80`: dots lead the eye."""
    shown = cut(value, width * 2 // 3)
    left = cut(label, width - cell_len(shown) - 3)
    dots = "." * (width - cell_len(left) - cell_len(shown) - 2)
    return f"{left} {dots} {shown}"
