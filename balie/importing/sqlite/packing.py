"""A batch of people as a table in a database of its own, which goes from one process to another as it is in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from balie.importing.reading import Imported

if TYPE_CHECKING:
    from balie.store.values import Value

LINE_TABLE = f"CREATE TABLE line (place INTEGER PRIMARY KEY, line INTEGER NOT NULL, {', '.join(Imported._fields)})"
"""A batch as a table; `place` counts from 1."""
FILL_LINES = f"INSERT INTO line VALUES (NULL, ?, {', '.join('?' * len(Imported._fields))})"


class Packer:
    """Packs one batch after another, in the same memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute(LINE_TABLE)

    def pack(self, people: Sequence[tuple[Value, ...]]) -> bytes:
        """A whole SQLite database with these people (the number of the line before each) in `LINE_TABLE`."""
        self._connection.execute("BEGIN")
        self._connection.executemany(FILL_LINES, people)
        self._connection.execute("COMMIT")
        image = self._connection.serialize()
        self._connection.execute("DELETE FROM line")
        return image


@contextmanager
def packer() -> Iterator[Packer]:
    """A packer, and its memory given back afterwards."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        yield Packer(connection)
