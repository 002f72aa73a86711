"""How much goes into one transaction of a long piece of work, so that no desk waits for it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

_FIRST, FEWEST = 20, 5
_WANTED = 0.01
"""Seconds that a transaction should take, so that the slowest stay far below the 50 ms that a desk may wait."""
MOST = 200
"""Rows in one transaction at most, unless told otherwise."""


class Pace:
    """How many rows go into the next transaction, after how long the last one took. `clock` gives seconds.

    On a slow disk the commit takes the time, however few rows there are: `fewest` keeps the work from crawling there.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter, *, fewest: int = FEWEST, most: int = MOST) -> None:
        self.rows = min(most, max(_FIRST, fewest))
        self._fewest = fewest
        self._most = most
        self._clock = clock
        self._started = 0.0

    def __enter__(self) -> None:
        self._started = self._clock()

    def __exit__(self, *_: object) -> None:
        seconds = max(self._clock() - self._started, 1e-6)
        self.rows = max(self._fewest, min(self._most, 2 * self.rows, int(self.rows * _WANTED / seconds)))
