"""A file of the store as it is, of whatever version: read, and never brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from balie.store.reading import Reader
from balie.store.unreadable import first_row_of, rows_of

if TYPE_CHECKING:
    import sqlite3

    from balie.store.values import Params, Row


class Opened(Reader, Protocol):
    """What is open to be read from, whether it is a store that is worked in or a file as it is."""

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection itself: for this floor only."""
        ...


class AsItIs:
    """One open file. What cannot be read of it raises what SQLite says; see `errors.may_be_unreadable`."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection itself: for this floor (copies, checks, guards) only."""
        return self._connection

    def read(self, sql: str, params: Params = ()) -> list[Row]:
        """All rows of a SELECT."""
        return rows_of(self._connection, sql, params)

    def read_one(self, sql: str, params: Params = ()) -> Row | None:
        """The first row of a SELECT, or None."""
        return first_row_of(self._connection, sql, params)
