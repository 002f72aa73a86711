"""How much goes into one transaction of a long piece of work, so that no desk waits for it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

_FIRST, _FEWEST = 20, 5
_WANTED = 0.01
"""Seconds that a transaction should take, so that the slowest stay far below the 50 ms that a desk may wait."""
MOST = 200
"""Rows in one transaction at most, unless told otherwise."""


class Pace:
    """How many rows go into the next transaction, after how long the last one took. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = perf_counter, *, most: int = MOST) -> None:
        self.rows = _FIRST
        self._most = most
        self._clock = clock
        self._started = 0.0

    def __enter__(self) -> None:
        self._started = self._clock()

    def __exit__(self, *_: object) -> None:
        seconds = max(self._clock() - self._started, 1e-6)
        self.rows = max(_FEWEST, min(self._most, 2 * self.rows, int(self.rows * _WANTED / seconds)))
