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


class Practising(Protocol):
    """A lesson that is being followed or shown, or none."""

    def takes(self, event: TypedEvent) -> bool:
        """Whether a key that came in is for the lesson, not for the desk; it is done then."""

    def look(self) -> None:
        """The desk has done something: see whether the step is done."""

    def rows(self, width: int) -> list[CoachRow]:
        """What stands above the foot line, each row at most `width` cells; nothing without a lesson."""
