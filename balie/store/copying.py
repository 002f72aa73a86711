"""Copies a store while others write in it, into a file that only gets its name once it has been checked."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from balie.refusal import Refusal
from balie.store.as_it_is import AsItIs
from balie.store.aside import discard, new_file_beside, sync_folder, tidy_folder
from balie.store.errors import refusing
from balie.store.inspection import file_uri, store_version

_PAGES = 512
_PAUSE = 0.004

Progress = Callable[[int, int], None]
"""Called with pages done and pages in all."""

Look = Callable[[AsItIs], list[str]]
"""Looks at a copy that is complete and says in Dutch what is wrong with what is in it."""

_BAD_COPY = "De kopie {path} is niet goed en is weggegooid. Kies een andere schijf, en voer `balie controle` uit."


def no_progress(done: int, total: int) -> None:
    """Shows nothing."""


def no_look(copy: AsItIs) -> list[str]:
    """Looks at nothing."""
    return []


def rest() -> None:
    """What the copying does between two steps: gives the writers the disk."""
    time.sleep(_PAUSE)


def copy_checked(
    source: sqlite3.Connection,
    target: Path,
    *,
    progress: Progress = no_progress,
    pause: Callable[[], None] = rest,
    name_it: Callable[[Path], None] | None = None,
    look: Look = no_look,
) -> list[str]:
    """Copy what `source` shows now to `target`, replacing what is there only when the copy is complete and sound.

    The copy is one file (no -wal beside it), mode 0600, synced to the disk. Out: what `look` says of it. Raises
    `Refusal` when it cannot be made; then nothing is left of it and `target` is as it was. `name_it` gives the finished
    copy its name, where that is not simply to take the place of what is there.
    """
    tidy_folder(target.parent)
    unfinished = new_file_beside(target)
    try:
        with refusing(target):
            fill(source, unfinished, progress, pause)
            found = verify(unfinished, target, look)
            if name_it is not None:
                name_it(unfinished)
                return found
            os.replace(unfinished, target)
            sync_folder(target)
            return found
    except BaseException:
        discard(unfinished)
        raise


def fill(source: sqlite3.Connection, path: Path, progress: Progress, pause: Callable[[], None]) -> None:
    """Copy what `source` shows now into the empty file at `path`, in steps. Raises `sqlite3.Error` as it comes."""
    file = os.open(path, os.O_RDWR | os.O_CLOEXEC)

    def step(status: int, remaining: int, total: int) -> None:
        os.fdatasync(file)  # little by little, or the last sync holds up the writers' own
        progress(total - remaining, total)
        if remaining:
            pause()

    try:
        # Without a read transaction on the source every commit of another desk starts the copying anew, for ever.
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            with closing(sqlite3.connect(file_uri(path, "mode=rw"), uri=True, isolation_level=None)) as copy:
                copy.execute("PRAGMA journal_mode = OFF")
                copy.execute("PRAGMA synchronous = OFF")
                source.backup(copy, pages=_PAGES, progress=step)
        finally:
            source.execute("ROLLBACK")
        os.fsync(file)
    finally:
        os.close(file)


def verify(path: Path, target: Path, look: Look = no_look) -> list[str]:
    """Look whether the copy at `path`, meant for `target`, is a whole store, and make it one file without a log.

    Out: what `look` says of what is in it. Raises `Refusal` when it is not whole.
    """
    store_version(path)
    with closing(sqlite3.connect(file_uri(path, "mode=rw"), uri=True, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise Refusal(_BAD_COPY.format(path=target))
        return look(AsItIs(copy))
