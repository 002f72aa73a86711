"""What an act of the desk is measured against: one row, synced to disk; and how long something takes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter


def durable_row(connection: sqlite3.Connection) -> Callable[[], None]:
    """One row in a bare table over the same connection as the desk's, synced to disk as an act of the desk is."""
    with suppress(sqlite3.OperationalError):  # made already, for another measure of the same store
        connection.execute("CREATE TABLE bench (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT")

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bench (word) VALUES ('one durable row of some forty characters')")
        connection.execute("COMMIT")

    return insert


def took(work: Callable[[], object]) -> float:
    """How long it takes, in seconds."""
    start = perf_counter()
    work()
    return perf_counter() - start
