"""The files that a store is at this moment: the file itself and what SQLite keeps beside it while it is open.

SQLite writes on in a file that was renamed or deleted, and a desk that opens the store after that makes new ones: then
two desks work in two logs over one file, and spoil it. So who writes looks first.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from balie.refusal import Refusal
from balie.store.errors import LOG_GONE, MOVED

_Identity: TypeAlias = tuple[int, int]
_BESIDE = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """The store at `path` as it was when it was opened: which file that is, and which lie beside the real one."""

    path: Path
    real: str
    store: _Identity | None
    beside: tuple[_Identity | None, ...]

    def check(self) -> None:
        """Raise `Refusal` when one of the files is no longer the one that was opened."""
        if _identity(self.path) != self.store:
            raise Refusal(MOVED.format(path=self.path))
        for suffix, opened in zip(_BESIDE, self.beside, strict=True):
            if opened is not None and _identity(self.real + suffix) != opened:
                raise Refusal(LOG_GONE.format(log=self.real + suffix))

    def as_text(self) -> str:
        """What tells these files from others, for the lock file."""
        return " ".join(f"{one[0]:x}:{one[1]:x}" if one else "-" for one in (self.store, *self.beside))


def open_files(path: Path) -> OpenFiles:
    """The files of the store at `path` as they are now."""
    real = os.path.realpath(path)
    return OpenFiles(path, real, _identity(path), tuple(_identity(real + suffix) for suffix in _BESIDE))


def _identity(path: Path | str) -> _Identity | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
