"""One act of the desk in the store: the transaction, who did it, and the journal row that says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from os import urandom
from types import TracebackType
from typing import TYPE_CHECKING

from balie.store.busy import patiently
from balie.store.connecting import WORKING_TIMEOUT_MS
from balie.store.errors import BrokenConstraint, sqlite_refusal
from balie.store.numbered import bound
from balie.store.unreadable import first_row_of, rows_of
from balie.store.values import Params as Params
from balie.store.values import Row as Row
from balie.store.values import Value as Value

if TYPE_CHECKING:
    from json import JSONEncoder

    from balie.store.chain import ChainHead
    from balie.store.files import OpenFiles
    from balie.store.turnstile import Turn
    from balie.store.waiting import OnWait

_JOURNAL = (
    "INSERT INTO journal (id, at, working_date, branch, staff, action, customer_id, before, after,"
    " salt, content, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who does it, at which branch, when (aware), and on which working date it is booked."""

    staff: str
    branch: str
    at: datetime
    working_date: date


def utc_text(moment: datetime) -> str:
    """An aware moment as the store keeps it: `2024-04-09T08:15:00.000+00:00`, always UTC: text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


class Transaction:
    """All of it or nothing: BEGIN IMMEDIATE behind the turnstile, then COMMIT, or ROLLBACK when anything is raised.

    Made by `Store.transaction` and used once, with `with`. What SQLite refuses inside or at the commit (full
    disk, damaged, read-only) is raised as a `Refusal` after the rollback; what goes against a rule of the store itself
    is a `BrokenConstraint`, at the statement or at the commit.
    """

    __slots__ = ("_at", "_connection", "_files", "_head", "_on_wait", "_open", "_turnstile", "stamp")

    def __init__(
        self,
        connection: sqlite3.Connection,
        turnstile: Turn,
        files: OpenFiles,
        stamp: Stamp,
        on_wait: OnWait | None = None,
    ) -> None:
        self.stamp = stamp
        self._connection = connection
        self._turnstile = turnstile
        self._files = files
        self._on_wait = on_wait
        self._open = False
        self._at = ""
        self._head: ChainHead | None = None

    def __enter__(self) -> Transaction:
        connection = self._connection
        if connection.in_transaction:
            raise RuntimeError("a transaction within a transaction")
        self._turnstile.enter(self._on_wait, f"{self.stamp.staff}, vestiging {self.stamp.branch}")
        try:
            self._files.check()  # after the wait: much can have become of them meanwhile
            self._begin()
        except BaseException as error:
            self._undo()
            self._turnstile.leave()
            self._tell(error)
            raise
        self._open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        try:
            if error is None:
                self._files.check()
                self._connection.execute("COMMIT")
            else:
                self._undo()
        except BaseException as failure:
            self._undo()
            self._tell(failure)
            raise
        finally:
            self._turnstile.leave()
        self._tell(error)

    @property
    def at(self) -> str:
        """The moment of the stamp as the store keeps it (`utc_text`)."""
        if not self._at:
            self._at = utc_text(self.stamp.at)
        return self._at

    def execute(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Run one statement. Raises what the end of the transaction turns into a `Refusal`, and `BrokenConstraint`."""
        self._check_open()
        with _CONSTRAINTS:
            return self._connection.execute(sql, bound(sql, params))

    def insert(self, sql: str, params: Params = ()) -> int:
        """Run an INSERT of one row into a table that numbers its rows (`id`); the id of the new row."""
        row = self.read_one(f"{sql} RETURNING id", params)
        assert row is not None, "nothing was inserted"
        return int(row[0])

    def execute_many(self, sql: str, rows: Sequence[Params]) -> int:
        """Run one statement for each row of parameters; how many rows that inserted, changed or deleted in all."""
        self._check_open()
        with _CONSTRAINTS:
            return self._connection.executemany(sql, rows).rowcount

    def read(self, sql: str, params: Params = ()) -> list[Row]:
        """All rows of a SELECT, with this transaction's own changes in them."""
        self._check_open()
        with _CONSTRAINTS:
            return rows_of(self._connection, sql, params)

    def read_one(self, sql: str, params: Params = ()) -> Row | None:
        """The first row of a SELECT or of a RETURNING clause, or None."""
        self._check_open()
        with _CONSTRAINTS:
            return first_row_of(self._connection, sql, params)

    def journal(
        self,
        action: str,
        *,
        customer_id: int | None = None,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> int:
        """Write down what was done, by whom, where and when: `action` as a word (`enrolled`), values before and after.

        The values are kept as JSON; dates and moments become ISO text. Out: the id of the row in the journal. Raises
        `TypeError` for what JSON cannot hold.
        """
        return self.keep_in_journal([self._journal_row(action, customer_id, before, after)]).row

    def journal_many(
        self, action: str, rows: Iterable[tuple[int, Mapping[str, object] | None, Mapping[str, object] | None]]
    ) -> None:
        """As `journal`, the same action for many customers: their actor-ids, with the values before and after."""
        self.keep_in_journal(self._journal_row(action, *row) for row in rows)

    def keep_in_journal(self, rows: Iterable[tuple[Value, ...]]) -> ChainHead:
        """Write rows of the journal as they are, each sealed to the one before it (`balie.store.chain`).

        In: at, working date, branch, staff, action, customer, before, after. Out: the head of the journal then.
        """
        from balie.store.chain import SALT_BYTES, read_head, sealed

        head = self._head or read_head(self)
        complete = []
        for row in rows:
            values, head = sealed(head, row, urandom(SALT_BYTES))
            complete.append(values)
        self.execute_many(_JOURNAL, complete)
        self._head = head
        return head

    def _journal_row(
        self,
        action: str,
        customer_id: int | None,
        before: Mapping[str, object] | None,
        after: Mapping[str, object] | None,
    ) -> tuple[Value, ...]:
        stamp, encode = self.stamp, _encoder().encode
        return (
            self.at,
            stamp.working_date.isoformat(),
            stamp.branch,
            stamp.staff,
            action,
            customer_id,
            None if before is None else encode(before),
            None if after is None else encode(after),
        )

    def defer_references(self) -> None:
        """Look only at the commit whether references lead to something: rows may change their keys one by one."""
        self.execute("PRAGMA defer_foreign_keys = ON")

    def forget_customer(self, customer_id: int) -> None:
        """Empty what the journal keeps before and after of one customer; who did what and when stays.

        For removing a customer only: the one way past the triggers that keep the journal append-only.
        """
        self._forget("customer_id", customer_id, "customer_id = ?", customer_id)

    def forget_before(self, day: date, journal_ids: Sequence[int]) -> int:
        """Empty what these rows of the journal keep before and after, as far as they are of working dates earlier than
        `day`. Out: how many rows that were.
        """
        marks = ", ".join("?" * len(journal_ids))
        before = day.isoformat()
        return self._forget("before_day", before, f"working_date < ? AND id IN ({marks})", before, *journal_ids)

    def _forget(self, permit: str, whose: int | str, condition: str, *values: int | str) -> int:
        self.execute(f"INSERT INTO erasure_permit ({permit}) VALUES (?)", (whose,))
        emptied = self.execute(
            f"UPDATE journal SET before = NULL, after = NULL, salt = NULL WHERE {condition}"
            " AND (before IS NOT NULL OR after IS NOT NULL)",
            values,
        ).rowcount
        self.execute("DELETE FROM erasure_permit")
        return emptied

    def _check_open(self) -> None:
        # Outside its transaction a statement would be committed by itself.
        if not self._open:
            raise RuntimeError("this transaction is not running")

    def _begin(self) -> None:
        if self._on_wait is None:
            self._connection.execute("BEGIN IMMEDIATE")
        else:
            patiently(lambda: self._connection.execute("BEGIN IMMEDIATE"), WORKING_TIMEOUT_MS / 1000, self._on_wait)

    def _undo(self) -> None:
        # SQLite has undone it by itself after some errors, a full disk among them.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _tell(self, error: BaseException | None) -> None:
        if isinstance(error, sqlite3.IntegrityError):
            raise BrokenConstraint(str(error)) from error
        if isinstance(error, sqlite3.Error) and (refusal := sqlite_refusal(error, self._files.path)):
            raise refusal from error


class _Constraints:
    """Raises what SQLite says of a broken constraint as the store's own: no generator, which takes longer."""

    __slots__ = ()

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.IntegrityError):
            raise BrokenConstraint(str(error)) from error


_CONSTRAINTS = _Constraints()


@cache
def _encoder() -> JSONEncoder:
    from json import JSONEncoder

    return JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"the journal cannot hold a {type(value).__name__}")
