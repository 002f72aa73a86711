"""One line of text being edited: pure state, no Textual. Type, delete, move; nothing else."""

from __future__ import annotations

from balie.dutch.text import has_control


class LineEditor:
    """A line of at most `longest` characters with a cursor in it.

    `cursor` counts characters from the left, `len(text)` is behind the last one. What does not fit is refused
    as a whole, so that a customer's name is never cut without anybody seeing it.
    """

    __slots__ = ("cursor", "longest", "text")

    def __init__(self, text: str = "", *, longest: int = 200) -> None:
        self.text = text
        self.cursor = len(text)
        self.longest = longest

    def replace(self, text: str) -> None:
        """Put another text in its place, cursor behind it."""
        self.text = text
        self.cursor = len(text)

    def insert(self, addition: str) -> str:
        """Put `addition` at the cursor. Returns why it was refused, in Dutch, or an empty string."""
        if has_control(addition):
            return "Dat bevat tekens die geen letters zijn (stuurtekens). Typ de tekst zelf."
        if len(self.text) + len(addition) > self.longest:
            return f"Hier passen hooguit {self.longest} tekens."
        self.text = self.text[: self.cursor] + addition + self.text[self.cursor :]
        self.cursor += len(addition)
        return ""

    def press(self, key: str) -> bool:
        """Do an editing key (`left`, `backspace`, ...). Returns whether the key was one."""
        match key:
            case "left":
                self.cursor = max(0, self.cursor - 1)
            case "right":
                self.cursor = min(len(self.text), self.cursor + 1)
            case "home" | "ctrl+a":
                self.cursor = 0
            case "end" | "ctrl+e":
                self.cursor = len(self.text)
            case "ctrl+left":
                self.cursor = self._word_start()
            case "ctrl+right":
                self.cursor = self._word_end()
            case "backspace":
                self._cut(self.cursor - 1, self.cursor)
            case "delete":
                self._cut(self.cursor, self.cursor + 1)
            case "ctrl+w":
                self._cut(self._word_start(), self.cursor)
            case "ctrl+u":
                self._cut(0, self.cursor)
            case _:
                return False
        return True

    def _cut(self, start: int, end: int) -> None:
        if start < 0:
            return
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start

    def _word_start(self) -> int:
        place = self.cursor
        while place and self.text[place - 1] == " ":
            place -= 1
        while place and self.text[place - 1] != " ":
            place -= 1
        return place

    def _word_end(self) -> int:
        place = self.cursor
        while place < len(self.text) and self.text[place] == " ":
            place += 1
        while place < len(self.text) and self.text[place] != " ":
            place += 1
        return place
