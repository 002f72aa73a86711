"""The folder of files for the bank, and writing one so that it is there whole or not at all.

A file is first written beside its name and made durable. It gets its name only after the store holds its hash and the
marks on its charges: whatever stands under its name has been booked, and nothing can be collected twice.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from balie.store import place
from balie.store.aside import fill_new, sync_folder
from balie.store.errors import file_refusal
from balie.store.sharing import make_shared_folder, share

if TYPE_CHECKING:
    from balie.desk import Desk


def collection_folder(desk: Desk) -> Path:
    """`bibliotheek-incasso` beside `bibliotheek.balie`."""
    return place.collection_folder(desk.store.path)


def file_name(month: str, number: int) -> str:
    """`incasso-2025-05-001.xml`: the first file of that month (`2025-05`)."""
    return f"incasso-{month}-{number:03}.xml"


def digest(contents: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(contents).hexdigest()


def write_aside(folder: Path, name: str, contents: bytes) -> Path:
    """Write a file beside its name, durable; where. Its mode is 0600, or that of a shared folder (`sharing`).

    Raises `Refusal` when that cannot be done.
    """
    path = folder / f".{name}.{os.getpid()}.nieuw"
    try:
        make_shared_folder(folder)
        fill_new(path, contents)
        share(path)
    except OSError as error:
        raise file_refusal(error, path) from error
    return path


def give_name(aside: Path, name: str) -> None:
    """Put what was written aside under its name, durable. Raises `Refusal` when that cannot be done."""
    path = aside.with_name(name)
    try:
        os.replace(aside, path)
        sync_folder(path)
    except OSError as error:
        raise file_refusal(error, path) from error


def found_aside(folder: Path, name: str, sha256: str) -> Path | None:
    """What a program that was killed wrote beside this name, where it is what it should be."""
    for path in sorted(folder.glob(f".{name}.*")):
        with suppress(OSError):
            if digest(path.read_bytes()) == sha256:
                return path
    return None


def clear_aside(folder: Path, name: str) -> None:
    """Remove what programs that were killed, or that came second, left beside this name."""
    for path in folder.glob(f".{name}.*"):
        with suppress(OSError):
            path.unlink()
