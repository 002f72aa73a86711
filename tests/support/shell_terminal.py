"""The installed command under a parent in a real pseudo-terminal, as a shell runs it: bytes in, cells out."""

from __future__ import annotations

import codecs
import contextlib
import copy
import re
import sqlite3
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pexpect
import pyte

from tests.support.asleep import is_asleep

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 30.0
"""Seconds after which a screen that does not come has failed."""
_INSTALLED = Path(sys.executable).with_name("balie")
COMMAND = [str(_INSTALLED)] if _INSTALLED.exists() else [sys.executable, "-m", "screens.start"]
PLACE = ("--medewerker", "ebt", "--werkdatum", "09-04-2024")
READY = "9428 Gieten · ebt · ! WERKDATUM 09-04-2024"
"""What the screen shows as soon as keys are taken."""
PARENT = """
import os, sys
input("klaar> ")
pid = os.fork()
if pid == 0:
    print(f"pid={os.getpid()}.", flush=True)
    os.execv(sys.argv[1], sys.argv[1:])
print(f"einde={os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}.", flush=True)
input()
"""
# What pyte takes for text: private sequences (keyboard protocol, mode reports). And the start of one, cut by a read.
_PRIVATE = re.compile(r"\x1b\[(?:[<>=][0-9;]*[a-zA-Z]|\?[0-9;]*\$p)|\x1b[P_].*?\x1b\\", re.DOTALL)
_UNFINISHED = re.compile(r"\x1b(?:\[[<>=?0-9;$]*)?\Z")
_ALTERNATE = 1049


class Screen(pyte.Screen):
    """pyte's screen with the alternate screen of xterm: leaving it puts the cursor back, even when left twice."""

    def __init__(self) -> None:
        self.alternate = False
        self._kept: tuple[int, int, Any] = (0, 0, None)
        super().__init__(80, 24)

    def set_mode(self, *modes: int, **kwargs: bool) -> None:
        if kwargs.get("private") and _ALTERNATE in modes:
            if not self.alternate:
                self._kept = (self.cursor.x, self.cursor.y, copy.deepcopy(self.buffer))
            self.alternate = True
            self.erase_in_display(2)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: bool) -> None:
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and _ALTERNATE in modes:
            x, y, buffer = self._kept
            if self.alternate and buffer is not None:
                self.buffer = copy.deepcopy(buffer)
            self.alternate = False
            self.cursor_position(y + 1, x + 1)


class Terminal:
    """A terminal of 80 by 24 in which one command runs."""

    def __init__(self, child: pexpect.spawn) -> None:
        self.child = child
        self.screen = Screen()
        self._stream = pyte.Stream(self.screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self.written = ""

    @property
    def text(self) -> str:
        """What stands on the screen once the command sleeps and writes no more."""
        deadline = monotonic() + PATIENCE
        while not self._at_rest():
            assert monotonic() < deadline, f"the screen never came to rest:\n{self._now}"
        return self._now

    @property
    def _now(self) -> str:
        """What stands on the screen so far: it may be half of what comes."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def _at_rest(self) -> bool:
        asleep = self._is_asleep()
        return not self._read() and asleep and self._is_asleep()

    def _is_asleep(self) -> bool:
        return is_asleep(self.child.pid) and ("pid=" not in self.written or is_asleep(self.pid))

    def _read(self) -> bool:
        """Show what comes in the time in which the desk would have painted three times; whether anything came."""
        try:
            self._show(self._decode(self.child.read_nonblocking(65536, 0.05)))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        return True

    @property
    def attributes(self) -> list[object]:
        """How the terminal treats what is typed."""
        return termios.tcgetattr(self.child.child_fd)

    def send(self, keys: str) -> None:
        """Type, all at once."""
        self.child.send(keys)

    def wait(self, until: str | Callable[[], bool]) -> None:
        """Until the screen shows a text, or something else is so. Raises `TimeoutError` with the screen."""
        deadline = monotonic() + PATIENCE
        while not (until in self._now if isinstance(until, str) else until()):
            if monotonic() > deadline:
                raise TimeoutError(f"never {until!r} on\n{self._now}")
            self._read()

    def type(self, keys: str, until: str) -> None:
        """Type, then wait for what it brings."""
        self.send(keys)
        self.wait(until)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size, as a window manager does."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    @property
    def pid(self) -> int:
        """The process of the command."""
        found = re.search(r"pid=(\d+)\.", self.written)
        assert found is not None
        return int(found[1])

    def end(self) -> int:
        """Wait for the end of the command: its exit status, negative when a signal killed it."""
        self.wait("einde=")
        found = re.search(r"einde=(-?\d+)\.", self.text)
        assert found is not None
        return int(found[1])

    def _show(self, data: str) -> None:
        self.written += data
        data = self._rest + data
        cut = _UNFINISHED.search(data)
        self._rest = cut[0] if cut else ""
        self._stream.feed(_PRIVATE.sub("", data.removesuffix(self._rest) if self._rest else data))


Start = Callable[..., Terminal]


def is_whole_and_free(path: Path) -> bool:
    """Whether a store is undamaged and nobody holds a lock on it."""
    with contextlib.closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
