"""Watches every connection to SQLite that is opened while a test runs: one that stays open is told at that test.

Later Pythons tell of it only when the connection is collected, in the middle of some other test.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from itertools import islice
from types import FrameType

import pytest

_MOST_KEPT = 64
_FRAMES_TOLD = 12

_opened: list[tuple[sqlite3.Connection, str]] = []
"""What was opened and may still be open, and where."""


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: called for everything the interpreter does that others may want to know of."""
    if event == "sqlite3.connect/handle":
        (connection,) = arguments
        if isinstance(connection, sqlite3.Connection):
            if len(_opened) > _MOST_KEPT:
                _opened[:] = still_open()
            _opened.append((connection, _place(sys._getframe(1))))


def still_open() -> list[tuple[sqlite3.Connection, str]]:
    """The connections opened since the test began that nobody closed, each with who opened it."""
    return [(connection, place) for connection, place in _opened if _is_open(connection)]


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.in_transaction  # noqa: B018 - asks whether it is open, from whatever thread
    except sqlite3.ProgrammingError:
        return False
    return True


def _place(frame: FrameType | None) -> str:
    return " < ".join(f"{frame.f_code.co_filename}:{frame.f_lineno}" for frame in islice(_callers(frame), _FRAMES_TOLD))


def _callers(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


@pytest.fixture(autouse=True)
def every_connection_is_closed() -> Iterator[None]:
    """Whoever opens a store or another file of SQLite in a test closes it before the test ends."""
    _opened.clear()
    yield
    left = still_open()
    _opened.clear()
    for connection, _ in left:
        _close(connection)
    if left:
        pytest.fail("left open: " + "; and ".join(place for _, place in left))


def _close(connection: sqlite3.Connection) -> None:
    try:
        connection.close()
    except sqlite3.ProgrammingError:
        return  # of another thread
