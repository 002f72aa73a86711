"""What is shown while an act of the desk waits for another desk or program, and how the wait is stopped.

An act waits in the thread that draws the screen. What shows the wait is called from within it, so it writes one line
to the terminal itself; and Esc reaches it from the thread that reads the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Final

from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.waiting import Wait

_HOW_TO_STOP = "Esc stopt."
_STOPPED = "Het wachten is gestopt. Er is niets opgeslagen; doe het nog eens als de ander klaar is."

STOP: Final = "escape"
"""Stops a wait, and does nothing else."""
END: Final = frozenset({"ctrl+q", "ctrl+c"})
"""Stop a wait, and then do what they do."""


class Waiting:
    """Told by the store of a wait (`balie.store.waiting.OnWait`)."""

    def __init__(self, show: Callable[[str], None], restore: Callable[[], None]) -> None:
        """`show` puts a line on the screen at once, `restore` draws the screen again."""
        self._show = show
        self._restore = restore
        self._goes_on = False
        self._stopped = Event()

    def __call__(self, wait: Wait | None) -> None:
        """Show how long the wait is, or that it is over (None). Raises `Refusal` when somebody stopped it."""
        from balie.store.waiting import waiting_text

        if wait is None:
            self._goes_on = False
            self._stopped.clear()
            self._restore()
        elif self._stopped.is_set():
            raise Refusal(_STOPPED)
        else:
            self._goes_on = True
            self._show(f"{waiting_text(wait)} {_HOW_TO_STOP}")

    def stop(self) -> bool:
        """End the wait that goes on, from any thread or signal; whether there was one."""
        if self._goes_on:
            self._stopped.set()
        return self._goes_on

    def takes(self, key: str) -> bool:
        """Whether a key was only for the wait that goes on; called in the thread of the keyboard."""
        return (key == STOP or key in END) and self.stop() and key == STOP
