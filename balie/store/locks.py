"""Locks on bytes of a lock file, which the kernel drops when a process dies; and what is said where there are none."""

from __future__ import annotations

import errno
import fcntl
from pathlib import Path

from balie.refusal import Refusal
from balie.store.errors import NO_LOCKS

_TAKEN = (errno.EACCES, errno.EAGAIN)


def try_lock(file: int, path: Path, byte: int, kind: int, count: int = 1) -> bool:
    """Lock one byte, or `count` from there on, if that can be done at once; whether it could.

    `file` is open at `path`. Raises `Refusal` where the disk knows no locks, as some network shares do.
    """
    try:
        fcntl.lockf(file, kind | fcntl.LOCK_NB, count, byte)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise no_locks(path) from error
    return True


def try_lock_whole(file: int, path: Path) -> bool:
    """Lock a file as a whole, by descriptor, if that can be done at once; whether it could. Raises as `try_lock`."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise no_locks(path) from error
    return True


def lock(file: int, byte: int, kind: int = fcntl.LOCK_EX) -> None:
    """Wait for one byte as long as it takes. Raises `OSError` as it comes."""
    fcntl.lockf(file, kind, 1, byte)


def unlock(file: int, byte: int) -> None:
    """Let go of one byte."""
    fcntl.lockf(file, fcntl.LOCK_UN, 1, byte)


def no_locks(path: Path) -> Refusal:
    """What is said where the file system knows no locks."""
    return Refusal(NO_LOCKS.format(path=path))
