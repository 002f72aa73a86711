"""Makes a store and brings an older one up to date, step by step; each step is all there or not at all."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from balie.store.schema import STEPS

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x42616C69
"""What marks a SQLite file as a store of Balie (`PRAGMA application_id`): the letters "Bali"."""


class _Step(Protocol):
    def apply(self, db: Database) -> None: ...


def apply_pending(connection: sqlite3.Connection, steps: Sequence[str] = STEPS) -> int:
    """Apply the steps the store has not had yet; how many that were.

    `connection` is in autocommit mode and has the store to itself (`Turnstile.claim`). Each step is one transaction
    together with its version number, so a program that dies in between leaves the store at a version that is true.
    Raises `sqlite3.Error` as it comes.
    """
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version >= len(steps):
        return 0
    # Rebuilding a table that others refer to needs foreign keys off, which SQLite only allows outside a transaction.
    (enforced,) = connection.execute("PRAGMA foreign_keys").fetchone()
    connection.execute("PRAGMA foreign_keys = OFF")
    broken = _broken_references(connection)
    try:
        for number, name in enumerate(steps[version:], version + 1):
            _apply_one(connection, number, _load(name), broken)
    finally:
        connection.execute(f"PRAGMA foreign_keys = {enforced}")
    return len(steps) - version


def _broken_references(connection: sqlite3.Connection) -> Counter[str]:
    """Per table how many of its rows refer to what is not there."""
    return Counter(str(row[0]) for row in connection.execute("PRAGMA foreign_key_check"))


def _apply_one(
    connection: sqlite3.Connection, number: int, apply: Callable[[Database], None], broken_before: Counter[str]
) -> None:
    from sqlite_utils import Database

    connection.execute("BEGIN IMMEDIATE")
    try:
        apply(Database(connection, execute_plugins=False))
        if not connection.in_transaction:
            raise RuntimeError(f"step {number} ended the transaction it works in")
        # What was broken before is for `balie controle` to tell: it may not keep a library from opening its store.
        if broken := _broken_references(connection) - broken_before:
            raise RuntimeError(f"step {number} left a foreign key of table {min(broken)} broken")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _load(name: str) -> Callable[[Database], None]:
    module = import_module(f"balie.store.schema.{name}")
    return cast("_Step", module).apply
