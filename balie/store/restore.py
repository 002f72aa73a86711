"""Puts a backup back in the place of a store, after a check, and keeps what stood there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing, suppress
from datetime import datetime
from pathlib import Path

from balie.refusal import Refusal
from balie.store.aside import discard, new_file_beside, sync_folder
from balie.store.check import Invariant, check_connection
from balie.store.connection import borrow, connect
from balie.store.copying import Progress, fill, no_progress
from balie.store.errors import FOLDER, refusing
from balie.store.inspection import check_writable, file_uri, store_version
from balie.store.place import dated_name
from balie.store.turnstile import glances, lock_path, turnstile_for

_PATIENCE = 2.0
_ITSELF = "{path} is het bestand van Balie zelf. Geef de reservekopie die moet worden teruggezet."
_IN_USE = "Er staat nog een balie open op {path}. Sluit alle balies en probeer het opnieuw."
_UNSOUND = "De reservekopie {path} is niet goed en is niet teruggezet:"


def restore(
    source: Path,
    store: Path,
    *,
    now: Callable[[], datetime],
    invariants: Iterable[Invariant] = (),
    progress: Progress = no_progress,
    patience: float = _PATIENCE,
) -> Path | None:
    """Put the backup `source` in the place of `store`; what stood there is kept, under the name that is returned.

    The backup is copied and the copy checked (the file, and `invariants`) before anything else is touched; what is
    in `source` stays as it is. A backup of an older version is brought up to date when the store is next opened.
    Raises `Refusal` when the backup is not a sound store, is newer than this program, or a desk has the store open
    (`patience`: seconds to wait until it has closed).
    """
    source, store = source.absolute(), store.absolute()
    store_version(source)
    with refusing(store):
        store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if store.is_dir():
            raise Refusal(FOLDER.format(path=store))
        if store.exists():
            if source.samefile(store):
                raise Refusal(_ITSELF.format(path=source))
            check_writable(store)
    turnstile = turnstile_for(store)
    if not any(turnstile.claim() for _ in glances(patience)):
        raise Refusal(_IN_USE.format(path=store))
    try:
        unfinished = new_file_beside(store)
        try:
            _copy_sound(source, unfinished, tuple(invariants), progress)
            with refusing(store):
                kept = _keep(store, now()) if store.exists() else None
                os.replace(unfinished, store)
                sync_folder(store)
        except BaseException:
            discard(unfinished)
            raise
    finally:
        turnstile.unclaim()
    return kept


def _copy_sound(source: Path, unfinished: Path, invariants: tuple[Invariant, ...], progress: Progress) -> None:
    with refusing(source), _open_source(source) as backup:
        fill(backup, unfinished, progress, lambda: None)
    with refusing(unfinished), closing(_read_only(unfinished, "mode=ro&immutable=1")) as copy:
        findings = check_connection(copy, invariants)
    if findings:
        raise Refusal(_UNSOUND.format(path=source), *(finding.text for finding in findings))


def _open_source(source: Path) -> AbstractContextManager[sqlite3.Connection]:
    """The way of reading the source that leaves nothing beside it."""
    if lock_path(source).exists() and os.access(source, os.W_OK) and os.access(source.parent, os.W_OK):
        return borrow(source)  # somebody may be working in it
    has_log = source.with_name(source.name + "-wal").exists()
    return closing(_read_only(source, "mode=ro" if has_log else "mode=ro&immutable=1"))


def _read_only(path: Path, options: str) -> sqlite3.Connection:
    return sqlite3.connect(file_uri(path, options), uri=True, isolation_level=None)


def _keep(store: Path, moment: datetime) -> Path:
    """Give what stands at `store` another name, without a moment in which nothing stands there."""
    kept = dated_name(store, "voor-herstel", moment)
    log = store.with_name(store.name + "-wal")
    if log.exists():
        # A desk that died left it. It must not stay beside the new file; if it cannot be taken up, it goes along.
        with suppress(Refusal, sqlite3.Error):
            store_version(store)
            connect(store).close()
    for suffix in ("-wal", "-journal"):
        with suppress(FileNotFoundError):
            os.replace(store.with_name(store.name + suffix), kept.with_name(kept.name + suffix))
    with suppress(FileNotFoundError):
        store.with_name(store.name + "-shm").unlink()
    try:
        os.link(store, kept)
    except OSError:  # a file system without hard links
        os.replace(store, kept)
    return kept
