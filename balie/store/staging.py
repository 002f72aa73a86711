"""A file beside the store in which much is made ready at once: fast, since nobody else reads it and it may be lost.

It has the tables of a store, and so can take the store's place as a whole, or be read from to fill the store.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

from balie.store.aside import discard, new_file_beside, sync_folder
from balie.store.connecting import Cache, connect, keep_at_most
from balie.store.connection import Store
from balie.store.copying import fill, no_progress
from balie.store.errors import refusing
from balie.store.inspection import file_uri
from balie.store.sharing import share
from balie.store.turnstile import glances, turnstile_for

_PATIENCE = 2.0
WorkFile: TypeAlias = sqlite3.Connection
"""A file in which an import keeps what it read until it is stored: of SQLite, wherever the store is."""
ATTACHED = "staging"
"""The name under which `attached` makes the tables known."""


def new_staging(store: Store, *, with_contents: bool) -> Path:
    """A file beside the store with its tables, and with its contents too if asked for. Raises `Refusal`.

    To be removed with `discard`, unless it is installed.
    """
    path = new_work_file(store)
    try:
        with refusing(path):
            if with_contents:
                fill(store.connection, path, no_progress, lambda: None)
            else:
                _make_tables(path)
    except BaseException:
        discard(path)
        raise
    return path


def new_work_file(store: Store) -> Path:
    """An empty file beside the store, to be removed with `discard`. What a killed program left behind is removed here.

    Raises `Refusal`.
    """
    return new_file_beside(store.path)


def _make_tables(path: Path) -> None:
    from balie.store.migrations import apply_pending

    with closing(sqlite3.connect(file_uri(path, "mode=rw"), uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        apply_pending(connection)


@contextmanager
def filling(path: Path) -> Iterator[WorkFile]:
    """A connection that fills the file: without log, without waiting for the disk, references not checked one by one.

    What goes wrong half-way leaves a file of no use. Raises `Refusal` when the disk is full.
    """
    with (
        refusing(path),
        closing(sqlite3.connect(file_uri(path, "mode=rw"), uri=True, isolation_level=None)) as connection,
    ):
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "locking_mode = EXCLUSIVE",
            "foreign_keys = OFF",
            "secure_delete = OFF",
            "temp_store = MEMORY",
            "temp.secure_delete = OFF",  # a temporary table that is emptied again and again loses a third of its time
            "temp.journal_mode = OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")
        keep_at_most(connection, Cache.FILLING)
        yield connection


@contextmanager
def reading(path: Path) -> Iterator[WorkFile]:
    """A connection that reads a file that was filled."""
    with closing(sqlite3.connect(file_uri(path, "mode=ro"), uri=True)) as connection:
        yield connection


@contextmanager
def scratch() -> Iterator[WorkFile]:
    """A file without a name, on the disk once it is large, which is gone afterwards."""
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        yield connection


def drop_indexes_and_triggers(connection: WorkFile, tables: tuple[str, ...]) -> list[str]:
    """Drop the indexes and triggers of these tables, to be made again when the tables are full; their SQL."""
    marks = ", ".join("?" * len(tables))
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        f" AND tbl_name IN ({marks})",
        tables,
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


@contextmanager
def attached(store: Store, path: Path) -> Iterator[None]:
    """Make the tables of the file known to the store's connection as `staging.…`."""
    with refusing(path):
        store.connection.execute(f"ATTACH DATABASE ? AS {ATTACHED}", (file_uri(path, "mode=ro"),))
        try:
            yield
        finally:
            store.connection.execute(f"DETACH DATABASE {ATTACHED}")


def install(staging: Path, store: Path, is_unchanged: Callable[[sqlite3.Connection], bool]) -> bool:
    """Put the file in the place of the store; False when a desk has the store open, or changed it meanwhile.

    This process must have closed the store. `is_unchanged` looks at the store as it is now.
    """
    turnstile = turnstile_for(store)
    if not any(turnstile.claim() for _ in glances(_PATIENCE)):
        return False
    try:
        with refusing(store):
            with closing(connect(store)) as connection:
                if not is_unchanged(connection):
                    return False
            with staging.open("rb+") as file:
                os.fsync(file.fileno())
            share(staging)
            os.replace(staging, store)
            sync_folder(store)
    finally:
        turnstile.unclaim()
    return True
