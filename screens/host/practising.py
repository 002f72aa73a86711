"""What practising may ask of the keys and the screen, and what a screen shows of it. Protocols only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from screens.keyboard.key_order import TypedEvent

WIDE: Final = 110
"""From so many columns on the coach has a panel at the side."""
_WIDEST_PANEL: Final = 34
_PAGE: Final = 80
"""The columns that a page keeps beside it."""


@dataclass(frozen=True, slots=True)
class CoachRow:
    """A row of what the coach says; `title`: which lesson it is and how far, drawn apart; `dimmed`: by the way."""

    text: str
    title: bool = False
    dimmed: bool = False


def panel_width(columns: int) -> int:
    """How wide the panel of the coach is in a window; 0 where that is too narrow, and a strip tells it."""
    return min(_WIDEST_PANEL, columns - _PAGE) if columns >= WIDE else 0


class Follower(Protocol):
    """Who follows how far a lesson is."""

    def at_step(self, told: str) -> None:
        """A step begins (or the lesson is done): what is told of it."""

    def was_shown(self) -> None:
        """A demonstration is at its end."""


class Recorder(Protocol):
    """What a screen is recorded with."""

    def output(self, text: str) -> None:
        """This was drawn."""

    def mark(self, label: str) -> None:
        """A place to go to."""

    def resize(self, size: tuple[int, int]) -> None:
        """So many columns and rows."""

    def finish(self) -> None:
        """What comes after is not recorded."""


class Practising(Protocol):
    """A lesson that is being followed or shown, or none."""

    @property
    def is_on(self) -> bool:
        """Whether there is a lesson, and the coach takes room."""

    def takes_at_once(self, event: TypedEvent) -> bool:
        """Whether a key that came in, before its turn, is for the lesson that is being shown; it is done then."""

    def takes(self, event: TypedEvent) -> bool:
        """Whether a key whose turn it is is for practising, not for the desk; it is done then."""

    def look(self) -> None:
        """The desk has done something: see whether the step is done."""

    def rows(self, width: int) -> list[CoachRow]:
        """What stands above the foot line, each row at most `width` cells; nothing without a lesson."""

    def panel(self, width: int, height: int) -> list[CoachRow]:
        """The same at the side of the page, `height` rows at most."""
