"""The check finds what is wrong with a store, and nothing in a sound one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from balie.store.chain import ChainHead, sealed
from balie.store.check import Invariant, check
from balie.store.connection import Store, borrow, open_store


def _drop_trigger(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TRIGGER journal_no_update")


def _hollow_out_trigger(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TRIGGER journal_no_update")
    connection.execute("CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END")


def _orphan(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("CREATE TABLE orphan (of TEXT REFERENCES setting (key)) STRICT")
    connection.execute("INSERT INTO orphan VALUES ('nothing')")


def _unreadable_journal(connection: sqlite3.Connection) -> None:
    told = ("2024-04-09T08:15:00.000+00:00", "2024-04-09", "b", "s", "a", None)
    row, _ = sealed(ChainHead(6, b""), (*told, "{", None), b"salt")
    connection.execute(f"INSERT INTO journal VALUES ({', '.join('?' * len(row))})", row)


def _forged_journal(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO journal (id, at, working_date, branch, staff, action)"
        " VALUES (7, '2024-04-09T08:15:00.000+00:00', '2024-04-09', 'b', 's', 'a')"
    )


def _unguarded_payments(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TRIGGER payment_no_UPDATE")


def _loans_without_their_key(connection: sqlite3.Connection) -> None:
    connection.execute("DROP INDEX loan_item_open")
    connection.execute("CREATE INDEX loan_item_open ON loan (item_number) WHERE returned_on IS NULL")


def _orphan_without_rowid(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("CREATE TABLE orphan (of TEXT PRIMARY KEY REFERENCES setting (key)) STRICT, WITHOUT ROWID")
    connection.execute("INSERT INTO orphan VALUES ('nothing')")


def _impossible_counter(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO counter VALUES ('9428', 0)")


@pytest.mark.parametrize("thorough", [False, True])
def test_a_sound_store_has_no_findings(store: Store, thorough: bool) -> None:
    assert check(store, thorough=thorough) == []


def test_an_index_that_was_made_anew_is_as_good(store: Store) -> None:
    (made,) = store.connection.execute(  # a trigger has this name too
        "SELECT sql FROM sqlite_schema WHERE (type, name) = ('index', 'payment_counters')"
    ).fetchone()
    store.connection.execute("DROP INDEX payment_counters")
    store.connection.execute(made)
    assert check(store) == []


@pytest.mark.parametrize(
    ("spoil", "name", "text", "ids"),
    [
        (_drop_trigger, "journal", "journal_no_update ontbreekt", ()),
        (_hollow_out_trigger, "journal", "journal_no_update ontbreekt of is veranderd", ()),
        (_orphan, "references", "In tabel orphan", ("1",)),
        (_unreadable_journal, "journal.json", "onleesbaar", ("7",)),
        (_forged_journal, "journal.chain", "buiten Balie om veranderd", ("7",)),
        (_orphan_without_rowid, "references", "In tabel orphan", ()),
        (_unguarded_payments, "guards", "payment_no_UPDATE ontbreekt of is veranderd", ()),
        (_loans_without_their_key, "guards", "loan_item_open ontbreekt of is veranderd", ()),
        (_impossible_counter, "counter.positive", "nummerreeks", ("9428",)),
    ],
)
def test_what_is_wrong_is_found(
    store: Store, spoil: Callable[[sqlite3.Connection], None], name: str, text: str, ids: tuple[str, ...]
) -> None:
    spoil(store.connection)
    (finding,) = check(store)
    assert (finding.name, finding.ids) == (name, ids)
    assert text in finding.text


def test_an_invariant_of_a_department_is_looked_at(store: Store) -> None:
    store.connection.execute("INSERT INTO counter VALUES ('a', 1), ('b', 2), ('c', 3)")
    odd = Invariant("test.even", "Er is een oneven telling.", "SELECT name FROM counter WHERE next % 2 ORDER BY name")
    assert [(finding.name, finding.text, finding.ids) for finding in check(store, [odd])] == [
        ("test.even", "Er is een oneven telling.", ("a", "c"))
    ]


def test_an_invariant_is_not_asked_of_an_older_store(older: Path) -> None:
    unknown = Invariant("test.unknown", "?", "SELECT id FROM a_table_of_a_later_version")
    with borrow(older) as opened:
        assert check(opened, [unknown]) == []


def test_every_damaged_page_is_found_or_harmless(path: Path) -> None:
    content = path.read_bytes()
    with open_store(path) as store:
        roots = {page for (page,) in store.read("SELECT rootpage FROM sqlite_schema WHERE rootpage > 1")}
    for page in roots:
        path.write_bytes(content[: (page - 1) * 4096] + b"\xaa" * 4096 + content[page * 4096 :])
        with borrow(path) as opened:
            assert [finding.name for finding in check(opened)] == ["file"], page


def test_only_a_thorough_check_compares_an_index_with_its_table(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE pair (a INTEGER, b INTEGER) STRICT")
        connection.execute("CREATE INDEX pair_by_a ON pair (a)")
        connection.execute("INSERT INTO pair VALUES (1, 2)")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX pair_by_a ON pair (b)' WHERE name = 'pair_by_a'"
        )
    with borrow(path) as opened:
        assert check(opened) == []
        assert [finding.name for finding in check(opened, thorough=True)] == ["file"]
