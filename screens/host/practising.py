"""What practising may ask of the keys and the screen, and what a screen shows of it. Protocols only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from screens.keyboard.key_order import TypedEvent


@dataclass(frozen=True, slots=True)
class CoachRow:
    """A row of what the coach says; `title`: which lesson it is and how far, drawn apart."""

    text: str
    title: bool = False


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

    def takes(self, event: TypedEvent) -> bool:
        """Whether a key that came in is for the lesson, not for the desk; it is done then."""

    def look(self) -> None:
        """The desk has done something: see whether the step is done."""

    def rows(self, width: int) -> list[CoachRow]:
        """What stands above the foot line, each row at most `width` cells; nothing without a lesson."""
