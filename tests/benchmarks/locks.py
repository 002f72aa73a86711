"""How long this process has held the turn to write, each time: what a desk next to it may have to wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from unittest.mock import patch

from balie.store.turnstile import Turnstile
from balie.store.waiting import OnWait

LONGEST_MS = 50.0
"""So many milliseconds a desk may have to wait for a long run."""


@contextmanager
def turns_held() -> Iterator[list[float]]:
    """The milliseconds of each turn that was taken and given back within the block, in order."""
    held: list[float] = []
    since = 0.0

    def entered(turnstile: Turnstile, on_wait: OnWait | None = None, who: str = "") -> None:
        nonlocal since
        enter(turnstile, on_wait, who)
        since = perf_counter()

    def left(turnstile: Turnstile) -> None:
        held.append((perf_counter() - since) * 1e3)
        leave(turnstile)

    enter, leave = Turnstile.enter, Turnstile.leave
    with patch.object(Turnstile, "enter", entered), patch.object(Turnstile, "leave", left):
        yield held
