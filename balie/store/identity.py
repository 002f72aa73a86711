"""Which store a file is, and who an actor-id in it stands for: told by what is in it, of whatever version it is."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from balie.store.schema.m024_identity import EARLIER_MARKS, earlier_id

_HAS_TABLE = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"


@dataclass(frozen=True, slots=True)
class Work:
    """A row of the journal: its id, and when it was written (aware)."""

    row: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Identity:
    """What a store says of itself.

    `store_id`: 32 hexadecimal digits, the same in every copy; None in one of before there were ids in which nothing
    was done. `version`: of the schema. `first`, `last`: the first and the last thing that was done.
    """

    store_id: str | None
    version: int
    first: Work | None
    last: Work | None

    def is_same_store(self, other: Identity) -> bool:
        """Whether both are copies of one store, whatever became of each since."""
        return self.store_id is not None and self.store_id == other.store_id


def read_identity(connection: sqlite3.Connection) -> Identity:
    """Which store this is. Raises `sqlite3.Error` as it comes."""
    if has_table(connection, "store_identity"):
        row = connection.execute("SELECT store_id FROM store_identity").fetchone()
        store_id = None if row is None else str(row[0])
    else:
        store_id = earlier_id(connection)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return Identity(store_id, int(version), _work(connection, "ASC"), _work(connection, "DESC"))


def knows(connection: sqlite3.Connection, work: Work) -> bool:
    """Whether that was done in this store too: what is not, was done in a copy that went its own way."""
    row = connection.execute("SELECT at FROM journal WHERE id = ?", (work.row,)).fetchone()
    return row is not None and datetime.fromisoformat(row[0]) == work.at


def marks_of(connection: sqlite3.Connection, actors: str) -> dict[int, str]:
    """The marks of the actor-ids that the SELECT `actors` gives as `actor_id`."""
    if has_table(connection, "actor_mark"):
        sql = f"SELECT actor_id, mark FROM actor_mark WHERE actor_id IN (SELECT actor_id FROM ({actors}))"
    else:
        sql = EARLIER_MARKS.format(actors=actors)
    return dict(connection.execute(sql).fetchall())


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a store of this version has the table."""
    return connection.execute(_HAS_TABLE, (name,)).fetchone() is not None


def _work(connection: sqlite3.Connection, order: str) -> Work | None:
    row = connection.execute(f"SELECT id, at FROM journal ORDER BY id {order} LIMIT 1").fetchone()
    return None if row is None else Work(int(row[0]), datetime.fromisoformat(row[1]))
