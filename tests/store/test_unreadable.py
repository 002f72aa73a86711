"""Whatever can be read is read; `controle` names the table, row and column of what cannot, and not its value."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from balie.store.check import RULE, UNREADABLE, Invariant, check
from balie.store.connection import Stamp, Store
from balie.store.unreadable import DAY, KIND, NUMBER, TEXT, BadValue, bad_values

BAD_TEXT = [
    b"Andr\xe9",
    b"\xff",
    b"x\xc3",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xf5\x80\x80\x80",
    b"Jan\0sen",
    b"\0",
    b"a\0\xe9",
]
"""Latin-1, no byte of UTF-8, half a letter, half a surrogate pair, overlong, too high; a NUL, alone and before more."""
GOOD_TEXT = ["", "André", "Ян", "\U0001f4da", "e\u0301", "a\u00a0b", "~!", "\ufffd"]


def put(store: Store, value: bytes | str, *, key: str = "naam") -> None:
    raw = value if isinstance(value, bytes) else value.encode()
    store.connection.execute("INSERT INTO setting (key, value) VALUES (?, CAST(? AS TEXT))", (key, raw))


@pytest.mark.parametrize("raw", BAD_TEXT)
def test_a_bad_byte_takes_nothing_else_with_it(store: Store, stamp: Stamp, raw: bytes) -> None:
    put(store, raw)
    put(store, "Ærø", key="plaats")
    shown = raw.decode("utf-8", "replace")
    sql = "SELECT value FROM setting ORDER BY key"

    assert store.read(sql) == [(shown,), ("Ærø",)]
    assert store.read_one(sql) == (shown,)
    with store.transaction(stamp) as tx:
        assert tx.read(sql) == [(shown,), ("Ærø",)]
        assert tx.read_one(sql) == (shown,)
    assert store.met_unreadable == (b"\0" not in raw or "\ufffd" in shown)


@pytest.mark.parametrize("raw", BAD_TEXT)
def test_a_bad_text_is_named(store: Store, raw: bytes) -> None:
    put(store, raw)

    assert list(bad_values(store.connection)) == [BadValue("setting", "1", "value", TEXT)]
    for thorough in (False, True):
        (finding,) = check(store, thorough=thorough)
        assert (finding.name, finding.ids) == (UNREADABLE, ("setting value 1",))
        assert finding.text == "In tabel setting staat tekst die niet te lezen is."


@pytest.mark.parametrize("text", GOOD_TEXT)
def test_any_other_text_is_right(store: Store, text: str) -> None:
    put(store, text)

    assert check(store) == []
    assert store.read("SELECT value FROM setting") == [(text,)]
    assert not store.met_unreadable


def test_a_key_that_cannot_be_read_is_named_too(store: Store) -> None:
    store.connection.execute("INSERT INTO setting (key, value) VALUES (CAST(? AS TEXT), 'x')", (b"na\xffm",))

    assert list(bad_values(store.connection)) == [BadValue("setting", "1", "key", TEXT)]


@pytest.mark.parametrize(
    "day", ["", "2024-02-30", "2023-02-29", "gisteren", "09-04-2024", "2024-4-9", "2024-04-09 ", "0"]
)
def test_a_day_that_is_none_is_named(store: Store, day: str) -> None:
    store.connection.execute("INSERT INTO calendar (branch, day, kind) VALUES ('9428', ?, 'gesloten')", (day,))

    assert [(bad.table, bad.column, bad.what) for bad in bad_values(store.connection)] == [("calendar", "day", DAY)]


@pytest.mark.parametrize("day", ["2024-02-29", "1900-01-01", "2999-12-31"])
def test_a_day_that_is_one_is_right(store: Store, day: str) -> None:
    store.connection.execute("INSERT INTO calendar (branch, day, kind) VALUES ('9428', ?, 'gesloten')", (day,))

    assert list(bad_values(store.connection)) == []


def test_what_is_of_another_kind_is_named(store: Store) -> None:
    """The tables are strict: only another program, that takes the guard away, can put such a value there."""
    connection = store.connection
    put(store, "x")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'setting'")
    connection.execute("PRAGMA writable_schema = RESET")
    (path,) = [row[2] for row in connection.execute("PRAGMA database_list")]
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE setting SET value = x'00ff'")

    assert BadValue("setting", "1", "value", KIND) in bad_values(connection, kinds=True)


def test_what_changes_something_is_never_done_twice(store: Store, stamp: Stamp) -> None:
    put(store, b"\xe9")
    with pytest.raises(sqlite3.OperationalError), store.transaction(stamp) as tx:
        tx.read_one("UPDATE setting SET value = value || 'x' RETURNING value")

    assert store.read("SELECT value FROM setting") == [("\ufffd",)]


@pytest.mark.parametrize("number", [2**62, -(2**62), 2**40 + 1])
def test_a_number_that_is_far_too_large_is_named(store: Store, number: int) -> None:
    """Also where sums of it cannot be worked out any more."""
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.connection.execute("INSERT INTO counter (name, next) VALUES ('reeks', ?), ('goed', ?)", (number, 2**40))

    bad = list(bad_values(store.connection))
    assert [(one.table, one.column, one.what) for one in bad] == [("counter", "next", NUMBER)]
    always = Invariant("sum", "De som klopt niet.", "SELECT 1 FROM counter WHERE 9223372036854775807 + 1 > 0")
    sums = Invariant(
        "sums",
        "De som klopt niet.",
        "SELECT sum(next) FROM (SELECT 9223372036854775807 AS next UNION ALL SELECT 9223372036854775807)",
    )
    found = check(store, [sums, always])
    assert UNREADABLE in [finding.name for finding in found]
    assert "sum" in [finding.name for finding in found]


def test_a_sum_that_cannot_be_worked_out_of_good_values_is_a_mistake_of_ours(store: Store) -> None:
    sums = Invariant("sums", "", "SELECT sum(x) FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 1)")
    with pytest.raises(sqlite3.OperationalError, match="integer overflow"):
        check(store, [sums])


@pytest.mark.parametrize(
    ("table", "put"),
    [
        ("calendar", "INSERT INTO calendar (branch, day, kind) VALUES ('9428', '2024-04-09', 'onbekend')"),
        ("counter", "INSERT INTO counter (name, next) VALUES ('reeks', NULL)"),
    ],
)
def test_a_table_with_a_value_that_it_does_not_allow_is_named(store: Store, table: str, put: str) -> None:
    connection = store.connection
    connection.execute("PRAGMA ignore_check_constraints = ON")
    if "NULL" in put:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = ?", (table,))
        connection.execute("PRAGMA writable_schema = RESET")
    connection.execute(put)
    if "NULL" in put:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'INTEGER', 'INTEGER NOT NULL') WHERE name = ?", (table,)
        )
        connection.execute("PRAGMA writable_schema = RESET")
    connection.execute("PRAGMA ignore_check_constraints = OFF")

    for thorough in (False, True):
        assert (RULE, (f"tabel {table}",)) in [(one.name, one.ids) for one in check(store, thorough=thorough)]
