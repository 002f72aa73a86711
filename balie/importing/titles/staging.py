"""The work file of an import of titles: what was found in the file, known by what it is, until it goes into the store.

Titles and items are kept as text beside what they are looked up by, so that memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from balie.catalogue.titles import keys_of_title
from balie.catalogue.words import SEPARATOR
from balie.importing.titles.record import FileTitle, FoundItem, unpack_item, unpack_title
from balie.store.staging import WorkFile

_TABLES = (
    # work: 1 where there is something to do about the title or one of its items.
    """
    CREATE TABLE title (
        id INTEGER PRIMARY KEY, place INTEGER NOT NULL, isbn TEXT, control_number TEXT, likeness TEXT NOT NULL,
        words TEXT NOT NULL, stored_id INTEGER, changes INTEGER NOT NULL, work INTEGER NOT NULL, packed TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX title_isbn ON title (isbn) WHERE isbn IS NOT NULL",
    "CREATE UNIQUE INDEX title_control_number ON title (control_number) WHERE control_number IS NOT NULL",
    "CREATE INDEX title_likeness ON title (likeness)",
    """
    CREATE TABLE item (
        number TEXT PRIMARY KEY, title_id INTEGER NOT NULL, work INTEGER NOT NULL, packed TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX item_of_title ON item (title_id) WHERE work = 1",
)
_FIND = "SELECT id, place, words, stored_id, changes FROM title WHERE {} = ? ORDER BY id LIMIT 1"
_ADD = (
    "INSERT INTO title (place, isbn, control_number, likeness, words, stored_id, changes, work, packed)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)
_WORK = "SELECT id, changes, packed FROM title WHERE id > ? AND work = 1 ORDER BY id LIMIT ?"


@dataclass(frozen=True, slots=True)
class Staged:
    """A title of the file: where it was first seen, and the title of the store that it is (None: a new one)."""

    id: int
    place: int
    words: str
    stored_id: int | None
    changes: bool


@dataclass(frozen=True, slots=True)
class TitleWork:
    """What is to be done about one title: whether it is added or changed itself, and the items to add or change."""

    title: FileTitle
    changes: bool
    items: tuple[FoundItem, ...]


class TitleStaging:
    """The tables of a work file, over a connection to it."""

    def __init__(self, connection: WorkFile) -> None:
        self._connection = connection
        for sql in _TABLES:
            connection.execute(sql)
        connection.execute("BEGIN")

    def seen_before(self, title: FileTitle) -> list[Staged]:
        """The titles of the file that this one is: one, none, or two when its numbers point to different ones."""
        found: dict[int, Staged] = {}
        keys = {"isbn": title.values.isbn, "control_number": title.control_number}
        if not any(keys.values()):
            keys = {"likeness": title.likeness}
        for column, value in keys.items():
            if value is not None:
                row = self._connection.execute(_FIND.format(column), (value,)).fetchone()
                if row is not None:
                    id_, place, words, stored_id, changes = row
                    found[id_] = Staged(id_, place, words, stored_id, bool(changes))
        return list(found.values())

    def add_title(self, title: FileTitle, stored_id: int | None, changes: bool) -> Staged:
        """Keep a title; `changes`: the store does not have it so yet."""
        words, isbn = title_words(title), title.values.isbn
        row = self._connection.execute(
            _ADD,
            (
                *(title.place, isbn, title.control_number, title.likeness, words),
                *(stored_id, changes, changes, title.packed()),
            ),
        ).fetchone()
        return Staged(row[0], title.place, words, stored_id, changes)

    def has_item(self, number: str) -> bool:
        """Whether an item with this number was seen before."""
        row = self._connection.execute("SELECT 1 FROM item WHERE number = ?", (number,)).fetchone()
        return row is not None

    def add_item(self, staged: Staged, item: FoundItem, changes: bool) -> None:
        """Keep an item of a title; `changes`: the store does not have it so yet."""
        self._connection.execute(
            "INSERT INTO item (number, title_id, work, packed) VALUES (?, ?, ?, ?)",
            (item.number, staged.id, changes, item.packed()),
        )
        if changes and not staged.changes:
            self._connection.execute("UPDATE title SET work = 1 WHERE id = ?", (staged.id,))

    def count_work(self) -> int:
        """How many titles have something to be done about them."""
        return int(self._connection.execute("SELECT count(*) FROM title WHERE work = 1").fetchone()[0])

    def work(self, after: int, limit: int) -> tuple[Sequence[TitleWork], int]:
        """The next titles with something to be done, and the id after which to go on; none at the end."""
        rows = self._connection.execute(_WORK, (after, limit)).fetchall()
        found = [
            TitleWork(unpack_title(packed), bool(changes), tuple(self._items(id_))) for id_, changes, packed in rows
        ]
        return found, rows[-1][0] if rows else after

    def _items(self, title_id: int) -> Iterator[FoundItem]:
        sql = "SELECT packed FROM item WHERE title_id = ? AND work = 1 ORDER BY number"
        for (packed,) in self._connection.execute(sql, (title_id,)):
            yield unpack_item(packed)


def title_words(title: FileTitle) -> str:
    """The title itself as it is searched: what lines about one title must have in common."""
    return keys_of_title(title.values).title_key.split(SEPARATOR)[0]
