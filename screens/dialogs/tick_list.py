"""A list in which several things can be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from screens.dialogs.dialog import WIDEST, Dialog
from screens.widgets.row import Row

MOST_ROWS = 14
"""The most lines that are shown at once; with the two below them that fits 24."""

_KEYS = "Spatie = wel of niet   Enter, F2 = verder   Esc = terug"


class TickList(Dialog[tuple[int, ...] | None]):
    """Space ticks the marked line, Enter or F2 goes on with those that are ticked. None after Esc."""

    keeps_typed_ahead = False

    def __init__(self, title: str, labels: Sequence[str], *, ticked: Sequence[bool]) -> None:
        super().__init__(title)
        self.labels = list(labels)
        self.ticked = list(ticked)
        self.at = 0
        self.top = 0
        self.told = ""

    @property
    def keys_told(self) -> tuple[tuple[str, str], ...]:
        """How to tick and go on."""
        return (
            ("Spatie", "Kiest de gemarkeerde regel wel of niet."),
            ("↓ ↑ Tab", "Door de lijst."),
            ("Enter, F2", "Verder met wat een x heeft."),
            ("Esc", "Terug. Er verandert niets."),
        )

    def press(self, key: str, character: str | None) -> None:
        """Walk, tick, go on."""
        self.told = ""
        match key:
            case "escape":
                self.give(None)
            case "space":
                self.ticked[self.at] = not self.ticked[self.at]
            case "enter" | "f2" if any(self.ticked):
                self.give(tuple(place for place, ticked in enumerate(self.ticked) if ticked))
            case "enter" | "f2":
                self.told = "Kies er minstens één met de spatiebalk."
            case "down" | "tab":
                self._go(self.at + 1)
            case "up" | "shift+tab":
                self._go(self.at - 1)
        self.box.refresh()

    def click_at(self, x: int, y: int) -> None:
        """A click ticks a line."""
        if y < min(len(self.labels), MOST_ROWS):
            self._go(self.top + y)
            self.ticked[self.at] = not self.ticked[self.at]
            self.box.refresh()

    def _go(self, place: int) -> None:
        self.at = place % len(self.labels)
        self.top = max(min(self.top, self.at), self.at - MOST_ROWS + 1)

    def inner_width(self) -> int:
        """As wide as the widest line."""
        widest = max(cell_len(label) for label in self.labels) + len("▸ [x] ")
        return min(WIDEST - 4, max(cell_len(self.box_title) + 4, cell_len(_KEYS), widest))

    def lines(self, width: int) -> list[str]:
        """The list, a blank, the keys or what is wrong."""
        shown = list(enumerate(zip(self.labels, self.ticked, strict=True)))[self.top : self.top + MOST_ROWS]
        return [
            *(
                f"{'▸' if place == self.at else ' '} [{'x' if ticked else ' '}] {label}"
                for place, (label, ticked) in shown
            ),
            "",
            self.told or _KEYS,
        ]

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw a line; the marked one stands out."""
        self.draw_marked(row, y, width)
