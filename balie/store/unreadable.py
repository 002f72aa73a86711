"""Values in the store that are not what they should be: text that is no UTF-8 or has a NUL in it, days and numbers
that are none.

A desk never writes one; a disk, another program or an older file may. Whatever can be read is read: a bad byte comes as
U+FFFD, and `balie controle` names the place.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from balie.refusal import Refusal
from balie.store.numbered import bound

if TYPE_CHECKING:
    from balie.store.values import Params, Row


TEXT = "tekst die niet te lezen is"
DAY = "een dag die niet bestaat"
KIND = "iets wat daar niet hoort"
NUMBER = "een getal dat veel te groot is"
_LARGEST = 2**40
"""What no amount (in cents), count or number of a row comes near; sums and days of larger ones cannot be worked out."""
_OVERFLOW = "integer overflow"
_TYPES = {"TEXT": "text", "INTEGER": "integer", "BLOB": "blob"}
_UNDECODABLE = "Could not decode to UTF-8"
_MAY_BE_REPEATED = re.compile(r"\s*(?:SELECT|WITH|PRAGMA)\b", re.IGNORECASE)
_DAYS = re.compile(r".*(?:_on|_date|_from|_until|_since|_before|_day|_to)|day|last_day|month")
_MOMENTS = re.compile(r".*_at|at")
_TOLD_ELSEWHERE = frozenset({("customer", "birth_date"), ("membership", "paid_from"), ("membership", "paid_until")})
"""Days of which an invariant of their department says so."""
# GLOB stops at a NUL; a NUL makes the text shorter than its bytes, and so does every letter that is not ASCII.
_SUSPECT = "({0} GLOB '*[^ -~]*' OR length({0}) <> length(CAST({0} AS BLOB)))"
_NAMED = "In het bestand staat in tabel {}, rij {}, kolom {} {}."
_NOT_DONE = "Daardoor kan dit niet. Laat het verbeteren, of zet een reservekopie terug; `balie controle` zegt alles."
_MOST_NAMED = 10
_NO_DAY = "({0} IS NOT NULL AND date({0}, '+0 days') IS NOT {0})"
_TOO_LARGE = f'(typeof("{{0}}") = \'integer\' AND "{{0}}" NOT BETWEEN -{_LARGEST} AND {_LARGEST})'
_NO_MOMENT = "({0} IS NOT NULL AND datetime({0}) IS NULL)"


@dataclass(frozen=True, slots=True)
class BadValue:
    """Where a bad value stands: the table, its row (the rowid, or the key's values with `/` between), the column.

    `what` is Dutch: `TEXT`, `DAY`, `KIND` or `NUMBER`.
    """

    table: str
    row: str
    column: str
    what: str


class Connection(sqlite3.Connection):
    """A connection that remembers whether it met text that is no UTF-8."""

    met_unreadable = False


def rows_of(connection: sqlite3.Connection, sql: str, params: Params) -> list[Row]:
    """All rows of a statement; text that is no UTF-8 is made readable. Raises other `sqlite3.Error` as it comes."""
    try:
        return connection.execute(sql, bound(sql, params)).fetchall()
    except sqlite3.OperationalError as error:
        if not _may_be_repeated(error, sql):
            raise
    with _replacing(connection):
        return connection.execute(sql, bound(sql, params)).fetchall()


def first_row_of(connection: sqlite3.Connection, sql: str, params: Params) -> Row | None:
    """As `rows_of`: the first row, or None. The statement is done with afterwards."""
    try:
        return _first(connection, sql, params)
    except sqlite3.OperationalError as error:
        if not _may_be_repeated(error, sql):
            raise
    with _replacing(connection):
        return _first(connection, sql, params)


def _first(connection: sqlite3.Connection, sql: str, params: Params) -> Row | None:
    cursor = connection.execute(sql, bound(sql, params))
    row: Row | None = cursor.fetchone()
    cursor.close()  # an unfinished SELECT would keep the write-ahead log from being taken up
    return row


def _may_be_repeated(error: sqlite3.OperationalError, sql: str) -> bool:
    return str(error).startswith(_UNDECODABLE) and _MAY_BE_REPEATED.match(sql) is not None


@contextmanager
def _as_bytes(connection: sqlite3.Connection) -> Iterator[None]:
    connection.text_factory = bytes
    try:
        yield
    finally:
        connection.text_factory = str


@contextmanager
def _replacing(connection: sqlite3.Connection) -> Iterator[None]:
    # Only then: a function for every text would make each read many times slower.
    connection.text_factory = _replaced
    try:
        yield
    finally:
        connection.text_factory = str
        if isinstance(connection, Connection):
            connection.met_unreadable = True


def _replaced(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def bad_values(connection: sqlite3.Connection, *, kinds: bool = False) -> Iterator[BadValue]:
    """Every bad value in a store, table by table. Raises `sqlite3.Error` as it comes.

    `kinds` also looks for what is of another kind than its column: SQLite finds those itself (`quick_check`), but does
    not say where.
    """
    with _as_bytes(connection):
        for table in _tables(connection):
            columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
            key = row_key(connection, table)
            typed = [(_replaced(name), _replaced(kind)) for _, name, kind, *_ in columns]
            if kinds:
                yield from _of_another_kind(connection, table, key, typed)
            numbers = [name for name, kind in typed if kind == "INTEGER"]
            yield from _found(connection, table, key, {name: _TOO_LARGE.format(name) for name in numbers}, NUMBER)
            texts = [name for name, kind in typed if kind == "TEXT"]
            if texts and _is_suspect(connection, table, texts):
                yield from _bad_texts(connection, table, key, texts)
                yield from _bad_days(connection, table, key, texts)


def row_key(connection: sqlite3.Connection, table: str) -> str:
    """The SQL of what `BadValue.row` is in this table: `rowid`, or the values of its key with `/` between."""
    sql = "SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND name = ? AND wr = 1"
    if connection.execute(sql, (table,)).fetchone() is None:
        return "rowid"
    keys = connection.execute("SELECT CAST(name AS BLOB) FROM pragma_table_info(?) WHERE pk > 0", (table,)).fetchall()
    return " || '/' || ".join(f'"{_replaced(name)}"' for (name,) in keys)


def named(connection: sqlite3.Connection) -> list[str]:
    """Where the first bad values are, in Dutch, a sentence each: the place, and not the value."""
    return [
        _NAMED.format(bad.table, bad.row, bad.column, bad.what) for bad in islice(bad_values(connection), _MOST_NAMED)
    ]


def misread(connection: sqlite3.Connection, error: Exception) -> Refusal | None:
    """The refusal where `error` came of a bad value in the store; None where it did not, and is a mistake of ours."""
    if isinstance(error, Refusal) or connection.in_transaction:
        return None
    if isinstance(error, sqlite3.Error) and str(error) != _OVERFLOW:
        return None
    found = named(connection)
    return Refusal(*found, _NOT_DONE) if found else None


def _is_suspect(connection: sqlite3.Connection, table: str, columns: list[str]) -> bool:
    """Whether a table has a bad text or day: one look at each row, for a million of them."""
    days = [name for name in columns if _is_day(table, name)]
    together = " || ".join(f"""coalesce("{name}", '')""" for name in columns)
    good: set[bytes | None] = {None}
    for text, *found in connection.execute(f'SELECT {", ".join([together, *(_quoted(days))])} FROM "{table}"'):
        if (not text.isascii() and not _is_text(text)) or b"\0" in text:
            return True
        for day in found:
            if day not in good:
                if not _is_a_day(day):
                    return True
                good.add(day)
    moments = " OR ".join(_NO_MOMENT.format(name) for name in _quoted(columns) if _MOMENTS.fullmatch(name.strip('"')))
    return (
        bool(moments) and connection.execute(f'SELECT 1 FROM "{table}" WHERE {moments} LIMIT 1').fetchone() is not None
    )


def _quoted(names: list[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _is_a_day(raw: bytes) -> bool:
    try:
        return date.fromisoformat(raw.decode()).isoformat() == raw.decode()
    except ValueError:
        return False


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("PRAGMA main.table_list").fetchall()
    found = [_replaced(name) for _, name, kind, *_ in rows if kind == b"table"]
    return sorted(table for table in found if not table.startswith("sqlite_"))


def _found(
    connection: sqlite3.Connection, table: str, key: str, conditions: dict[str, str], what: str
) -> Iterator[BadValue]:
    """The rows of a table in which a column meets its condition."""
    if not conditions:
        return
    marked = ", ".join(conditions.values())
    # Bytes: the key may be what cannot be read.
    sql = f'SELECT CAST({key} AS BLOB), {marked} FROM "{table}" WHERE {" OR ".join(conditions.values())}'
    for row, *marks in connection.execute(sql):
        yield from (
            BadValue(table, _replaced(row or b""), column, what)
            for column, mark in zip(conditions, marks, strict=True)
            if mark
        )


def _of_another_kind(
    connection: sqlite3.Connection, table: str, key: str, columns: list[tuple[str, str]]
) -> Iterator[BadValue]:
    conditions = {
        name: f"(typeof(\"{name}\") NOT IN ('null', '{_TYPES[kind]}'))" for name, kind in columns if kind in _TYPES
    }
    return _found(connection, table, key, conditions, KIND)


def _bad_texts(connection: sqlite3.Connection, table: str, key: str, columns: list[str]) -> Iterator[BadValue]:
    """Text that SQLite has doubts about, looked at byte by byte."""
    if not columns:
        return
    quoted = [f'"{name}"' for name in columns]
    suspect = " OR ".join(_SUSPECT.format(name) for name in quoted)
    as_bytes = ", ".join(f"CAST({name} AS BLOB)" for name in quoted)
    for row, *values in connection.execute(f'SELECT CAST({key} AS BLOB), {as_bytes} FROM "{table}" WHERE {suspect}'):
        for column, value in zip(columns, values, strict=True):
            if value is not None and not _is_text(value):
                yield BadValue(table, _replaced(row or b""), column, TEXT)


def _bad_days(connection: sqlite3.Connection, table: str, key: str, columns: list[str]) -> Iterator[BadValue]:
    days = {name: _NO_DAY.format(f'"{name}"') for name in columns if _is_day(table, name)}
    moments = {name: _NO_MOMENT.format(f'"{name}"') for name in columns if _MOMENTS.fullmatch(name)}
    return _found(connection, table, key, {**days, **moments}, DAY)


def _is_day(table: str, column: str) -> bool:
    return _DAYS.fullmatch(column) is not None and (table, column) not in _TOLD_ELSEWHERE


def _is_text(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode()
    except UnicodeDecodeError:
        return False
