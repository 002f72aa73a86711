"""Connections to a store, with the settings that every desk uses."""

from __future__ import annotations

import sqlite3
from enum import IntEnum
from pathlib import Path

from balie.refusal import Refusal
from balie.store.busy import patiently
from balie.store.inspection import OPENING_TIMEOUT, file_uri
from balie.store.unreadable import Connection
from balie.store.waiting import EVERY, OnWait

WRITE_BACK_PAGES = 200
WORKING_TIMEOUT_MS = 5_000
"""Milliseconds SQLite waits afterwards: the turnstile keeps desks apart, so this is for other programs only."""


class Cache(IntEnum):
    """How much of its file a connection keeps in memory, in KB, beside what the system keeps for all of them.

    What is more is memory that a day of work fills and nobody gets back: among a million customers neither a search nor
    an enrolment is quicker for it.
    """

    DESK = 1_000
    """A store that somebody works in: everything that one act reads and writes."""
    LONG_WORK = 4_000
    """A store during a long run: the upper levels of the tables that it goes through."""
    FILLING = 24_000
    """A file beside the store while it is filled in the order of another file: its keys come from everywhere."""
    SORTING = 8_000
    """The same when its indexes are made, which is a sorting of pieces of that size."""


_NO_LOG = (
    "Het bestand {path} staat op een schijf waar meer balies niet veilig samen kunnen werken. Kies een lokale schijf."
)


def keep_at_most(connection: sqlite3.Connection, cache: Cache) -> None:
    """Let the connection keep so much of its file from now on."""
    connection.execute(f"PRAGMA cache_size = -{cache:d}")


def connect(path: Path, on_wait: OnWait | None = None) -> sqlite3.Connection:
    """A connection in autocommit mode with the settings every desk uses. Raises `sqlite3.Error` as it comes."""
    each = OPENING_TIMEOUT if on_wait is None else EVERY
    return patiently(lambda: _connect(path, each), OPENING_TIMEOUT, on_wait)


def _connect(path: Path, timeout: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        file_uri(path, "mode=rw"),
        uri=True,
        isolation_level=None,
        timeout=timeout,
        cached_statements=256,
        factory=Connection,
    )
    try:
        if connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
            raise Refusal(_NO_LOG.format(path=path))
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA wal_autocheckpoint = {WRITE_BACK_PAGES}")
        connection.execute("PRAGMA secure_delete = ON")
        keep_at_most(connection, Cache.DESK)
        connection.execute("PRAGMA temp_store = MEMORY")  # sorting leaves no names in temporary files
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"PRAGMA busy_timeout = {WORKING_TIMEOUT_MS}")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # now the log is there (`balie.store.files`)
    except BaseException:
        connection.close()
        raise
    return connection
