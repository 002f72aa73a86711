"""Waiting for another desk without being mute: who waits can say so after a second, and stop.

The desk waits in the thread that draws its screen, so telling is a call from inside the wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic, sleep
from types import TracebackType
from typing import Self, TypeAlias

from balie.dutch.counts import many

FIRST = 1.0
"""Seconds before anything is told: nearly every wait is over long before."""
EVERY = 0.25
ANOTHER_DESK, ANOTHER_PROGRAM = "een andere balie", "een ander programma"
_GLANCE = 0.05
"""Seconds between two looks where nothing says that the wait is over."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait that goes on: how many seconds by now, and for whom: `een andere balie (ans, vestiging 9428)`."""

    seconds: float
    holder: str


OnWait: TypeAlias = Callable[[Wait | None], None]
"""Called in the thread that waits: after a second, then four times a second, and with None when the wait is over.

What it raises ends the wait: nothing was done, and whoever waited gets the exception.
"""


def waiting_text(wait: Wait) -> str:
    """`Wachten op een andere balie (ans, vestiging 9428): al 3 seconden.`"""
    return f"Wachten op {wait.holder}: al {many(int(wait.seconds), 'seconde', 'seconden')}."


class Patience:
    """How long somebody waits in all, for one thing after the other, telling it in between. A context manager."""

    def __init__(
        self, seconds: float, on_wait: OnWait | None = None, holder: Callable[[], str] = lambda: ANOTHER_DESK
    ) -> None:
        self._seconds = seconds
        self._on_wait = on_wait
        self._holder = holder
        self._started = monotonic()
        self._was_told = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._was_told and self._on_wait is not None:
            self._on_wait(None)

    def until(self, attempt: Callable[[float], bool]) -> bool:
        """Call `attempt` with seconds to wait at most until it says that it has come; False when it takes too long."""
        while True:
            passed = monotonic() - self._started
            left = max(self._seconds - passed, 0.0)
            step = left if self._on_wait is None else min(left, max(FIRST - passed, EVERY))
            if attempt(step):
                return True
            if step >= left:
                return False
            self.tell()

    def glances(self) -> Iterator[None]:
        """Come by at once, then every 50 ms while there is patience: a wait in which order does not matter."""
        yield
        while monotonic() - self._started < self._seconds:
            sleep(_GLANCE)
            self.tell()
            yield

    def lasted(self, seconds: float) -> bool:
        """Whether it has been waited for so long, or there is no more patience."""
        return monotonic() - self._started >= min(seconds, self._seconds)

    def tell(self) -> None:
        """Say that the wait goes on, if it has lasted long enough to say so."""
        passed = monotonic() - self._started
        if self._on_wait is not None and passed >= FIRST:
            self._was_told = True
            self._on_wait(Wait(passed, self._holder()))
