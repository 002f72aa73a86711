"""Fills a store with made-up titles and their items, fast and always the same, for benchmarks and tests of size.

Words follow Zipf's law, as in a real catalogue: a few are in a tenth of all titles, most in one.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect
from itertools import accumulate
from pathlib import Path
from random import Random

from balie.catalogue.fts5_index import LAST_ROWID
from balie.catalogue.numbers import make_item_number
from balie.catalogue.words import keys_of
from balie.store.connection import create_store

BRANCH = "9428"
_CHUNK = 10_000
_COMMON = ("de", "het", "een", "van", "in", "en", "the", "op", "voor", "met", "of", "te", "naar", "uit", "aan")
_ONSETS = (
    "b",
    "br",
    "d",
    "dr",
    "g",
    "gr",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sch",
    "st",
    "t",
    "v",
    "w",
    "z",
)
_RHYMES = ("a", "aan", "aard", "e", "eel", "er", "ie", "ijk", "o", "oe", "oor", "u", "uis", "ing", "and", "ond", "ei")
_WORDS = 60_000
_NAMES = 40_000
_FIRST_NAMES = ("Anna", "Harry", "Jan", "Hella", "Gerard", "Maria", "Roald", "Annie", "Thea", "Paul", "Saskia", "Tonke")
_KINDS = ("boek", "boek", "boek", "boek", "dvd", "luisterboek", "grootletter", "strip")
_DAY = "2024-04-02"


def word(rank: int) -> str:
    """The word that is so many-th in frequency, from 0: a function word first, then ever rarer made-up ones."""
    if rank < len(_COMMON):
        return _COMMON[rank]
    random = Random(f"word {rank}")
    return "".join(random.choice(_ONSETS) + random.choice(_RHYMES) for _ in range(random.randint(1, 4)))


def surname(rank: int) -> str:
    """The surname of the author who is so many-th in number of titles, from 0."""
    random = Random(f"name {rank}")
    return "".join(random.choice(_ONSETS) + random.choice(_RHYMES) for _ in range(random.randint(2, 3))).capitalize()


def make_titles(path: Path, size: int) -> None:
    """Make a store at `path` with `size` titles of one to three items each; about 15,000 titles a second."""
    create_store(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        _fill(connection, size)
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, size: int) -> None:
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql NOT NULL AND tbl_name IN ('title', 'item')"
    ).fetchall()
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    words, names = _Choice(_WORDS, 1.0), _Choice(_NAMES, 0.6)
    serial = 0
    for start in range(1, size + 1, _CHUNK):
        titles, items = [], []
        for title_id in range(start, min(start + _CHUNK, size + 1)):
            random = Random(title_id)
            title = " ".join(words.one(random) for _ in range(random.randint(1, 5))).capitalize()
            subtitle = " ".join(words.one(random) for _ in range(random.randint(2, 6))) if random.random() < 0.4 else ""
            series = words.one(random).capitalize() if random.random() < 0.2 else ""
            author = f"{names.one(random)}, {random.choice(_FIRST_NAMES)}"
            subjects = "; ".join(words.one(random) for _ in range(random.randint(0, 3)))
            kind, year = random.choice(_KINDS), random.randint(1950, 2024)
            keys = keys_of(title, subtitle, series, author, "", subjects)
            titles.append((title_id, kind, title, subtitle, author, year, series, subjects, *keys, _DAY, _DAY, "ebt"))
            for _ in range(random.randint(1, 3)):
                serial += 1
                items.append((make_item_number(BRANCH, serial), title_id, BRANCH, kind, _DAY, _DAY, "ebt"))
        connection.executemany(
            "INSERT INTO title (id, kind, title, subtitle, author, year, series, subjects, title_key, author_key,"
            " subject_key, made_on, changed_on, changed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            titles,
        )
        connection.executemany(
            "INSERT INTO item (number, title_id, branch, material, made_on, changed_on, changed_by)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            items,
        )
    connection.execute(
        "INSERT INTO title_words (rowid, title_key, author_key, subject_key)"
        f" SELECT {LAST_ROWID} - id, title_key, author_key, subject_key FROM title ORDER BY id DESC"
    )
    connection.execute("INSERT INTO title_words (title_words) VALUES ('optimize')")
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("INSERT INTO counter (name, next) VALUES (?, ?)", (f"item:{BRANCH}", serial + 1))
    connection.execute("COMMIT")


class _Choice:
    """Takes words or names at random, the n-th so often as 1/n to some power: one list for all titles."""

    def __init__(self, count: int, power: float) -> None:
        make = word if count == _WORDS else surname
        self._made = [make(rank) for rank in range(count)]
        self._until = list(accumulate(1 / (rank + 1) ** power for rank in range(count)))

    def one(self, random: Random) -> str:
        return self._made[bisect(self._until, random.random() * self._until[-1])]
