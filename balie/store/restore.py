"""Puts a backup back in the place of a store, after a check, and keeps what stood there.

Everything that is done to the copy is done before it gets the name of the store: whoever is killed leaves the old store
or the new one, whole.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from balie.refusal import Refusal
from balie.store.as_it_is import AsItIs
from balie.store.aside import discard, new_file_beside, sync_folder
from balie.store.check import FILE, Finding, Invariant, check_connection
from balie.store.connecting import connect
from balie.store.connection import IN_USE, Store, borrow, open_unnamed
from balie.store.copying import Progress, fill, no_progress
from balie.store.errors import FOLDER, refuse_dangling, refusing, refusing_full
from balie.store.inspection import check_writable, file_uri, store_version
from balie.store.migrations import apply_pending
from balie.store.place import dated_name
from balie.store.sharing import close_to_others, share
from balie.store.turnstile import glances, lock_path, turnstile_for

Judge = Callable[[AsItIs, Sequence[Finding]], None]
"""Decides about a copy with findings: raises `Refusal`, or lets it be put back all the same."""
Amend = Callable[[Store, AsItIs | None], None]
"""What is done to the copy before it takes its place; it also gets the store that is replaced, None if unreadable."""

_PATIENCE = 2.0
_ITSELF = "{path} is het bestand van Balie zelf. Geef de reservekopie die moet worden teruggezet."
UNSOUND = "De reservekopie {path} is niet goed en is niet teruggezet:"
_STUCK = (
    "De reservekopie {path} is van een oudere versie en kan niet worden bijgewerkt. Zet een andere reservekopie terug."
)


def restore(
    source: Path,
    store: Path,
    *,
    now: Callable[[], datetime],
    invariants: Iterable[Invariant] = (),
    progress: Progress = no_progress,
    patience: float = _PATIENCE,
    judge: Judge | None = None,
    amend: Amend | None = None,
) -> Path | None:
    """Put the backup `source` in the place of `store`; what stood there is kept, under the name that is returned.

    The backup is copied, the copy brought up to date and checked (the file, and `invariants`) before anything else is
    touched; what is in `source` stays as it is. `judge` is asked when something is found, and without it that is a
    refusal; a file that is damaged always is. `amend` works in the copy before it takes its place, so that what it does
    is there from the first moment. Raises `Refusal` when the backup is no store, is newer than this program, or a desk
    has the store open (`patience`: seconds to wait until it has closed).
    """
    source, store = source.absolute(), store.absolute()
    store_version(source)
    refuse_dangling(store)
    store = Path(os.path.realpath(store))  # where a link leads to: what is renamed would take the place of the link
    with refusing(store):
        if store.is_dir():
            raise Refusal(FOLDER.format(path=store))
        if stood := store.exists():
            if source.samefile(store):
                raise Refusal(_ITSELF.format(path=source))
            check_writable(store)
    with _folder_made(store.parent), ExitStack() as alone:
        if stood:
            alone.enter_context(_alone(store, patience))
        unfinished = new_file_beside(store)
        try:
            with refusing(source), refusing_full(store), read_apart(source) as backup:
                fill(backup.connection, unfinished, progress, lambda: None)
            with refusing(unfinished), refusing_full(store):
                findings = _bring_up_to_date(source, unfinished, tuple(invariants))
                with closing(_read_only(unfinished, "mode=ro&immutable=1")) as copy:
                    if findings:
                        (judge or _refuse(source))(AsItIs(copy), findings)
            if amend is not None:
                _amend(unfinished, store, amend)
            if not stood:  # nobody can be in it yet; what is refused until here leaves no lock file
                alone.enter_context(_alone(store, patience))
            with refusing(store):
                share(unfinished)
                kept = _keep(store, now()) if store.exists() else None
                os.replace(unfinished, store)
                sync_folder(store)
        except BaseException:
            discard(unfinished)
            raise
    return kept


@contextmanager
def _alone(store: Path, patience: float) -> Iterator[None]:
    turnstile = turnstile_for(store)
    if not any(turnstile.claim() for _ in glances(patience)):
        raise Refusal(IN_USE.format(path=store))
    try:
        yield
    finally:
        turnstile.unclaim()


@contextmanager
def _folder_made(folder: Path) -> Iterator[None]:
    """The folder, made with those it is in where they are not there; these go again when what is inside fails."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    with refusing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        with suppress(OSError):  # somebody put something in it
            for one in missing:
                one.rmdir()
        raise


@contextmanager
def read_apart(source: Path) -> Iterator[AsItIs]:
    """Reads the store at `source` as it is, of whatever version, and leaves nothing beside it."""
    if lock_path(source).exists() and os.access(source, os.W_OK) and os.access(source.parent, os.W_OK):
        with borrow(source) as store:  # somebody may be working in it
            yield store
        return
    has_log = source.with_name(source.name + "-wal").exists()
    with closing(_read_only(source, "mode=ro" if has_log else "mode=ro&immutable=1")) as connection:
        yield AsItIs(connection)


def _refuse(source: Path) -> Judge:
    def refuse(copy: AsItIs, findings: Sequence[Finding]) -> None:
        raise Refusal(UNSOUND.format(path=source), *(finding.text for finding in findings))

    return refuse


def _bring_up_to_date(source: Path, unfinished: Path, invariants: tuple[Invariant, ...]) -> list[Finding]:
    """Apply the steps that the copy has not had; what is wrong with it then."""
    with closing(_read_only(unfinished, "mode=ro&immutable=1")) as copy:
        findings = check_connection(copy, invariants)
    if any(finding.name == FILE for finding in findings):
        _refuse(source)(AsItIs(copy), findings)
    with _one_file(unfinished) as copy:
        try:
            if not apply_pending(copy):
                return findings
        except (sqlite3.IntegrityError, sqlite3.OperationalError, RuntimeError) as error:
            if not findings:
                raise
            # A guard that is gone, or rows that go against what a later step demands.
            texts = (finding.text for finding in findings)
            raise Refusal(_STUCK.format(path=source), *texts) from error
        return check_connection(copy, invariants)


def _amend(unfinished: Path, store: Path, amend: Amend) -> None:
    with refusing(unfinished), refusing_full(store), _replaced(store) as replaced, open_unnamed(unfinished) as copy:
        amend(copy, replaced)
    with refusing(unfinished), _one_file(unfinished):
        pass


@contextmanager
def _replaced(store: Path) -> Iterator[AsItIs | None]:
    """The store that is about to be replaced, to be read from; None where there is none that can be."""
    try:
        if not store.exists():
            raise FileNotFoundError
        store_version(store)
        connection = connect(store)
    except (Refusal, sqlite3.Error, OSError):
        yield None
        return
    with closing(connection):
        yield AsItIs(connection)


@contextmanager
def _one_file(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that is to be renamed: afterwards nothing stands beside it, and it is on the disk."""
    with closing(sqlite3.connect(file_uri(path, "mode=rw"), uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        yield connection
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _read_only(path: Path, options: str) -> sqlite3.Connection:
    return sqlite3.connect(file_uri(path, options), uri=True, isolation_level=None)


def _keep(store: Path, moment: datetime) -> Path:
    """Give what stands at `store` another name, without a moment in which nothing stands there."""
    kept = dated_name(store, "voor-herstel", moment)
    close_to_others(store)
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
