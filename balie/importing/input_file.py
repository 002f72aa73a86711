"""The file that is imported, also where it is no file: what comes from `-`, a pipe or a fifo is kept aside first."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from balie.refusal import Refusal
from balie.store.errors import FOLDER, file_refusal

STDIN = "-"
"""What stands for what another program hands over."""
_STDIN_NUMBER = 0
_PIPED_NAME = "invoer"
_DEVICES = ("/dev/", "/proc/")
_COPIES = "/dev/fd/"
_BLOCK = 1 << 20
_NO_FILE = "{path} is geen bestand met regels of records. Geef de naam van het bestand dat je wilt importeren."


@dataclass(frozen=True, slots=True)
class InputFile:
    """What can be read from its beginning as often as is needed; `name` is what it is called in the journal.

    `is_copy`: only this process can open `path`.
    """

    path: Path
    name: str
    is_copy: bool = False


@contextmanager
def readable(path: Path | InputFile) -> Iterator[InputFile]:
    """The file at `path`, or a copy without a name of what comes out of a pipe (`-` is standard input).

    Raises `Refusal` when it cannot be read.
    """
    if isinstance(path, InputFile):
        yield path
        return
    piped = is_stdin(path)
    try:
        if not piped and _is_plain(path):
            yield InputFile(path, path.name)
            return
        with tempfile.TemporaryFile(buffering=0) as copy:
            with _source(path, piped) as source:
                shutil.copyfileobj(source, copy, _BLOCK)
            name = _PIPED_NAME if str(path).startswith(_DEVICES) or str(path) == STDIN else path.name
            yield InputFile(Path(f"{_COPIES}{copy.fileno()}"), name, is_copy=True)
    except OSError as error:
        raise file_refusal(error, path) from error


def told_name(path: Path) -> str:
    """What messages call a file: its path, and what came out of a pipe by no path of this program."""
    return _PIPED_NAME if str(path).startswith(_COPIES) else str(path)


def is_stdin(path: Path) -> bool:
    """Whether `path` is what another program hands over, so that no question can be answered beside it."""
    if str(path) == STDIN:
        return True
    try:
        return str(path).startswith(_DEVICES) and os.path.samestat(path.stat(), os.fstat(_STDIN_NUMBER))
    except OSError:
        return False


def _is_plain(path: Path) -> bool:
    """Whether others can open it too and it can be read twice. Raises `Refusal` for what holds no lines at all."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise Refusal(FOLDER.format(path=path))
    if stat.S_ISREG(mode):
        # What such a name stands for is another file in another process.
        return not str(path).startswith(_DEVICES)
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        return False
    raise Refusal(_NO_FILE.format(path=path))


@contextmanager
def _source(path: Path, piped: bool) -> Iterator[IO[bytes]]:
    if not piped:
        with path.open("rb", buffering=0) as file:
            yield file
        return
    if sys.stdin is None:
        raise Refusal("Er komt niets binnen op de standaardinvoer: geef de naam van een bestand.")
    with os.fdopen(os.dup(_STDIN_NUMBER), "rb", buffering=0) as file:
        yield file
