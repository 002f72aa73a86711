"""The one line that everything is scanned or typed into, with a label that says what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.caret import first_shown
from screens.widgets.editor import LineEditor
from screens.widgets.row import Row, cut

if TYPE_CHECKING:
    from screens.host.asking import Surface

LONGEST = 80
_LABEL = 13
_WIDTH = 30
"""The cells of the field; longer text scrolls in it."""


class ScanLine(Widget):
    """Draws label and text, and beside it what the desk must not forget (`note`).

    A text that was refused stays to be corrected; whatever is typed or scanned next takes its place, so that a scan
    is never put behind it.
    """

    DEFAULT_CSS = "ScanLine { height: 2; width: 1fr; }"

    def __init__(self, page: Surface) -> None:
        super().__init__()
        self.page = page
        self.editor = LineEditor(longest=LONGEST)
        self.label = ""
        self.note = ""
        self._refused = False

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.editor.text

    def type(self, text: str) -> str:
        """Put text at the cursor. Returns why it was refused, in Dutch, or an empty string."""
        if self._refused:
            self.clear()
        refused = self.editor.insert(text)
        self.refresh()
        return refused

    def press(self, key: str) -> bool:
        """Do an editing key. Returns whether it was one."""
        done = self.editor.press(key)
        if done:
            self._refused = False
            self.refresh()
        return done

    def take(self) -> str:
        """What was scanned or typed, and an empty line."""
        text = self.editor.text.strip()
        self.clear()
        return text

    def clear(self) -> None:
        """An empty line."""
        self.editor.replace("")
        self._refused = False
        self.refresh()

    def keep(self, text: str) -> None:
        """Show what was refused, to be corrected or typed over."""
        self.editor.replace(text)
        self._refused = True
        self.refresh()

    def show(self, label: str, note: str = "") -> None:
        """Say what is expected, and what the desk must not forget."""
        if (label, note) != (self.label, self.note):
            self.label, self.note = label, note
            self.refresh()

    def caret(self) -> Offset | None:
        """Where a letter would come."""
        if self.page.masthead.active:
            return None
        return Offset(_LABEL + 2 + cell_len(self.editor.text[self._first_shown : self.editor.cursor]), 0)

    @property
    def _first_shown(self) -> int:
        return first_shown(self.editor.text, self.editor.cursor, _WIDTH)

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        if y == 0:
            focused = not self.page.masthead.active
            row.put(0, "▸" if focused else " ", look.key)
            row.put(1, self.label, look.title)
            row.put(_LABEL + 2, cut(self.editor.text[self._first_shown :], _WIDTH), look.field_focus, width=_WIDTH)
            if (caret := self.caret()) is not None:
                row.paint(caret.x, 1, look.cursor)
            end = _LABEL + 2 + _WIDTH + 2
            row.put(end, cut(self.note, self.size.width - end - 1), look.warning)
        return row.strip()
