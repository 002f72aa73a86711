"""A file for the bank is there whole or not at all: written aside and synced, and named when the store knows of it.

The order is: `put_aside` within the transaction that writes down what the file holds, `put_in_place` after its commit.
Stopped before the commit nothing has happened; stopped after it, the same file is made again and put in place.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from balie.store.copying import discard, new_file_beside, sync_folder
from balie.store.errors import refusing


def put_aside(target: Path, data: bytes) -> Path:
    """Write `data` beside `target`, on the disk for sure, mode 0600. Out: where it waits.

    Makes the folder (mode 0700). Raises `Refusal` when it cannot be written; then nothing is left of it.
    """
    with refusing(target):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = new_file_beside(target)
    try:
        with refusing(target), waiting.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        discard(waiting)
        raise
    return waiting


def put_in_place(waiting: Path, target: Path) -> None:
    """Give a file that was put aside its name. Raises `Refusal` when that cannot be done."""
    with refusing(target):
        os.replace(waiting, target)
        sync_folder(target)


def drop(waiting: Path) -> None:
    """Throw a file that was put aside away; what is not there is no matter."""
    with suppress(OSError):
        waiting.unlink()
