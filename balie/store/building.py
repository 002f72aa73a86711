"""A store that is built whole before anybody knows of it: fast, since nothing of it has to outlive a pulled plug."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from balie.refusal import Refusal
from balie.store.aside import discard, new_file_beside, sync_folder
from balie.store.connection import Store, open_unnamed
from balie.store.errors import refusing
from balie.store.inspection import file_uri, store_version
from balie.store.migrations import apply_pending
from balie.store.turnstile import glances, turnstile_for

_IN_USE = (
    "Het bestand {path} staat nog in een ander venster open. Sluit dat venster en probeer het opnieuw, of oefen onder"
    " een andere naam: --cursist NAAM."
)
_PATIENCE = 2.0
"""Seconds in which somebody who has just closed a file is gone from it."""
_SQLITE = b"SQLite format 3\0"
_LARGEST_PAGE = 65536
"""Bytes: does not fit the two in which SQLite notes the size of a page, and is noted as 1."""


def build_store(path: Path, settings: Mapping[str, str], fill: Callable[[Store], None]) -> None:
    """Make a store with `settings`, let `fill` do its work in it, and only then give it its name; durable by then.

    What stood at `path` is replaced. Raises `Refusal` when it cannot be made; then there is nothing of it.
    """
    with refusing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = new_file_beside(path)
    try:
        with refusing(path):
            with closing(sqlite3.connect(file_uri(unfinished, "mode=rw"), uri=True, isolation_level=None)) as tables:
                tables.execute("PRAGMA synchronous = OFF")
                apply_pending(tables)
                tables.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", list(settings.items()))
            with open_unnamed(unfinished) as store:
                store.connection.execute("PRAGMA synchronous = OFF")
                fill(store)
            _make_durable(unfinished)
            os.replace(unfinished, path)
            sync_folder(path)
    except BaseException:
        discard(unfinished)
        raise


def copy_closed(source: Path, path: Path) -> None:
    """Put a copy of a store that nobody has open in the place of `path`.

    Raises `Refusal` when somebody has that open, or it cannot be written; then `path` is as it was.
    """
    with refusing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    turnstile = turnstile_for(path)
    if not any(turnstile.claim() for _ in glances(_PATIENCE)):
        raise Refusal(_IN_USE.format(path=path))
    try:
        _copy_in_place_of(path, source)
    finally:
        turnstile.unclaim()


def _copy_in_place_of(path: Path, source: Path) -> None:
    from shutil import copyfile

    unfinished = new_file_beside(path)
    try:
        with refusing(path):
            copyfile(source, unfinished)
            for left in ("-wal", "-shm"):
                path.with_name(path.name + left).unlink(missing_ok=True)
            os.replace(unfinished, path)
    except BaseException:
        discard(unfinished)
        raise


def is_whole(path: Path) -> bool:
    """Whether a store that nobody has open is there, with all the pages that its head counts. Never raises."""
    try:
        with path.open("rb") as file:
            head, length = file.read(100), os.fstat(file.fileno()).st_size
    except OSError:
        return False
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    return head.startswith(_SQLITE) and length == pages * (_LARGEST_PAGE if page == 1 else page)


def _make_durable(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def refill(store: Store, source: Path) -> None:
    """Make an open practice file what `source` holds, a store that nobody has open, without closing it.

    Raises `Refusal` when that is no store, cannot be read or the file not written; `ValueError` for an open file that
    is no practice file.
    """
    if not store.is_practice:
        raise ValueError("only a practice file is begun anew")
    store_version(source)  # SQLite takes an empty file for a database, and would copy that
    with (
        refusing(store.path),
        closing(sqlite3.connect(file_uri(source, "mode=ro&immutable=1"), uri=True)) as begun,
    ):
        begun.backup(store.connection)
