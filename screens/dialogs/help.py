"""F1: the keys of a screen, from the one list of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from screens.dialogs.dialog import WIDEST, Dialog
from screens.keyboard.actions import key_name
from screens.widgets.row import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balie.practice.lessons.titles import LessonTitle
    from screens.host.asking import Surface

MOST_ROWS = 18

_FORM_KEYS = (
    ("Enter", "Volgende veld; in het laatste veld de hoofdactie."),
    ("Tab ↓ ↑", "Volgend en vorig veld."),
    ("← →", "Verandert een keuze; de beginletter ook."),
    ("Spatie", "Toont alle keuzes van een keuzeveld."),
)


class Help(Dialog[None]):
    """A table of keys that scrolls."""

    def __init__(self, rows: Sequence[tuple[str, str]], *, title: str = "Hulp: toetsen van dit scherm") -> None:
        super().__init__(title)
        column = max(cell_len(key) for key, _ in rows) + 2
        self.rows = [
            (key if number == 0 else "").ljust(column) + line
            for key, text in rows
            for number, line in enumerate(wrapped(text, WIDEST - 4 - column))
        ]
        self.top = 0

    def press(self, key: str, character: str | None) -> None:
        """Scroll or close."""
        last = max(0, len(self.rows) - MOST_ROWS)
        match key:
            case "escape" | "enter" | "f1" | "q":
                self.give(None)
            case "down":
                self.top = min(last, self.top + 1)
            case "up":
                self.top = max(0, self.top - 1)
            case "pagedown" | "space":
                self.top = min(last, self.top + MOST_ROWS)
            case "pageup":
                self.top = max(0, self.top - MOST_ROWS)
        self.box.refresh()

    def caret_inside(self, width: int) -> tuple[int, int]:
        """The first line that shows: the keys are read from there on."""
        return 0, 0

    def inner_width(self) -> int:
        """As wide as a box may be."""
        return WIDEST - 4

    def lines(self, width: int) -> list[str]:
        """The rows in sight and a line that tells how to go on."""
        more = "↓ meer · " if self.top + MOST_ROWS < len(self.rows) else ""
        return [*self.rows[self.top : self.top + MOST_ROWS], f"{more}Esc sluit"]


def help_dialog(page: Surface, lessons: Sequence[LessonTitle] = ()) -> Help:
    """The help of a page: its own actions first, then the lessons about it, what works in every form, and the tabs."""
    own = [action for action in page.actions() if not action.id.startswith("go_")]
    tabs = [action for action in page.actions() if action.id.startswith("go_") and not page.refusal_of(action.id)]
    return Help(
        [
            *((key_name(action.key), f"{action.label}: {action.help}") for action in own),
            *(("Les", f"{lesson.title} (balie oefenen --les {lesson.id})") for lesson in lessons),
            *_FORM_KEYS,
            *((key_name(action.key), action.help) for action in tabs),
        ]
    )
