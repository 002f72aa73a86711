"""The keys that were pressed last, as a room is shown them: texts in one piece, repeats counted, no secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

if TYPE_CHECKING:
    from screens.practice.keystrokes import Keystroke

_MOST: Final = 5
_HIDDEN: Final = "•••"
"""What a secret is shown as, however long it is."""


@dataclass(slots=True)
class _KeyRun:
    name: str
    typed: bool
    times: int = 1

    @property
    def text(self) -> str:
        return self.name if self.times == 1 else f"{self.name} ×{self.times}"


class LastKeys:
    """A few keys and texts, the newest last."""

    def __init__(self) -> None:
        self._shown: list[_KeyRun] = []

    def add(self, stroke: Keystroke, *, hidden: bool = False) -> None:
        """One more key; with `hidden` it is a letter of a secret."""
        last = self._shown[-1] if self._shown else None
        if hidden:
            if last is None or last.name != _HIDDEN:
                self._shown.append(_KeyRun(_HIDDEN, typed=False))
        elif stroke.typed and last is not None and last.typed:
            last.name += stroke.name
        elif last is not None and not stroke.typed and not last.typed and last.name == stroke.name:
            last.times += 1
        else:
            self._shown.append(_KeyRun(stroke.name, stroke.typed))
        del self._shown[:-_MOST]

    def clear(self) -> None:
        """Nothing was pressed."""
        self._shown.clear()

    def text(self, room: int) -> str:
        """As many of the newest as fit in `room` cells; of a text that is too long its end."""
        told = ""
        for one in reversed(self._shown):
            longer = f"{one.text}  {told}" if told else one.text
            if cell_len(longer) > room:
                break
            told = longer
        if not told and self._shown:
            told = self._shown[-1].text
            while cell_len(told) > room - 1:
                told = told[1:]
            told = f"…{told}"
        return told
