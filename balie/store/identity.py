"""Which store a file is, and who an actor-id in it stands for: told by what is in it, of whatever version it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from balie.store.inspection import version_of
from balie.store.schema.m024_identity import EARLIER_MARKS, earlier_id

if TYPE_CHECKING:
    from balie.store.as_it_is import Opened

_HAS_TABLE = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"


@dataclass(frozen=True, slots=True)
class JournalRow:
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
    first: JournalRow | None
    last: JournalRow | None

    def is_same_store(self, other: Identity) -> bool:
        """Whether both are copies of one store, whatever became of each since."""
        return self.store_id is not None and self.store_id == other.store_id


def read_identity(store: Opened) -> Identity:
    """Which store this is. Raises what SQLite says where it cannot be read."""
    if has_table(store, "store_identity"):
        row = store.read_one("SELECT store_id FROM store_identity")
        store_id = None if row is None else str(row[0])
    else:
        store_id = earlier_id(store.connection)
    return Identity(store_id, version_of(store), _work(store, "ASC"), _work(store, "DESC"))


def knows(store: Opened, work: JournalRow) -> bool:
    """Whether that was done in this store too: what is not, was done in a copy that went its own way."""
    row = store.read_one("SELECT at FROM journal WHERE id = ?", (work.row,))
    return row is not None and datetime.fromisoformat(row[0]) == work.at


def marks_of(store: Opened, actors: str) -> dict[int, str]:
    """The marks of the actor-ids that the SELECT `actors` gives as `actor_id`."""
    if has_table(store, "actor_mark"):
        sql = f"SELECT actor_id, mark FROM actor_mark WHERE actor_id IN (SELECT actor_id FROM ({actors}) AS actor)"
    else:
        sql = EARLIER_MARKS.format(actors=actors)
    return dict(store.read(sql))


def has_table(store: Opened, name: str) -> bool:
    """Whether a store of this version has the table."""
    return store.read_one(_HAS_TABLE, (name,)) is not None


def _work(store: Opened, order: str) -> JournalRow | None:
    row = store.read_one(f"SELECT id, at FROM journal ORDER BY id {order} LIMIT 1")
    return None if row is None else JournalRow(int(row[0]), datetime.fromisoformat(row[1]))
