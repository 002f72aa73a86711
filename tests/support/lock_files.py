"""A desk keeps the lock file of its store open for good; thousands of stores, each of a test of its own, may not.

`select`, with which pexpect waits for a terminal, takes no file above the 1,024th.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from balie.store.turnstile import _turnstiles


def forget_turnstile(path: Path) -> None:
    """Close the lock file of a store that nobody has open any more."""
    key = os.path.realpath(path)
    turnstile = _turnstiles.get(key)
    if turnstile is not None and not (turnstile._openers or turnstile._running or turnstile._place._queued):
        del _turnstiles[key]
        os.close(turnstile._file)


@pytest.fixture(autouse=True)
def no_lock_file_stays_open() -> Iterator[None]:
    """The lock files of the stores that a test has opened are closed after it."""
    before = set(_turnstiles)
    yield
    for path in set(_turnstiles) - before:
        forget_turnstile(Path(path))
