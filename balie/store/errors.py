"""What SQLite and the file system say, told in Dutch: the one place where their errors become refusals."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from balie.refusal import Refusal

_LEAST_ROOM = 64 * 1024
"""Bytes: the -shm takes 32 kB, and a page of the -wal has to be beside it."""
_PRIMARY = 0xFF  # an extended result code carries its primary code in the low byte

_DAMAGED = (
    "Het bestand {path} is beschadigd. Werk er niet in verder: zet een reservekopie terug met `balie herstel`"
    " en bewaar dit bestand."
)
_DOES_NOT_MATCH = (
    "Het bestand {path} en {path}-wal, waar het nieuwste werk in staat, zijn samen niet te lezen: het ene is"
    " beschadigd, of hoort niet bij het andere. Werk er niet in verder: sluit alle balies, bewaar beide, en zet een"
    " reservekopie terug met `balie herstel`."
)
READ_ONLY = "Het bestand {path} kan niet worden beschreven. Vraag de beheerder om schrijfrechten op bestand en map."
_FULL = "De schijf met {path} is vol. Er is niets opgeslagen; maak ruimte vrij en probeer het opnieuw."
_BUSY = (
    "Het bestand {path} is te lang in gebruik door een ander programma. Er is niets opgeslagen; probeer het opnieuw."
)
_DISK = "De schijf met {path} geeft een lees- of schrijffout. Er is niets opgeslagen; laat de schijf nakijken."
_NO_ACCESS = "Geen toegang tot {path}. Vraag de beheerder om lees- en schrijfrechten op bestand en map."
_MISSING = "Het bestand {path} bestaat niet. Controleer het pad."
MOVED = "Het bestand {path} is verplaatst, vervangen of verwijderd terwijl Balie het open had. Start Balie opnieuw."
NO_LOCKS = (
    "Op de schijf van {path} werken vergrendelingen niet (een netwerkmap?), en zonder die kunnen balies elkaars werk"
    " bederven. Er is niets opgeslagen; zet het bestand op een lokale schijf, of laat de beheerder vergrendelingen"
    " voor die map aanzetten."
)
DANGLING = (
    "{path} is een koppeling (link) naar {target}, en dat is er niet. Koppel de schijf aan waar het op staat, of"
    " verwijder de koppeling."
)
LOG_GONE = (
    "Het bestand {log}, waar het nieuwste werk in staat, is verwijderd, verplaatst of vervangen terwijl er balies open"
    " staan. Er wordt niets meer opgeslagen. Sluit alle balies, en kijk het bestand na met `balie controle`."
)
FOLDER = "{path} is een map. Geef de naam van een bestand."
NO_FOLDER = "De map van {path} bestaat niet of is geen map. Controleer het pad."
_LOOP = "{path} is een koppeling (link) die naar zichzelf leidt. Verwijder haar, of kies een ander bestand."
_TOO_LONG = "De bestandsnaam {path} is te lang. Kies een kortere naam."
NOT_A_STORE = "Het bestand {path} is geen bestand van Balie. Het is niet gewijzigd; kies een ander bestand."


class BrokenConstraint(Exception):
    """What was to be written goes against a rule of the store itself: a number that is there already, a row that may
    not change, a reference to nothing. A mistake of ours, unless whoever wrote it expects it.
    """


class Unreadable(Exception):
    """A file that was thought to be a store cannot be read as one."""


_SQLITE_TEXTS = {
    sqlite3.SQLITE_PERM: _NO_ACCESS,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: _NO_ACCESS,
    sqlite3.SQLITE_NOTADB: NOT_A_STORE,
    sqlite3.SQLITE_PROTOCOL: NO_LOCKS,
    sqlite3.SQLITE_NOLFS: NO_LOCKS,
}

_LOCKING = frozenset(
    (
        *(sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_RDLOCK, sqlite3.SQLITE_IOERR_UNLOCK),
        *(sqlite3.SQLITE_IOERR_BLOCKED, sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK),
        *(sqlite3.SQLITE_IOERR_SHMLOCK, sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMOPEN),
    )
)
"""What SQLite says where locks or shared memory do not work."""

_FILE_TEXTS = {
    errno.EACCES: _NO_ACCESS,
    errno.EPERM: _NO_ACCESS,
    errno.EROFS: READ_ONLY,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EIO: _DISK,
    errno.ENOENT: _MISSING,
    errno.EISDIR: FOLDER,
    errno.ENOTDIR: NO_FOLDER,
    errno.ENAMETOOLONG: _TOO_LONG,
    errno.EEXIST: NO_FOLDER,
    errno.ELOOP: _LOOP,
    errno.ENOLCK: NO_LOCKS,
}


def sqlite_refusal(error: sqlite3.Error, path: Path) -> Refusal | None:
    """The refusal for what SQLite says about the file at `path`; None for a mistake of ours (SQL, a constraint)."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return Refusal(MOVED.format(path=path))
    text = _SQLITE_TEXTS.get(code & _PRIMARY)
    if text is _DAMAGED and os.path.exists(f"{os.path.realpath(path)}-wal"):
        text = _DOES_NOT_MATCH
    if code in _LOCKING:
        text = NO_LOCKS
    if text in (_DISK, NO_LOCKS) and _has_no_room(path):  # so SQLite says it where its -wal or -shm found no room
        text = _FULL
    meant = (denied_file(path) or path) if text in (_NO_ACCESS, READ_ONLY) else path
    return None if text is None else Refusal(text.format(path=meant))


def denied_file(path: Path) -> Path | None:
    """Which of the files of a store one may not read and write: itself, what is beside it, or the folder; None: all."""
    real = Path(os.path.realpath(path))
    for one in (path, *(real.with_name(real.name + suffix) for suffix in ("-wal", "-shm"))):
        if os.path.exists(one) and not os.access(one, os.R_OK | os.W_OK):
            return one
    return None if os.access(real.parent, os.W_OK | os.X_OK) else real.parent


def _has_no_room(path: Path) -> bool:
    with suppress(OSError):
        disk = os.statvfs(path.parent)
        return disk.f_bavail * disk.f_frsize < _LEAST_ROOM
    return False


def refuse_dangling(path: Path) -> None:
    """Raise `Refusal` when `path`, or a folder it is in, is a link to what is not there: nothing is made instead."""
    for one in (path, *path.parents):
        if os.path.islink(one) and not os.path.exists(one):
            raise Refusal(DANGLING.format(path=one, target=os.path.realpath(one)))


def file_refusal(error: OSError, path: Path) -> Refusal:
    """The refusal for what the operating system says about the file at `path`."""
    return Refusal(_FILE_TEXTS.get(error.errno or 0, _DISK).format(path=path))


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise inside into a `Refusal` about `path`; our own mistakes pass."""
    try:
        yield
    except sqlite3.Error as error:
        refusal = sqlite_refusal(error, path)
        if refusal is None:
            raise
        raise refusal from error
    except OSError as error:
        raise file_refusal(error, path) from error


@contextmanager
def may_be_unreadable() -> Iterator[None]:
    """Turn what SQLite raises of a file that is damaged, or is no store, into `Unreadable`; other mistakes too.

    For looking into a file of which nothing is known: whoever looks goes on without.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise Unreadable(str(error)) from error


@contextmanager
def refusing_full(path: Path) -> Iterator[None]:
    """Turn "no room" into a `Refusal` about `path`: where two files are worked with, and only that one is written."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        refusal = sqlite_refusal(error, path) if isinstance(error, sqlite3.Error) else file_refusal(error, path)
        if refusal is None or str(refusal) != _FULL.format(path=path):
            raise
        raise refusal from error
