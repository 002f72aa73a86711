"""The store: opening and making it, reading from it, and the transaction that is the only way to write in it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from balie.refusal import Refusal
from balie.store.as_it_is import AsItIs
from balie.store.busy import TOLD_TIMEOUT_MS, patiently
from balie.store.connecting import WORKING_TIMEOUT_MS, WRITE_BACK_PAGES, Cache, connect, keep_at_most
from balie.store.errors import LOG_GONE, refuse_dangling, refusing, sqlite_refusal
from balie.store.files import open_files
from balie.store.inspection import check_writable, file_uri, store_version
from balie.store.practice import is_marked
from balie.store.schema import VERSION
from balie.store.sharing import share
from balie.store.transaction import Params, Row, Stamp, Transaction
from balie.store.turnstile import Alone, Turn, Turnstile, glances, turnstile_for
from balie.store.unreadable import Connection, first_row_of, misread, rows_of
from balie.store.waiting import OnWait, Patience

__all__ = ["Params", "Row", "Stamp", "Store", "Transaction", "borrow", "create_store", "open_store"]

_OPENING_PATIENCE = 10.0
_ALONE_PATIENCE = 2.0
_SETTLING = 2.0
"""Seconds for others to finish opening or closing, before files that are not those they work in are told."""

_NOT_ALONE = (
    "Het bestand {path} is gemaakt door een oudere versie van Balie en moet worden bijgewerkt, maar er is nog een balie"
    " mee bezig; of er wordt juist een reservekopie teruggezet. Sluit alle balies en probeer het opnieuw."
)
IN_USE = "Er staat nog een balie open op {path}. Sluit alle balies en probeer het opnieuw."
_EXISTS = "Het bestand {path} bestaat al."
_ORPHAN_LOG = (
    "Naast {path} ligt nog {log}, met werk dat in geen bestand is opgenomen. Zet het bijbehorende bestand terug, of"
    " bewaar {log} ergens anders en probeer het opnieuw."
)


_T = TypeVar("_T")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """One open store: one connection, for one thread. Made by `open_store` or `create_store`; a context manager."""

    def __init__(self, path: Path, connection: sqlite3.Connection, turnstile: Turn) -> None:
        self.path = path
        self._connection = connection
        self._turnstile = turnstile
        self._files = open_files(path)
        self._on_wait: OnWait | None = None
        self._closed = False

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection itself: for this floor (checks, migrations) only."""
        return self._connection

    @property
    def on_wait(self) -> OnWait | None:
        """Who is told, in this thread, that an act waits for another desk or program (`balie.store.waiting`)."""
        return self._on_wait

    @on_wait.setter
    def on_wait(self, on_wait: OnWait | None) -> None:
        self._on_wait = on_wait
        self._set_timeout()

    def _set_timeout(self) -> None:
        timeout = WORKING_TIMEOUT_MS if self._on_wait is None else TOLD_TIMEOUT_MS
        self._connection.execute(f"PRAGMA busy_timeout = {timeout}")

    @cached_property
    def is_practice(self) -> bool:
        """Whether this is a practice file: nothing leaves it."""
        return is_marked(self)

    @property
    def met_unreadable(self) -> bool:
        """Whether text was read that is no UTF-8; it came with U+FFFD for what could not be read."""
        return isinstance(self._connection, Connection) and self._connection.met_unreadable

    def misread(self, error: Exception) -> Refusal | None:
        """The refusal where `error` came of a bad value in the store, which it names; None for a mistake of ours."""
        with suppress(sqlite3.Error):
            return misread(self._connection, error)
        return None

    def read(self, sql: str, params: Params = ()) -> list[Row]:
        """All rows of a SELECT. Raises `Refusal` when the store cannot be read."""
        try:
            return self._patiently(lambda: rows_of(self._connection, sql, params))
        except sqlite3.Error as error:
            raise self._refusal(error) or error from error

    def read_one(self, sql: str, params: Params = ()) -> Row | None:
        """The first row of a SELECT, or None. Raises `Refusal` when the store cannot be read."""
        try:
            return self._patiently(lambda: first_row_of(self._connection, sql, params))
        except sqlite3.Error as error:
            raise self._refusal(error) or error from error

    def _refusal(self, error: sqlite3.Error) -> Refusal | None:
        """What SQLite says, told; a file or log that was put in the place of ours looks damaged, and is not."""
        self._files.check()
        return sqlite_refusal(error, self.path)

    def _patiently(self, act: Callable[[], _T]) -> _T:
        return act() if self._on_wait is None else patiently(act, WORKING_TIMEOUT_MS / 1000, self._on_wait)

    def transaction(self, stamp: Stamp) -> Transaction:
        """One act of the desk, to be used with `with`; see `Transaction`.

        It raises `Refusal` when the file or its log was moved, replaced or deleted since it was opened: SQLite would
        write on in the old one, and the work would be lost. That is looked at again after the wait and before the
        commit. Entering it raises `Refusal` when the turn to write does not come or the store cannot be written, and
        `RuntimeError` inside another transaction of this store.
        """
        self._files.check()
        return Transaction(self._connection, self._turnstile, self._files, stamp, self._on_wait)

    def take_up_log(self, patience_ms: int = 200) -> bool:
        """Bring everything into the file itself and empty the log beside it, so that what was erased is in neither.

        Out: whether it was done; a desk that is reading or writing all that time (milliseconds) keeps it from being
        done now, and the log is taken up later. Raises `Refusal` as a transaction does.
        """
        self._files.check()
        try:
            self._connection.execute(f"PRAGMA busy_timeout = {patience_ms}")
            busy: int = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            raise sqlite_refusal(error, self.path) or error from error
        finally:
            self._set_timeout()
        return not busy

    @contextmanager
    def long_work(self) -> Iterator[Callable[[], None]]:
        """For long work: what it yields brings what was committed into the file, to be called between transactions.

        Elsewhere a commit does that now and then by itself, while others wait for their turn to write; in this way
        they need not, and it is done while they write too. Meanwhile more is kept of the file (`Cache`).
        """
        self._connection.execute("PRAGMA wal_autocheckpoint = 0")
        keep_at_most(self._connection, Cache.LONG_WORK)
        try:
            yield self._write_back
        finally:
            keep_at_most(self._connection, Cache.DESK)
            self._connection.execute(f"PRAGMA wal_autocheckpoint = {WRITE_BACK_PAGES}")

    def _write_back(self) -> None:
        self._files.check()
        try:
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            raise sqlite_refusal(error, self.path) or error from error

    def close(self) -> None:
        """Close the store; a second time does nothing."""
        if not self._closed:
            self._closed = True
            self._connection.close()
            self._turnstile.part()


def open_store(
    path: Path,
    *,
    now: Callable[[], datetime] = _utc_now,
    patience: float = _OPENING_PATIENCE,
    on_wait: OnWait | None = None,
) -> Store:
    """Open the store at `path`, bringing it up to date first when an older version made it.

    Then a copy is kept beside it, dated with `now`: `<name>.voor-versie-N.<date-time>.balie`. `patience` is how many
    seconds to wait for others who still have an old store open; `on_wait` is told of that, and stays the store's own.
    Raises `Refusal` when there is no store at `path`, or it is damaged, read-only, of a newer version (the file is left
    as it is), in use by an older program, or opened by others while its log is gone.
    """
    path = path.absolute()
    refuse_dangling(path)
    store_version(path, on_wait)  # before anything is made beside a file that is not ours
    check_writable(path)
    turnstile = turnstile_for(path)
    with Patience(patience, on_wait) as waiting:
        connection = _come_in(path, turnstile, waiting, lambda: _bring_up_to_date(path, now()), on_wait)
    store = Store(path, connection, turnstile)
    if on_wait is not None:
        store.on_wait = on_wait
    return store


def open_unnamed(path: Path) -> Store:
    """Open a file that is to become a store and that nobody else knows of: no turnstile and no lock file beside it.

    It is of this version. Raises `sqlite3.Error` as it comes.
    """
    return Store(path, connect(path), Alone())


def create_store(path: Path, settings: Mapping[str, str] | None = None, *, on_wait: OnWait | None = None) -> Store:
    """Make a store at `path`, with its folder (mode 0700) where needed, put `settings` in it, and open it.

    It appears under its name when it is complete. Raises `Refusal` when it cannot be made, or when there is a file
    already (another desk may have made it in this very moment: open it).
    """
    path = path.absolute()
    refuse_dangling(path)
    with refusing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_taken(path)
    turnstile = turnstile_for(path)
    turnstile.enter(on_wait)
    try:
        _make(path, settings or {})
    finally:
        turnstile.leave()
    return open_store(path, on_wait=on_wait)


@contextmanager
def borrow(path: Path) -> Iterator[AsItIs]:
    """The store at `path` as it is, of this version or older, without bringing it up to date.

    For copies and checks. Meanwhile nobody can migrate or replace it. Raises `Refusal` as `open_store` does.
    """
    path = path.absolute()
    refuse_dangling(path)
    store_version(path)
    check_writable(path)
    turnstile = turnstile_for(path)
    connection = _come_in(path, turnstile, Patience(_OPENING_PATIENCE), None)
    try:
        with refusing(path), closing(connection):
            yield AsItIs(connection)
    finally:
        turnstile.part()


@contextmanager
def alone_in(path: Path, patience: float = _ALONE_PATIENCE) -> Iterator[AsItIs]:
    """The store at `path` as it is, while nobody else has it open. Raises `Refusal` when somebody has."""
    path = path.absolute()
    store_version(path)
    check_writable(path)
    turnstile = turnstile_for(path)
    if not any(turnstile.claim() for _ in glances(patience)):
        raise Refusal(IN_USE.format(path=path))
    try:
        with refusing(path), closing(connect(path)) as connection:
            yield AsItIs(connection)
    finally:
        turnstile.unclaim()


def _come_in(
    path: Path,
    turnstile: Turnstile,
    waiting: Patience,
    bring_up_to_date: Callable[[], None] | None,
    on_wait: OnWait | None = None,
) -> sqlite3.Connection:
    """Share the store with the other desks, as the first one alone, also to bring it up to date; a connection to it.

    Raises `Refusal` when that does not come about in time, or when the files that the others work in are gone.
    """
    strange: Refusal | None = None
    for _ in waiting.glances():
        if turnstile.claim():
            try:
                if bring_up_to_date is not None:
                    bring_up_to_date()
                connection = _connect_noting(path, turnstile, on_wait)
            except BaseException:
                turnstile.unclaim()
                raise
            turnstile.settle()
            return connection
        if not turnstile.share():
            continue
        try:
            if bring_up_to_date is None or store_version(path, on_wait) == VERSION:
                strange = _strange_files(path, turnstile)
                if strange is None:
                    return _connect_noting(path, turnstile, on_wait)
        except BaseException:
            turnstile.part()
            raise
        turnstile.part()
        if strange is not None and waiting.lasted(_SETTLING):
            break
    raise strange or Refusal(_NOT_ALONE.format(path=path))


def _connect_noting(path: Path, turnstile: Turnstile, on_wait: OnWait | None) -> sqlite3.Connection:
    with refusing(path):
        connection = connect(path, on_wait)
    real = Path(os.path.realpath(path))
    for suffix in ("", "-wal", "-shm"):
        share(real.with_name(real.name + suffix))
    turnstile.note_files(open_files(path).as_text())
    return connection


def _strange_files(path: Path, turnstile: Turnstile) -> Refusal | None:
    """Why nobody can come in: the files are not those that others have open. They may be closing at this moment."""
    files = open_files(path)
    if turnstile.noted_files() in ("", files.as_text()):
        return None
    return Refusal(LOG_GONE.format(log=f"{files.real}-wal"))


def _bring_up_to_date(path: Path, moment: datetime) -> None:
    from balie.store.copying import copy_checked
    from balie.store.migrations import apply_pending
    from balie.store.place import dated_name

    if store_version(path) == VERSION:
        return
    with refusing(path), closing(connect(path)) as connection:
        copy_checked(connection, dated_name(path, f"voor-versie-{VERSION}", moment), pause=lambda: None)
        apply_pending(connection)
        # Closing, alone as we are, takes up the log: an older Balie that looks at the file sees its true version.


def _refuse_taken(path: Path) -> None:
    if path.exists():
        raise Refusal(_EXISTS.format(path=path))
    log = path.with_name(path.name + "-wal")
    if log.exists():
        raise Refusal(_ORPHAN_LOG.format(path=path, log=log))


def _make(path: Path, settings: Mapping[str, str]) -> None:
    from balie.store.aside import discard, new_file_beside, sync_folder
    from balie.store.migrations import apply_pending

    _refuse_taken(path)  # others may have been before us, while we waited
    unfinished = new_file_beside(path)
    try:
        with refusing(path):
            with closing(
                sqlite3.connect(file_uri(unfinished, "mode=rw"), uri=True, isolation_level=None)
            ) as connection:
                apply_pending(connection)
                connection.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", list(settings.items()))
            share(unfinished)
            os.replace(unfinished, path)
            sync_folder(path)
    except BaseException:
        discard(unfinished)
        raise
