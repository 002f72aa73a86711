"""Looks at a file before it is opened as a store: whether it is one, of which version, and may be written."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from balie.refusal import Refusal
from balie.store.busy import patiently
from balie.store.errors import NOT_A_STORE, READ_ONLY, denied_file, refusing
from balie.store.migrations import APPLICATION_ID
from balie.store.schema import VERSION
from balie.store.waiting import EVERY, OnWait

if TYPE_CHECKING:
    from balie.store.reading import Reader

OPENING_TIMEOUT = 30.0
"""Seconds SQLite waits while a store is opened: opening a WAL file can meet a lock."""

_NOT_A_FILE = "{path} is geen bestand. Geef de naam van een bestand van Balie."
_ODD_NAME = "De bestandsnaam {path} bevat tekens die Balie niet aankan. Kies een andere naam."
_NEWER = (
    "Het bestand {path} is gemaakt door een nieuwere versie van Balie (bestandsversie {version}; deze Balie kent"
    " {known}). Het is niet gewijzigd; werk Balie bij."
)


def file_uri(path: Path, options: str) -> str:
    """The SQLite address of a file, with options such as `mode=ro`. Raises `Refusal` for a name that is not text."""
    text = str(path.absolute())
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refusal(_ODD_NAME.format(path=ascii(text))) from None
    for sign in "%?#":
        text = text.replace(sign, f"%{ord(sign):02x}")
    return f"file:{text}?{options}"


def version_of(opened: Reader) -> int:
    """The version of a store that is open, as it is."""
    row = opened.read_one("PRAGMA user_version")
    assert row is not None
    return int(row[0])


def store_version(path: Path, on_wait: OnWait | None = None) -> int:
    """The version of the store at `path`, found without changing or leaving anything; `on_wait` is told of a wait.

    Raises `Refusal` when there is no file, when it is not a store of Balie, is damaged, or is of a newer version.
    """
    with refusing(path):
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            raise (
                IsADirectoryError(21, "is a directory")
                if stat.S_ISDIR(mode)
                else Refusal(_NOT_A_FILE.format(path=path))
            )
        if not os.access(path, os.R_OK):
            raise PermissionError(13, "no right to read")
        version = _version_in_file(path)
        if version <= VERSION and _has_log(path):
            each = OPENING_TIMEOUT if on_wait is None else EVERY
            version = patiently(lambda: _version(path, "mode=ro", each), OPENING_TIMEOUT, on_wait)
    if version > VERSION:
        raise Refusal(_NEWER.format(path=path, version=version, known=VERSION))
    return version


def check_writable(path: Path) -> None:
    """Raises `Refusal` when the store, what is beside it or its folder may not be written, and names which of them.

    SQLite would only say so at the first save, and then of the store.
    """
    denied = denied_file(path)
    if denied is not None:
        raise Refusal(READ_ONLY.format(path=denied))


def _has_log(path: Path) -> bool:
    try:
        return os.stat(f"{os.path.realpath(path)}-wal").st_size > 0  # beside the file itself, not beside a link to it
    except FileNotFoundError:
        return False


def _version_in_file(path: Path) -> int:
    """What the file says without its log; 0 when it makes no sense without, as in the middle of taking up the log."""
    # `immutable` takes no lock and makes no -wal or -shm. It is SQLite that reads, not we: closing a descriptor of
    # our own would drop the locks another connection of this process has on the file.
    try:
        return _version(path, "mode=ro&immutable=1")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT and _has_log(path):
            return 0
        raise


def _version(path: Path, options: str, timeout: float = OPENING_TIMEOUT) -> int:
    with closing(sqlite3.connect(file_uri(path, options), uri=True, timeout=timeout)) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID or version < 1:
            raise Refusal(NOT_A_STORE.format(path=path))
        return int(version)
