"""Golden screens: the screen as text, kept in tests/screens/golden and compared line by line.

`BALIE_GOLDEN=1 pytest tests/screens` writes them anew; the diff is then read in review.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pexpect
import pytest

from balie.desk import Desk
from balie.store.connection import create_store, open_store
from tests.support.desk_driver import Driver
from tests.support.population import make_population
from tests.support.shell_terminal import (
    CHECKOUT,
    COMMAND,
    PARENT,
    Start,
    Terminal,
)

Golden = Callable[[str, list[str]], None]
DeskOf = Callable[[int], Desk]

SIZES = ((80, 24), (120, 40))

_FOLDER = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Golden:
    """Compares a screen with the one that is kept under this name."""

    def compare(name: str, lines: list[str]) -> None:
        path = _FOLDER / f"{name}.txt"
        text = "\n".join(lines) + "\n"
        if os.environ.get("BALIE_GOLDEN") == "1":
            path.write_text(text, encoding="utf-8")
        assert text.split("\n") == path.read_text(encoding="utf-8").split("\n")

    return compare


async def at_each_size(driver: Driver) -> AsyncIterator[str]:
    """The same screen in a window of each size, one after the other; `80x24`, as a golden screen is called after it."""
    for width, height in SIZES:
        await driver.resize(width, height)
        yield f"{width}x{height}"


@pytest.fixture(autouse=True)
def everything_is_done_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long work is waited for: no box comes and goes as the machine is busy or not."""
    monkeypatch.setattr("screens.acts.running.PATIENCE", 60.0)


@pytest.fixture
def desk_of(desk: Desk, tmp_path: Path) -> Iterator[DeskOf]:
    """A desk at a store of its own with so many customers."""
    with contextlib.ExitStack() as stores:

        def opened(size: int) -> Desk:
            path = tmp_path / f"of-{size}.balie"
            make_population(path, size)
            return replace(desk, store=stores.enter_context(open_store(path)))

        yield opened


@pytest.fixture(scope="module")
def fresh_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was just made."""
    path = tmp_path_factory.mktemp("store") / "vers.balie"
    create_store(path, {"library": "biblionet-drenthe", "branch": "9428"}).close()
    return path


@pytest.fixture
def path(tmp_path: Path, fresh_store: Path) -> Path:
    """The store of one test."""
    return Path(shutil.copy2(fresh_store, tmp_path / "balie.balie"))


@pytest.fixture
def environment(tmp_path: Path, path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "BALIE_BESTAND": str(path),
        "BALIE_INSTELLINGEN": str(tmp_path / "instellingen.json"),
        "BALIE_VERSLAG": str(tmp_path / "fouten.log"),
    }


@pytest.fixture
def start(environment: Mapping[str, str]) -> Iterator[Start]:
    """Starts a command under a parent in a terminal; `typed` is typed before the command has even begun."""
    started: list[Terminal] = []

    def begin(*arguments: str, command: list[str] = COMMAND, typed: str = "") -> Terminal:
        parent = [sys.executable, "-c", PARENT, *command, *arguments]
        child = pexpect.spawn(parent[0], parent[1:], env=dict(environment), dimensions=(24, 80), timeout=None)
        child.delaybeforesend = None
        terminal = Terminal(child)
        started.append(terminal)
        terminal.wait("klaar>")
        terminal.send("\n" + typed)
        return terminal

    yield begin
    for terminal in started:
        if "pid=" in terminal.written:
            with contextlib.suppress(ProcessLookupError):
                os.kill(terminal.pid, signal.SIGKILL)
        terminal.child.close(force=True)
