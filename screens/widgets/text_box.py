"""A text that is read line by line: it scrolls, and nothing of it is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.events import Resize
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

from balie.dutch.text import clean
from screens.widgets.row import Row, wrapped

if TYPE_CHECKING:
    from screens.host.asking import Surface


_LABEL = re.compile(r" ?(?:\S+ )*\S+ {2,}(?=\S)")
"""A label with the room behind it, before what it is the label of."""


def fitted(lines: Iterable[str], width: int) -> list[str]:
    """The lines, cleaned; one that is wider than `width` cells goes on below, as far to the right as it began.

    What stands behind a label goes on behind it.
    """
    shown: list[str] = []
    for line in map(clean, lines):
        if cell_len(line) <= width:
            shown.append(line)
            continue
        label = _LABEL.match(line)
        begin = len(label[0]) if label is not None else len(line) - len(line.lstrip())
        begin = begin if begin <= width // 2 else min(len(line) - len(line.lstrip()), width // 2)
        first, *rest = wrapped(line[begin:], width - begin) or [""]
        shown += [line[:begin] + first, *(" " * begin + part for part in rest)]
    return shown


class TextBox(Widget):
    """Draws lines below a row that says which of them show."""

    DEFAULT_CSS = "TextBox { height: 1fr; width: 1fr; }"

    def __init__(self, page: Surface, lines: Sequence[str]) -> None:
        super().__init__()
        self.page = page
        self.lines = tuple(lines)
        self.shown: list[str] = []
        self.top = 0

    @property
    def room(self) -> int:
        """How many lines fit."""
        return max(1, self.size.height - 1)

    def on_resize(self, event: Resize) -> None:
        """Another width breaks the lines elsewhere."""
        self.shown = fitted(self.lines, max(1, event.size.width))
        self._go_to_line(self.top)

    def show(self, lines: Sequence[str]) -> None:
        """Show another text, from its first line."""
        self.lines = tuple(lines)
        self.shown = fitted(self.lines, max(1, self.size.width))
        self._go_to_line(0)

    def press(self, key: str) -> bool:
        """Scroll. Returns whether the key meant something here."""
        match key:
            case "down" | "up":
                self._go_to_line(self.top + (1 if key == "down" else -1))
            case "pagedown" | "space":
                self._go_to_line(self.top + self.room)
            case "pageup":
                self._go_to_line(self.top - self.room)
            case "home":
                self._go_to_line(0)
            case "end":
                self._go_to_line(len(self.shown))
            case _:
                return False
        return True

    def _go_to_line(self, line: int) -> None:
        self.top = max(0, min(line, len(self.shown) - self.room))
        self.refresh()

    def caret(self) -> Offset | None:
        """The row that says which lines show: those are read from there on."""
        return None if self.page.masthead.active else Offset(0, 0)

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        if y == 0:
            mark = " " if self.page.masthead.active else "▸"
            row.put(0, mark + self._position(), look.title)
        elif self.top + y - 1 < len(self.shown):
            row.put(0, self.shown[self.top + y - 1], look.base)
        return row.strip()

    def _position(self) -> str:
        last = min(self.top + self.room, len(self.shown))
        arrows = ("↑" if self.top else " ") + ("↓" if last < len(self.shown) else " ")
        return f"Regel {min(self.top + 1, last)} t/m {last} van {len(self.shown)} {arrows}"
