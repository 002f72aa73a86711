"""When the coach looks at what the desk did: after an act, and at the paints that follow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from screens.host.practising import Practising

_PAINTS: Final = 3
"""A page that is laid out anew is painted after what asked for it: so many paints of an act are looked at."""


class _Watched(Protocol):
    """The program, as far as this is concerned."""

    practice: Practising | None

    def call_after_refresh(self, callback: Callable[[], None]) -> bool:
        """Do something once what waits to be painted is."""

    def call_later(self, callback: Callable[[], None]) -> bool:
        """Do something in its turn."""


class CoachLooks:
    """The looks of the coach of a desk, if it has one. `due`: something was done that was not looked at yet."""

    def __init__(self, app: _Watched) -> None:
        self._app = app
        self._paints = 0
        self.due = False

    def after_an_act(self) -> None:
        """Look once what was done is on the screen."""
        if self._app.practice is not None:
            self.due = True
            self._paints = _PAINTS
            self._app.call_after_refresh(self._look)

    def at_a_paint(self) -> None:
        """The screen was painted: look again, while it may still be of that act."""
        if self._paints:
            self._paints -= 1
            self._app.call_later(self._look)

    def before_a_key(self) -> None:
        """Who types faster than the screen is painted was there all the same."""
        if self.due and self._app.practice is not None:
            self._app.practice.look()

    def _look(self) -> None:
        self.due = False
        if self._app.practice is not None:
            self._app.practice.look()
