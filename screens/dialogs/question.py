"""Questions with Ja and Nee, and notices with OK. A scan that was not asked for means nothing here."""

from __future__ import annotations

from rich.cells import cell_len

from screens.dialogs.dialog import Answer, Dialog
from screens.widgets.row import Row, wrapped

_LEAST = 20
"""The narrowest a question is."""


class Question(Dialog[bool]):
    """Asks Ja or Nee.

    With `harmless` Enter means Ja: a question that costs nothing. Without it no key but J, N and Esc (Nee) answers,
    and what was typed before the question appeared does not count.
    """

    def __init__(self, text: str, *, title: str = "Bevestig", harmless: bool = False) -> None:
        super().__init__(title)
        self.text = text
        self.keeps_typed_ahead = harmless
        self.marked: bool | None = True if harmless else None

    @property
    def keys_told(self) -> tuple[tuple[str, str], ...]:
        """Ja and Nee, and which of them is marked."""
        told = (("J", "Ja."), ("N", "Nee. Er verandert niets."), ("Esc", "Nee."))
        marked = (("Enter", "Kiest de gemarkeerde knop."), ("← → Tab", "Markeert de andere knop."))
        return told if self.marked is None else (*told, *marked)

    def press(self, key: str, character: str | None) -> None:
        """J, N, Esc; ← → and Enter where there is a default."""
        if self.ends_scan(key, character):
            return
        match (character or "").lower() or key:
            case "j":
                self.give(True)
            case "n":
                self.give(False)
            case _ if key == "escape":
                self.give(False)
            case _ if self.marked is not None and key == "enter":
                self.give(self.marked)
            case _ if key in ("left", "right", "tab", "shift+tab") and self.marked is not None:
                self.marked = not self.marked
                self.box.refresh()

    def click_at(self, x: int, y: int) -> None:
        """A click on a button."""
        width = self.box.size.width - 4
        if y == self.inner_height(width) - 1:
            yes, _ = self._buttons()
            first = self._first_button(width) + 2
            if first <= x < first + cell_len(yes):
                self.give(True)
            elif first + cell_len(yes) + 3 <= x:
                self.give(False)

    def _buttons(self) -> tuple[str, str]:
        return ("[ Ja ]", "[ Nee ]") if self.marked is not None else ("[ J = Ja ]", "[ N = Nee ]")

    def lines(self, width: int) -> list[str]:
        """The question, a blank, the buttons."""
        return [*wrapped(self.text, width), "", " " * max(_LEAST, cell_len("   ".join(self._buttons())))]

    def _first_button(self, width: int) -> int:
        """The cell of the inside where the buttons begin."""
        yes, no = self._buttons()
        return width - cell_len(yes) - cell_len(no) - 3

    def caret_inside(self, width: int) -> tuple[int, int]:
        """The marked button; the first one while none is."""
        right = cell_len(self._buttons()[0]) + 3 if self.marked is False else 0
        return self._first_button(width) + right, self.inner_height(width) - 1

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw a line; the last one holds the buttons."""
        if y < self.inner_height(width) - 1:
            super().draw(row, y, width)
            return
        look = self.look
        yes, no = self._buttons()
        at = self._first_button(width) + 2
        at = row.put(at, yes, look.button_focus if self.marked is True else look.button)
        row.put(at + 3, no, look.button_focus if self.marked is False else look.button)


_OK = "[ OK ]"


class Telling(Dialog[Answer]):
    """A box that tells something, with OK below it."""

    def __init__(self, lines: list[str], *, title: str = "Opmerking") -> None:
        super().__init__(title)
        self.told = lines

    def closes(self, key: str, character: str | None) -> bool:
        """Whether a key is that of OK: Enter, Esc, the space bar or O."""
        return key in ("enter", "escape", "space") or (character or "").lower() == "o"

    def lines(self, width: int) -> list[str]:
        """What is told, a blank, the button."""
        told = [part for line in self.told for part in (wrapped(line, width) or [""])]
        return [*told, "", _OK]

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw a line; the last one holds the button."""
        if y < self.inner_height(width) - 1:
            super().draw(row, y, width)
        else:
            row.put(width + 2 - len(_OK), _OK, self.look.button_focus)

    def caret_inside(self, width: int) -> tuple[int, int]:
        """The button."""
        return width - len(_OK), self.inner_height(width) - 1

    def on_button(self, y: int) -> bool:
        """Whether a click on that line is one on OK."""
        return y == self.inner_height(self.box.size.width - 4) - 1


class Notice(Telling[None]):
    """Tells something. Keys typed before it appeared do not close it."""

    keeps_typed_ahead = False

    @property
    def keys_told(self) -> tuple[tuple[str, str], ...]:
        """OK."""
        return (("Enter, O, spatie, Esc", "Gelezen: sluit dit venster."),)

    def press(self, key: str, character: str | None) -> None:
        """Close it; what is scanned meanwhile does not."""
        if not self.ends_scan(key, character) and self.closes(key, character):
            self.give(None)

    def click_at(self, x: int, y: int) -> None:
        """A click on OK."""
        if self.on_button(y):
            self.give(None)
