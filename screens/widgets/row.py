"""One row of cells to draw on: the only place where text from people becomes something on the screen."""

from __future__ import annotations

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from balie.dutch.text import clean


def cut(text: str, width: int) -> str:
    """`text` cleaned and at most `width` cells wide, with … at the end where something was left out."""
    shown = clean(text)
    if cell_len(shown) <= width:
        return shown
    kept = ""
    for character in shown:
        if cell_len(kept) + get_character_cell_size(character) > width - 1:
            break
        kept += character
    return kept + "…" if width > 0 else ""


def padded(text: str, width: int) -> str:
    """`text` in exactly `width` cells: cut or filled up."""
    fitted = cut(text, width)
    return fitted + " " * (width - cell_len(fitted))


def wrapped(text: str, width: int) -> list[str]:
    """`text` cleaned and broken at blanks into lines of at most `width` cells; a word that is longer is broken.

    An amount (`€ 12,50`) stays on one line.
    """
    lines: list[str] = []
    line = ""
    for word in _words(clean(text), width):
        while cell_len(word) > max(1, width):
            head = _beginning(word, width)
            lines += [line] if line else []
            lines.append(head)
            line, word = "", word[len(head) :]
        if line and cell_len(line) + 1 + cell_len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def _words(text: str, width: int) -> list[str]:
    """The words of a text; a euro sign goes with its amount where both fit in a line."""
    found: list[str] = []
    for word in text.split():
        if found and found[-1].endswith("€") and cell_len(found[-1]) + 1 + cell_len(word) <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _beginning(word: str, width: int) -> str:
    """As much of a word as fits in `width` cells, and at least one character."""
    kept = word[0]
    for character in word[1:]:
        if cell_len(kept) + get_character_cell_size(character) > width:
            break
        kept += character
    return kept


class Row:
    """A row of `width` cells. Text is data: it is cleaned of control characters and never read as markup."""

    __slots__ = ("_cells", "_styles", "width")

    def __init__(self, width: int, style: Style) -> None:
        self.width = width
        self._cells = [" "] * width
        self._styles = [style] * width

    def put(self, x: int, text: str, style: Style, *, width: int | None = None) -> int:
        """Write `text` from cell `x`; with `width`, cut it to that and fill up with blanks. Returns the next x."""
        shown = clean(text) if width is None else cut(text, width)
        place, last = x, 0
        for character in shown:
            size = get_character_cell_size(character)
            if size == 0:
                if place > x:
                    self._cells[place - last] += character
                continue
            if place < 0 or place + size > self.width:
                break
            self._free(place, size)
            self._cells[place] = character
            self._styles[place] = style
            if size == 2:
                self._cells[place + 1] = ""
                self._styles[place + 1] = style
            place += size
            last = size
        if width is not None:
            for blank in range(max(0, place), min(x + width, self.width)):
                self._free(blank, 1)
                self._cells[blank] = " "
                self._styles[blank] = style
            return x + width
        return place

    def _free(self, place: int, size: int) -> None:
        """Make room for `size` cells; what is left of a wide character that loses a half becomes a blank."""
        if self._cells[place] == "":
            self._cells[place - 1] = " "
        behind = place + size
        if behind < self.width and self._cells[behind] == "":
            self._cells[behind] = " "

    def paint(self, x: int, width: int, style: Style) -> None:
        """Give cells that are already written another style."""
        for place in range(max(0, x), min(x + width, self.width)):
            self._styles[place] = style

    def strip(self) -> Strip:
        """The row as Textual draws it."""
        segments: list[Segment] = []
        start = 0
        for place in range(1, self.width + 1):
            if place == self.width or self._styles[place] is not self._styles[start]:
                segments.append(Segment("".join(self._cells[start:place]), self._styles[start]))
                start = place
        return Strip(segments, self.width)
