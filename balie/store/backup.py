"""The backup of a store: a checked copy under another name, while desks go on writing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from balie.refusal import Refusal
from balie.store.connection import borrow
from balie.store.copying import Progress, copy_checked, no_progress, rest
from balie.store.errors import FOLDER, NO_FOLDER, refusing
from balie.store.turnstile import lock_path

_ITSELF = "{path} is het bestand van Balie zelf. Kies voor de reservekopie een andere naam."
_EXISTS = "{path} bestaat al. Kies een andere naam."
_NOT_A_FILE = "{path} is geen gewoon bestand. Kies een andere naam."
_IN_USE = "{path} is een bestand waarmee wordt gewerkt. Kies een andere naam."


def backup(
    store: Path,
    target: Path,
    *,
    overwrite: bool = False,
    progress: Progress = no_progress,
    pause: Callable[[], None] = rest,
) -> None:
    """Write a checked copy of the store to `target`, one file of mode 0600; desks may write meanwhile.

    `progress` is called with pages done and in all, `pause` between the steps. Raises `Refusal`, leaving everything as
    it was, when the store cannot be read, or `target` is the store itself, exists (unless `overwrite`) or cannot be
    written.
    """
    store, target = store.absolute(), target.absolute()
    with borrow(store) as connection:
        _check_target(store, target, overwrite)
        copy_checked(connection, target, progress=progress, pause=pause)


def _check_target(store: Path, target: Path, overwrite: bool) -> None:
    with refusing(target):
        if not target.parent.is_dir():
            raise Refusal(NO_FOLDER.format(path=target))
        own = [store, lock_path(store), *(store.with_name(store.name + suffix) for suffix in ("-wal", "-shm"))]
        if any(target == path or (target.exists() and path.exists() and target.samefile(path)) for path in own):
            raise Refusal(_ITSELF.format(path=target))
        if target.is_dir():
            raise Refusal(FOLDER.format(path=target))
        if target.exists():
            if not target.is_file():
                raise Refusal(_NOT_A_FILE.format(path=target))
            if not overwrite:
                raise Refusal(_EXISTS.format(path=target))
        # SQLite would take a log left there for one of the new file.
        if target.with_name(target.name + "-wal").exists():
            raise Refusal(_IN_USE.format(path=target))
