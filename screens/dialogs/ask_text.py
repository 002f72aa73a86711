"""A dialog with one line to type."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len

from balie.refusal import Refusal
from screens.dialogs.dialog import WIDEST, Dialog
from screens.widgets.caret import first_shown
from screens.widgets.editor import LineEditor
from screens.widgets.row import Row, cut, wrapped

_EMPTY = "Er is nog niets getypt. Typ of scan het, of Esc = terug."


class AskText(Dialog[str | None]):
    """Asks for a text; gives None after Esc. Enter on an empty line says that something is to be typed.

    `typed` stands in the line at first; with `makes_way` it is marked, and what is typed or pasted takes its place,
    unless a key moves or deletes in it before. `read` judges what is typed: where it raises `Refusal` the box stays,
    with the reason and the text, marked again with `makes_way`: a day or a number is typed or scanned once more, where
    a reason or a path is mended. What `read` returns is not used. `hidden` shows a dot for every character, for a
    secret, and begins anew when it is refused.
    """

    keeps_typed_ahead = False

    def __init__(
        self,
        title: str,
        text: str,
        *,
        longest: int = 200,
        typed: str = "",
        makes_way: bool = False,
        read: Callable[[str], object] | None = None,
        hidden: bool = False,
    ) -> None:
        super().__init__(title)
        self.text = text
        self.editor = LineEditor(typed, longest=longest)
        self.makes_way = self.makes_way_again = makes_way
        self.read = read
        self.hidden = hidden
        self.refused = ""

    @property
    def keys_told(self) -> tuple[tuple[str, str], ...]:
        """How to go on and back, and how the line is mended."""
        over = (("Typen", "Vervangt wat er staat; met ← → of Backspace eerst blijft het staan."),)
        return (
            ("Enter", "Gaat verder met wat getypt of gescand is."),
            ("Esc", "Terug. Er verandert niets."),
            *(over if self.makes_way_again else ()),
            ("← → Home End", "Door de regel."),
            ("Backspace Delete", "Wist een teken."),
        )

    def press(self, key: str, character: str | None) -> None:
        """Type, Enter, Esc."""
        before = len(self._told(self.inner_width()))
        if key == "escape":
            self.give(None)
        elif key == "enter":
            if not self.editor.text.strip():
                self.refused = _EMPTY
            elif self._is_right(self.editor.text.strip()):
                self.give(self.editor.text.strip())
        elif character is not None and character.isprintable():
            self._insert(character)
        elif self.editor.press(key):
            self.refused, self.makes_way = "", False
        self._repaint(before)

    def _repaint(self, before: int) -> None:
        """Repaint; a reason of more lines than before makes the box higher."""
        self.box.refresh(layout=len(self._told(self.inner_width())) != before)

    def _is_right(self, text: str) -> bool:
        """Whether the answer can be used; if not, the box says why, and keys typed behind it are dropped."""
        if self.read is None:
            return True
        try:
            self.read(text)
        except Refusal as refusal:
            self.refused = " ".join(reason.text for reason in refusal.reasons)
            self.makes_way = self.makes_way_again
            if self.hidden:  # what cannot be seen cannot be mended
                self.editor.replace("")
            self.desk_app.keys.drop_typed_ahead()
            self.desk_app.bell()
            return False
        return True

    def paste(self, text: str) -> None:
        """Pasted text goes where the cursor is."""
        before = len(self._told(self.inner_width()))
        self._insert(" ".join(text.split()))
        self._repaint(before)

    def _insert(self, text: str) -> None:
        if self.makes_way:
            self.editor.replace("")
            self.makes_way = False
        self.refused = self.editor.insert(text)
        if self.refused:  # a scan that does not fit is not taken for what fits of it
            self.desk_app.keys.drop_typed_ahead()
            self.desk_app.bell()

    def inner_width(self) -> int:
        """As wide as a box may be."""
        return WIDEST - 4

    def lines(self, width: int) -> list[str]:
        """The question, the line, what to do or why not."""
        return [*wrapped(self.text, width), "", "", *self._told(width)]

    def _told(self, width: int) -> list[str]:
        return wrapped(self.refused, width) or ["Enter = verder, Esc = terug"]

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw a line; the one that is typed stands above what is told."""
        if y != self.inner_height(width) - len(self._told(width)) - 1:
            super().draw(row, y, width)
            return
        look = self.look
        shown = self._shown_text
        row.put(2, cut(shown[self._first_shown(width) :], width), look.field_focus, width=width)
        caret, _ = self.caret_inside(width)
        if self.makes_way:
            row.paint(2, caret, look.selected)
        row.paint(2 + caret, 1, look.cursor)

    @property
    def _shown_text(self) -> str:
        return "•" * len(self.editor.text) if self.hidden else self.editor.text

    def _first_shown(self, width: int) -> int:
        return first_shown(self._shown_text, self.editor.cursor, width)

    def caret_inside(self, width: int) -> tuple[int, int]:
        """Where a letter would come."""
        before = self._shown_text[self._first_shown(width) : self.editor.cursor]
        return cell_len(before), self.inner_height(width) - len(self._told(width)) - 1
