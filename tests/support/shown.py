"""What a terminal would show of the bytes that a program writes."""

from __future__ import annotations

import codecs
import re

import pyte

COLUMNS, ROWS = 80, 24

# What pyte takes for text: private sequences (keyboard protocol, mode reports). And the start of one, cut by a read.
_PRIVATE = re.compile(r"\x1b\[(?:[<>=][0-9;]*[a-zA-Z]|\?[0-9;]*\$p)|\x1b[P_].*?\x1b\\", re.DOTALL)
_UNFINISHED = re.compile(r"\x1b(?:\[[<>=?0-9;$]*)?\Z")


class Shown:
    """A screen of 80 by 24 cells that is fed with bytes."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""

    def feed(self, data: bytes) -> None:
        """Show what these bytes say. A sequence or character that they end in the middle of waits for the rest."""
        text = self._rest + self._decode(data)
        cut = _UNFINISHED.search(text)
        self._rest = cut[0] if cut else ""
        self._stream.feed(_PRIVATE.sub("", text[: len(text) - len(self._rest)]))

    @property
    def lines(self) -> list[str]:
        """The text on the screen, 24 lines of 80 characters."""
        return list(self._screen.display)

    @property
    def text(self) -> str:
        """The text on the screen as one text."""
        return "\n".join(self.lines)

    @property
    def cursor(self) -> tuple[int, int] | None:
        """The row and column of the terminal's own cursor, from 0 on; None while it is hidden."""
        at = self._screen.cursor
        return None if at.hidden else (at.y, at.x)

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        """Every cell with its colours: equal as long as nothing was drawn that one can see."""
        return [[self._screen.buffer[row][column] for column in range(COLUMNS)] for row in range(ROWS)]
