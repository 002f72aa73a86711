"""The store: opening and making it, reading from it, and the transaction that is the only way to write in it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType

from balie.refusal import Refusal
from balie.store.errors import MOVED, refusing, sqlite_refusal
from balie.store.inspection import OPENING_TIMEOUT, check_writable, file_uri, store_version
from balie.store.schema import VERSION
from balie.store.transaction import Params, Row, Stamp, Transaction
from balie.store.turnstile import Alone, Turn, Turnstile, glances, turnstile_for

__all__ = ["Params", "Row", "Stamp", "Store", "Transaction", "borrow", "create_store", "open_store"]

_CACHE_KB = 24_000
"""Kept of the file by each desk: the upper levels of a million customers, and where everybody begins to type."""
_WRITE_BACK_PAGES = 200
_WORKING_TIMEOUT_MS = 5_000
"""Milliseconds SQLite waits afterwards: the turnstile keeps desks apart, so this is for other programs only."""
_OPENING_PATIENCE = 10.0
_LOOKED_FOR = 0.05
"""Seconds for which it is enough to have seen that the file is in its place: for acts in a burst, not for a hand."""

_NOT_ALONE = (
    "Het bestand {path} is gemaakt door een oudere versie van Balie en moet worden bijgewerkt, maar er is nog een balie"
    " mee bezig. Sluit alle balies en probeer het opnieuw."
)
_NO_LOG = (
    "Het bestand {path} staat op een schijf waar meer balies niet veilig samen kunnen werken. Kies een lokale schijf."
)
_EXISTS = "Het bestand {path} bestaat al."
_ORPHAN_LOG = (
    "Naast {path} ligt nog {log}, met werk dat in geen bestand is opgenomen. Zet het bijbehorende bestand terug, of"
    " bewaar {log} ergens anders en probeer het opnieuw."
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """One open store: one connection, for one thread. Made by `open_store` or `create_store`; a context manager."""

    def __init__(self, path: Path, connection: sqlite3.Connection, turnstile: Turn) -> None:
        self.path = path
        self._connection = connection
        self._turnstile = turnstile
        self._file = path.stat()
        self._seen_until = 0.0
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

    def read(self, sql: str, params: Params = ()) -> list[Row]:
        """All rows of a SELECT. Raises `Refusal` when the store cannot be read."""
        try:
            return self._connection.execute(sql, params).fetchall()
        except sqlite3.Error as error:
            raise sqlite_refusal(error, self.path) or error from error

    def read_one(self, sql: str, params: Params = ()) -> Row | None:
        """The first row of a SELECT, or None. Raises `Refusal` when the store cannot be read."""
        try:
            cursor = self._connection.execute(sql, params)
            row: Row | None = cursor.fetchone()
            cursor.close()  # an unfinished SELECT would keep the write-ahead log from being taken up
        except sqlite3.Error as error:
            raise sqlite_refusal(error, self.path) or error from error
        return row

    def transaction(self, stamp: Stamp) -> Transaction:
        """One act of the desk, to be used with `with`; see `Transaction`.

        Raises `Refusal` when the file was moved, replaced or deleted meanwhile: SQLite would write on in the old one,
        and the work would be lost. That is looked at twenty times a second at most. Entering it raises `Refusal` when
        the turn to write does not come or the store cannot be written, and `RuntimeError` inside another transaction
        of this store.
        """
        if not self._is_in_place():
            raise Refusal(MOVED.format(path=self.path))
        return Transaction(self._connection, self._turnstile, self.path, stamp)

    def take_up_log(self, patience_ms: int = 200) -> bool:
        """Bring everything into the file itself and empty the log beside it, so that what was erased is in neither.

        Out: whether it was done; a desk that is reading or writing all that time (milliseconds) keeps it from being
        done now, and the log is taken up later.
        """
        try:
            self._connection.execute(f"PRAGMA busy_timeout = {patience_ms}")
            busy: int = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            raise sqlite_refusal(error, self.path) or error from error
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {_WORKING_TIMEOUT_MS}")
        return not busy

    @contextmanager
    def writing_back_apart(self) -> Iterator[Callable[[], None]]:
        """For long work: what it yields brings what was committed into the file, to be called between transactions.

        Elsewhere a commit does that now and then by itself, while others wait for their turn to write; in this way
        they need not, and it is done while they write too.
        """
        self._connection.execute("PRAGMA wal_autocheckpoint = 0")
        try:
            yield self._write_back
        finally:
            self._connection.execute(f"PRAGMA wal_autocheckpoint = {_WRITE_BACK_PAGES}")

    def _write_back(self) -> None:
        try:
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            raise sqlite_refusal(error, self.path) or error from error

    def _is_in_place(self) -> bool:
        now = monotonic()
        if now < self._seen_until:
            return True
        try:
            found = os.path.samestat(os.stat(self.path), self._file)
        except OSError:
            return False
        if found:
            self._seen_until = now + _LOOKED_FOR
        return found

    def close(self) -> None:
        """Close the store; a second time does nothing."""
        if not self._closed:
            self._closed = True
            self._connection.close()
            self._turnstile.part()


def open_store(path: Path, *, now: Callable[[], datetime] = _utc_now, patience: float = _OPENING_PATIENCE) -> Store:
    """Open the store at `path`, bringing it up to date first when an older version made it.

    Then a copy is kept beside it, dated with `now`: `<name>.voor-versie-N.<date-time>.balie`. `patience` is how many
    seconds to wait for others who still have an old store open. Raises `Refusal` when there is no store at
    `path`, or it is damaged, read-only, of a newer version (the file is left as it is) or in use by an older program.
    """
    path = path.absolute()
    store_version(path)  # before anything is made beside a file that is not ours
    check_writable(path)
    turnstile = turnstile_for(path)
    _come_in(path, turnstile, now, patience)
    try:
        with refusing(path):
            return Store(path, connect(path), turnstile)
    except BaseException:
        turnstile.part()
        raise


def open_unnamed(path: Path) -> Store:
    """Open a file that is to become a store and that nobody else knows of: no turnstile and no lock file beside it.

    It is of this version. Raises `sqlite3.Error` as it comes.
    """
    return Store(path, connect(path), Alone())


def create_store(path: Path, settings: Mapping[str, str] | None = None) -> Store:
    """Make a store at `path`, with its folder (mode 0700) where needed, put `settings` in it, and open it.

    It appears under its name when it is complete. Raises `Refusal` when it cannot be made, or when there is a file
    already (another desk may have made it in this very moment: open it).
    """
    path = path.absolute()
    with refusing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists():
            raise Refusal(_EXISTS.format(path=path))
    turnstile = turnstile_for(path)
    turnstile.enter()
    try:
        _make(path, settings or {})
    finally:
        turnstile.leave()
    return open_store(path)


@contextmanager
def borrow(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the store at `path` as it is, of this version or older, without bringing it up to date.

    For copies and checks. Meanwhile nobody can migrate or replace it. Raises `Refusal` as `open_store` does.
    """
    path = path.absolute()
    store_version(path)
    check_writable(path)
    turnstile = turnstile_for(path)
    if not any(turnstile.share() for _ in glances(_OPENING_PATIENCE)):
        raise Refusal(_NOT_ALONE.format(path=path))
    try:
        store_version(path)
        with refusing(path), closing(connect(path)) as connection:
            yield connection
    finally:
        turnstile.part()


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode with the settings every desk uses. Raises `sqlite3.Error` as it comes."""
    connection = sqlite3.connect(
        file_uri(path, "mode=rw"), uri=True, isolation_level=None, timeout=OPENING_TIMEOUT, cached_statements=256
    )
    try:
        if connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
            raise Refusal(_NO_LOG.format(path=path))
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_WRITE_BACK_PAGES}")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        connection.execute("PRAGMA temp_store = MEMORY")  # sorting leaves no names in temporary files
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"PRAGMA busy_timeout = {_WORKING_TIMEOUT_MS}")
    except BaseException:
        connection.close()
        raise
    return connection


def _come_in(path: Path, turnstile: Turnstile, now: Callable[[], datetime], patience: float) -> None:
    """Share the store with the other desks, alone first if it must be migrated."""
    for _ in glances(patience):
        if turnstile.share():
            try:
                current = store_version(path) == VERSION
            except BaseException:
                turnstile.part()
                raise
            if current:
                return
            turnstile.part()
        if turnstile.claim():
            try:
                _bring_up_to_date(path, now())
            except BaseException:
                turnstile.unclaim()
                raise
            turnstile.settle()
            return
    raise Refusal(_NOT_ALONE.format(path=path))


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


def _make(path: Path, settings: Mapping[str, str]) -> None:
    from balie.store.aside import discard, new_file_beside, sync_folder
    from balie.store.migrations import apply_pending

    if path.exists():
        raise Refusal(_EXISTS.format(path=path))
    log = path.with_name(path.name + "-wal")
    if log.exists():
        raise Refusal(_ORPHAN_LOG.format(path=path, log=log))
    unfinished = new_file_beside(path)
    try:
        with refusing(path):
            with closing(
                sqlite3.connect(file_uri(unfinished, "mode=rw"), uri=True, isolation_level=None)
            ) as connection:
                apply_pending(connection)
                connection.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", list(settings.items()))
            os.replace(unfinished, path)
            sync_folder(path)
    except BaseException:
        discard(unfinished)
        raise
