"""Connections to a store, with the settings that every desk uses."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from balie.refusal import Refusal
from balie.store.busy import patiently
from balie.store.inspection import OPENING_TIMEOUT, file_uri
from balie.store.unreadable import Connection
from balie.store.waiting import EVERY, OnWait

_CACHE_KB = 24_000
"""Kept of the file by each desk: the upper levels of a million customers, and where everybody begins to type."""
WRITE_BACK_PAGES = 200
WORKING_TIMEOUT_MS = 5_000
"""Milliseconds SQLite waits afterwards: the turnstile keeps desks apart, so this is for other programs only."""

_NO_LOG = (
    "Het bestand {path} staat op een schijf waar meer balies niet veilig samen kunnen werken. Kies een lokale schijf."
)


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
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        connection.execute("PRAGMA temp_store = MEMORY")  # sorting leaves no names in temporary files
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"PRAGMA busy_timeout = {WORKING_TIMEOUT_MS}")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # now the log is there (`balie.store.files`)
    except BaseException:
        connection.close()
        raise
    return connection
