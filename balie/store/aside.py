"""Files that are written beside the name they are to get, and what a program that was killed left of them."""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from balie.store.errors import refusing

_UNTOUCHED = 3_600.0
"""Seconds: what nobody wrote in for so long is nobody's work, whatever machine it was begun on."""
_ASIDE = re.compile(r"\.+(?P<name>.+?)(?:\.(?P<process>[0-9]+)\.nieuw)+(?:-journal|-wal|-shm)?", re.DOTALL)
_SUFFIXES = ("", "-journal", "-wal", "-shm")


def new_file_beside(target: Path) -> Path:
    """An empty file, mode 0600, in the folder of `target` under a name of its own: `.<name>.<process>.nieuw`.

    What killed programs left beside the same target is removed. Raises `Refusal`.
    """
    with refusing(target):
        return make_beside(target)


def make_beside(target: Path) -> Path:
    """As `new_file_beside`. Raises `OSError` as it comes."""
    path = target.with_name(f".{target.name}.{os.getpid()}.nieuw")
    for orphan in _orphans(target.parent):
        if _of(orphan) == _of(path):
            with suppress(OSError):
                orphan.unlink()
    fill_new(path, b"")
    return path


def fill_new(path: Path, contents: bytes) -> None:
    """Make a file anew, mode 0600, with contents that are durable. Raises `OSError` as it comes, and leaves nothing."""
    with suppress(FileNotFoundError):
        path.unlink()
    file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(file, "wb") as filling:
            if contents:
                filling.write(contents)
                filling.flush()
                os.fsync(file)
    except BaseException:
        discard(path)
        raise


def discard(path: Path) -> None:
    """Remove an unfinished file and what SQLite may have put beside it."""
    for suffix in _SUFFIXES:
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def sync_folder(path: Path) -> None:
    """Make the name of a file in its folder durable."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that knows no such thing
            raise
    finally:
        os.close(folder)


def tidy_folder(folder: Path, *, now: float | None = None) -> int:
    """Remove what killed programs left unfinished in a folder: of dead processes, and untouched for an hour.

    Another machine may be at work in the same folder, and its processes are not known here. `now` is in seconds
    (`time.time`). Out: how many files. What cannot be removed is left.
    """
    before = (time.time() if now is None else now) - _UNTOUCHED
    removed = 0
    for orphan in _orphans(folder):
        with suppress(OSError):
            if orphan.lstat().st_mtime < before:
                orphan.unlink()
                removed += 1
    return removed


def _orphans(folder: Path) -> Iterator[Path]:
    """The unfinished files in a folder of which no process is there any more."""
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name.startswith(".")]
    except OSError:
        return
    for name in names:
        found = _ASIDE.fullmatch(name)
        if found is not None and not _is_alive(int(found["process"])):
            yield folder / name


def _of(path: Path) -> str:
    """What an unfinished file is to become: `b.balie`, also of a work file beside an unfinished one."""
    found = _ASIDE.fullmatch(path.name)
    return "" if found is None else found["name"]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
