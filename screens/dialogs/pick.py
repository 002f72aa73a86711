"""A list to pick one thing from: menus, choices of a field, the command palette."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

from rich.cells import cell_len

from balie.dutch.text import fold
from screens.dialogs.dialog import WIDEST, Dialog
from screens.keyboard.actions import Action, key_name
from screens.widgets.editor import LineEditor
from screens.widgets.list_model import WALKING
from screens.widgets.row import Row, cut

MOST_ROWS = 16
"""The most rows of the list that are shown at once; with title and frame that fits 24."""


class Pick(Dialog[int | None]):
    """Shows lines, gives the number of the chosen one, or None after Esc.

    Without `filtered` a letter goes to the next line that begins with it. With it, typing narrows the list.
    """

    def __init__(self, title: str, labels: Sequence[str], *, at: int = 0, filtered: bool = False) -> None:
        super().__init__(title)
        self.labels = list(labels)
        self.filter = LineEditor(longest=40) if filtered else None
        self.shown = list(range(len(self.labels)))
        self.at = at
        self.top = 0
        self._walked = False
        self._keep_in_sight()

    @classmethod
    def of_actions(
        cls,
        title: str,
        actions: Sequence[Action],
        refusal_of: Callable[[str], str],
        *,
        filtered: bool = False,
        at_top: bool = False,
    ) -> Self:
        """A list of actions with their keys; those that cannot be done now say so."""
        widest = max(cell_len(action.label) for action in actions)
        dialog = cls(
            title,
            [
                f"{action.label}{' ' * (widest - cell_len(action.label) + 3)}{key_name(action.key)}"
                for action in actions
            ],
            filtered=filtered,
        )
        dialog.labels = [
            label + (" (nu niet)" if refusal_of(action.id) else "")
            for label, action in zip(dialog.labels, actions, strict=True)
        ]
        dialog.at_top = at_top
        return dialog

    @property
    def keys_told(self) -> tuple[tuple[str, str], ...]:
        """How to walk, choose and look for a line."""
        letters = (
            ("Letter", "Naar de volgende regel die zo begint.")
            if self.filter is None
            else ("Typen", "Toont alleen regels met wat u typt.")
        )
        return (
            ("Enter", "Kiest de gemarkeerde regel."),
            ("Esc", "Terug. Er verandert niets."),
            ("↓ ↑ PgDn PgUp", "Door de lijst."),
            letters,
        )

    def press(self, key: str, character: str | None) -> None:
        """Move, narrow, choose; a scan chooses nothing."""
        scanned = self.ends_scan(key, character)
        self._walked = key in WALKING and bool(self.shown)
        match key:
            case "escape":
                self.give(None)
            case "enter" if scanned:
                pass
            case "enter":
                self.give(self.shown[self.at] if self.shown else None)
            case "down":
                self._go(self.at + 1)
            case "up":
                self._go(self.at - 1)
            case "pagedown":
                self._go(min(self.at + MOST_ROWS, len(self.shown) - 1))
            case "pageup":
                self._go(max(self.at - MOST_ROWS, 0))
            case "home" if self.filter is None:
                self._go(0)
            case "end" if self.filter is None:
                self._go(len(self.shown) - 1)
            case _ if self.filter is not None:
                if character is not None and character.isprintable():
                    self.filter.insert(character)
                else:
                    self.filter.press(key)
                self._narrow()
            case _ if character is not None and character.isalnum():
                order = [*range(self.at + 1, len(self.labels)), *range(self.at + 1)]
                for place in order:
                    if _begin_of(self.labels[place]).startswith(character.casefold()):
                        self._go(place)
                        break
        self.box.refresh()

    def paste(self, text: str) -> None:
        """Pasted text narrows the list too."""
        if self.filter is not None:
            self.filter.insert(text.strip())
            self._narrow()
            self.box.refresh()

    @property
    def foot(self) -> str:
        """How many lines there are above and below those that are shown."""
        above, below = self.top, len(self.shown) - self.top - MOST_ROWS
        told = (f"↑ nog {above}" if above > 0 else "", f"↓ nog {below}" if below > 0 else "")
        return " · ".join(part for part in told if part)

    def click_at(self, x: int, y: int) -> None:
        """A click chooses a line."""
        place = self.top + y - (1 if self.filter is not None else 0)
        if self.top <= place < len(self.shown):
            self.give(self.shown[place])

    def _go(self, place: int) -> None:
        self.at = place % len(self.shown) if self.shown else 0
        self._keep_in_sight()

    def _narrow(self) -> None:
        assert self.filter is not None
        wanted = fold(self.filter.text).split()
        self.shown = [place for place, label in enumerate(self.labels) if all(word in fold(label) for word in wanted)]
        self._go(0)

    def _keep_in_sight(self) -> None:
        self.top = max(min(self.top, self.at), self.at - MOST_ROWS + 1)

    def inner_width(self) -> int:
        """As wide as the widest line, whatever the filter leaves."""
        return min(WIDEST - 4, max(cell_len(self.box_title) + 4, 24, *(cell_len(label) + 2 for label in self.labels)))

    def inner_height(self, width: int) -> int:
        """The list keeps its height while it is narrowed."""
        return min(len(self.labels), MOST_ROWS) + (1 if self.filter is not None else 0)

    def caret_inside(self, width: int) -> tuple[int, int]:
        """The line that is marked; while a filter is typed its caret."""
        if self.filter is None or self._walked:
            return 0, self.at - self.top + (self.filter is not None)
        return self._filter_caret(width), 0

    def _filter_caret(self, width: int) -> int:
        assert self.filter is not None
        return min(cell_len(f"> {self.filter.text[: self.filter.cursor]}"), width - 1)

    def lines(self, width: int) -> list[str]:
        """Not used: this box draws its own lines."""
        return []

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw the filter or a line of the list."""
        look = self.look
        if self.filter is not None:
            if y == 0:
                text = self.filter.text or "Typ een deel van de naam"
                row.put(2, cut(f"> {text}", width), look.field_focus, width=width)
                row.paint(2 + self._filter_caret(width), 1, look.cursor)
                return
            y -= 1
        place = self.top + y
        if place >= len(self.shown):
            if y == 0:
                row.put(2, "Niets gevonden. Typ iets anders of Esc.", look.dialog)
            return
        number = self.shown[place]
        marked = place == self.at
        style = look.selected if marked else look.dialog
        text = ("▸ " if marked else "  ") + self.labels[number]
        row.put(2, cut(text, width), style, width=width)


def _begin_of(label: str) -> str:
    """A label as a letter goes to it, without what marks it (`✓ `)."""
    text = label.casefold()
    return text[next((place for place, letter in enumerate(text) if letter.isalnum()), 0) :]
