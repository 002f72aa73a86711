"""Makes a file that was filled without indexes and triggers into one that can take the place of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from balie.store.chain import seal_rows
from balie.store.connecting import Cache, keep_at_most
from balie.store.schema.m017_searching import FILL_NAME_PARTS
from balie.store.schema.m024_identity import FILL_MARKS


def finish(connection: sqlite3.Connection, indexes: Iterable[str]) -> None:
    """Seal the journal, make indexes and triggers (their SQL), and write what those would have written meanwhile."""
    seal_rows(connection)
    keep_at_most(connection, Cache.SORTING)
    connection.execute("PRAGMA threads = 2")  # small pieces, sorted beside the reading
    connection.execute("PRAGMA temp_store = FILE")  # or what is sorted would stand in memory as a whole
    for sql in indexes:
        connection.execute(sql)
    connection.execute(FILL_NAME_PARTS)
    connection.execute(FILL_MARKS)
