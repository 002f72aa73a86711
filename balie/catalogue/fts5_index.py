"""The index of the words of titles, as SQLite has one (FTS5): kept up to date, asked, and compared with the titles.

Everything of it that another engine would do in its own way stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.catalogue.words import Keys
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction

LAST_ROWID = 2**28 - 1
"""The rowid of a title in the index is this less its id: read forwards, which is faster, the newest is first.

28 bits are what FTS5 writes in four bytes.
"""

NOT_INDEXED = (
    f"SELECT id FROM title WHERE {LAST_ROWID} - id NOT IN (SELECT id FROM title_words_docsize) UNION ALL"
    f" SELECT {LAST_ROWID} - id FROM title_words_docsize WHERE {LAST_ROWID} - id NOT IN (SELECT id FROM title)"
)
"""SELECT of the ids of titles that are not in the index, and of what is in it without a title."""

_ADD = "INSERT INTO title_words (rowid, title_key, author_key, subject_key) VALUES (?, ?, ?, ?)"
_REMOVE = (
    "INSERT INTO title_words (title_words, rowid, title_key, author_key, subject_key) VALUES ('delete', ?, ?, ?, ?)"
)
_FIND = (
    "SELECT {columns} FROM title_words AS w JOIN title AS t ON t.id = {last} - w.rowid"
    " WHERE w.title_words MATCH ? AND w.rowid > ? AND NOT (t.title_key >= ? AND t.title_key < ?)"
    " ORDER BY w.rowid LIMIT ?"
)


def add_words(tx: Transaction, title_id: int, keys: Keys) -> None:
    """Put a title in the index; belongs to every new row of `title`."""
    tx.execute(_ADD, (LAST_ROWID - title_id, *keys))


def change_words(tx: Transaction, title_id: int, was: Keys, will: Keys) -> None:
    """Keep the index up to date; belongs to every change of the keys of a title."""
    if was != will:
        tx.execute(_REMOVE, (LAST_ROWID - title_id, *was))
        add_words(tx, title_id, will)


def query_of(words: Sequence[str], column: str | None = None) -> str:
    """What FTS5 is asked: every word in quotes, all required, the last one as a beginning; in one column or all.

    Nothing that is typed is syntax: a word is letters a-z and digits, and in quotes only that.
    """
    terms = " ".join(f'"{word}"' for word in words) + "*"
    return terms if column is None else f"{column} : ({terms})"


def find_words(
    reader: Reader, columns: str, query: str, *, before: int | None, without: tuple[str, str], limit: int
) -> list[Row]:
    """These columns (SQL, of the title `t`) of the titles that a query fits, the newest first.

    `before`: only those with a smaller id. `without`: not those whose title key is in this range.
    """
    last = 0 if before is None else LAST_ROWID - before
    return reader.read(_FIND.format(columns=columns, last=LAST_ROWID), (query, last, *without, limit))
