"""A dialog with one line to type."""

from __future__ import annotations

from screens.widgets.dialog import WIDEST, Dialog
from screens.widgets.editor import LineEditor
from screens.widgets.row import Row, cut, wrapped


class AskText(Dialog[str | None]):
    """Asks for a text; gives None after Esc. Enter on an empty line does nothing."""

    keeps_typed_ahead = False

    def __init__(self, title: str, text: str, *, longest: int = 200) -> None:
        super().__init__(title)
        self.text = text
        self.editor = LineEditor(longest=longest)
        self.refused = ""

    def press(self, key: str, character: str | None) -> None:
        """Type, Enter, Esc."""
        if key == "escape":
            self.give(None)
        elif key == "enter":
            if self.editor.text.strip():
                self.give(self.editor.text.strip())
        elif character is not None and character.isprintable():
            self.refused = self.editor.insert(character)
        else:
            self.editor.press(key)
        self.box.refresh()

    def paste(self, text: str) -> None:
        """Pasted text goes where the cursor is."""
        self.refused = self.editor.insert(" ".join(text.split()))
        self.box.refresh()

    def inner_width(self) -> int:
        """As wide as a box may be."""
        return WIDEST - 4

    def lines(self, width: int) -> list[str]:
        """The question, the line, what to do."""
        return [*wrapped(self.text, width), "", "", self.refused or "Enter = verder, Esc = terug"]

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw a line; the last but one is the one that is typed."""
        if y != self.inner_height(width) - 2:
            super().draw(row, y, width)
            return
        look = self.look
        start = max(0, self.editor.cursor - width + 2)
        row.put(2, cut(self.editor.text[start:], width), look.field_focus, width=width)
        row.paint(2 + self.editor.cursor - start, 1, look.cursor)
