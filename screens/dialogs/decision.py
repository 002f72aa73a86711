"""A question about something that has to be read first: the text scrolls, the keys that answer stay in sight."""

from __future__ import annotations

from screens.dialogs.dialog import WIDEST, Answer, Dialog
from screens.widgets.row import Row, cut, wrapped

MOST_ROWS = 18
"""The most lines of text that are shown at once; with keys and frame that fits 24."""


class Decision(Dialog[Answer]):
    """Shows `told`, and below it `keys`. There is no default, and what was typed before it appeared does not count."""

    keeps_typed_ahead = False

    def __init__(self, title: str, keys: str) -> None:
        super().__init__(title)
        self.keys = keys
        self.top = 0

    def told(self, width: int) -> list[str]:
        """The text, for a box of that inner width."""
        raise NotImplementedError

    def answer_of(self, key: str) -> bool:
        """Answer where a key (or a letter, small) means one. Returns whether it did."""
        raise NotImplementedError

    @property
    def keys_told(self) -> tuple[tuple[str, str], ...]:
        """The keys that answer stand in the box; how to read on."""
        reading = ("↓ ↑ PgDn PgUp", "Leest verder waar de tekst langer is dan het venster.")
        return (("Antwoord", f"{self.keys}."), reading)

    def press(self, key: str, character: str | None) -> None:
        """Answer or scroll."""
        if not self.answer_of((character or "").lower() or key):
            steps = {"down": 1, "up": -1, "pagedown": MOST_ROWS, "pageup": -MOST_ROWS}
            last = max(0, len(self.told(self.inner_width())) - MOST_ROWS)
            self.top = max(0, min(self.top + steps.get(key, 0), last))
            self.box.refresh()

    def caret_inside(self, width: int) -> tuple[int, int]:
        """The first line that shows: the text is read from there on."""
        return 0, 0

    def inner_width(self) -> int:
        """As wide as a box may be."""
        return WIDEST - 4

    def lines(self, width: int) -> list[str]:
        """What shows of the text, whether there is more, the keys."""
        told = self.told(width)
        shown = told[self.top : self.top + MOST_ROWS]
        more = (
            f"Regel {self.top + 1} t/m {self.top + len(shown)} van {len(told)}: ↑ ↓" if len(told) > len(shown) else ""
        )
        return [*shown, more, self.keys]

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw a line; the keys stand out."""
        line = self.lines(width)[y]
        row.put(2, cut(line, width), self.look.dialog_title if line == self.keys else self.look.dialog)


def hanging(start: str, text: str, width: int) -> list[str]:
    """A label with a value that goes on below it, indented further, where it does not fit."""
    indent = " " * (len(start) - len(start.lstrip()))
    first, *rest = wrapped(start + text, width - len(indent))
    return [indent + first, *(f"{indent}  {line}" for line in wrapped(" ".join(rest), width - len(indent) - 2))]
