"""A piece of work in a process of its own that is forked: without starting Python and loading the program each time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import balie.commands.bank
import balie.commands.collection
import balie.commands.invoicing
import balie.commands.maintenance
import balie.commands.messages
import balie.commands.overviews
import balie.commands.payouts
import balie.commands.tidy  # noqa: F401 - the program loads them when it is asked to: here once, not in each fork
from screens.start import main as program


class Ended(NamedTuple):
    """How a process ended: what it printed, what it complained of, its status (-9 when it was killed)."""

    printed: bytes
    told: bytes
    status: int


def forked(work: Callable[[], int], seconds: float) -> Ended:
    """Do `work`, which gives its status, for so long at most; then it is killed. Nothing may be open that it shares."""
    sys.stdout.flush()
    sys.stderr.flush()
    with TemporaryDirectory(prefix="balie-soak-fork-") as name:
        printed, told = Path(name, "printed"), Path(name, "told")
        process = get_context("fork").Process(target=_do, args=(work, printed, told))
        process.start()
        process.join(seconds)
        process.kill()
        process.join()
        status = process.exitcode
        assert status is not None
        ended = Ended(_bytes(printed), _bytes(told), status)
        process.close()
    return ended


def command(path: Path, *arguments: str) -> Callable[[], int]:
    """A command of the program on the store at `path`, as work for `forked`."""

    def work() -> int:
        sys.argv = ["balie", *arguments, "--bestand", str(path)]
        return program()

    return work


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""  # it may have been killed before it made them


def _do(work: Callable[[], int], printed: Path, told: Path) -> None:
    for path, descriptor in ((printed, 1), (told, 2)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, descriptor)
        os.close(file)
    sys.exit(work())
