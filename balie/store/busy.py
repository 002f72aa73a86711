"""Trying again while another program holds a store to itself, and telling whoever waits."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from balie.store.waiting import ANOTHER_PROGRAM, EVERY, OnWait, Patience

TOLD_TIMEOUT_MS = int(EVERY * 1000)
"""Milliseconds SQLite waits by itself at a time where somebody is told of the wait in between."""
_PRIMARY = 0xFF
_T = TypeVar("_T")


def patiently(act: Callable[[], _T], seconds: float, on_wait: OnWait | None) -> _T:
    """Do `act`, again and again while another program holds the file, `seconds` in all; `on_wait` is told.

    SQLite itself waits a little in each. Without `on_wait` it is done once. Raises `sqlite3.Error` as it comes.
    """
    if on_wait is None:
        return act()
    with Patience(seconds, on_wait, lambda: ANOTHER_PROGRAM) as patience:
        glances = patience.glances()
        while True:
            next(glances, None)
            try:
                return act()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or patience.lasted(seconds):
                    raise
