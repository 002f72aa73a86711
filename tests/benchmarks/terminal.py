"""A program in a pseudo-terminal of 80 by 24, what it shows, and when it showed it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

from tests.support.shown import COLUMNS, ROWS, Shown

_QUIET = 0.04
"""Seconds without a byte after which an answer to a key is complete."""
_ANSWER = 0.4
"""Seconds in which a key is answered, if at all."""
_PATIENCE = 15.0
"""Seconds after which a program that shows nothing has failed."""


@dataclass(frozen=True, slots=True)
class Paint:
    """What followed a key or a start, in seconds after it.

    `first` is the first byte, `first_cells` the first text on an empty screen, `text` the last change of text, `cells`
    the last change of any cell or its colours. None where nothing of the kind followed.
    """

    first: float | None
    first_cells: float | None
    text: float | None
    cells: float | None


class Session:
    """One program in its own terminal. A context manager that ends it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._shown = Shown()
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        self.started = perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.execve(command[0], list(command), dict(environment))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.close(self._terminal)
        os.waitpid(self.pid, 0)

    @property
    def display(self) -> str:
        """The text on the screen, 24 lines."""
        return self._shown.text

    def first_paint(self, quiet: float) -> Paint:
        """What followed the start, until nothing more came for `quiet` seconds."""
        return self._follow(self.started, self._read(_PATIENCE, quiet))

    def press(self, keys: str, quiet: float = _QUIET) -> Paint:
        """Type something, and see what followed until nothing more came for `quiet` seconds."""
        data = keys.encode()
        since = perf_counter()
        os.write(self._terminal, data)
        return self._follow(since, self._read(_ANSWER, quiet))

    def type_until(self, keys: str, shown: str) -> None:
        """Type something and wait until the screen shows a text. Raises `TimeoutError` when it never does."""
        os.write(self._terminal, keys.encode())
        deadline = perf_counter() + _PATIENCE
        while shown not in self.display:
            if perf_counter() > deadline:
                raise TimeoutError(f"the screen never showed {shown!r} after {keys!r}:\n{self.display}")
            for _, data in self._read(0.1, 0.01):
                self._shown.feed(data)

    def memory(self) -> float:
        """Resident memory of the program in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
        assert found is not None, "the program has ended"
        return int(found[1]) / 1024

    def _read(self, patience: float, quiet: float) -> list[tuple[float, bytes]]:
        """Wait `patience` seconds for something; then take all that comes, with its moments, until it is quiet."""
        pieces: list[tuple[float, bytes]] = []
        wait = patience
        while select.select([self._terminal], [], [], wait)[0]:
            try:
                data = os.read(self._terminal, 65536)
            except OSError:
                break
            pieces.append((perf_counter(), data))
            wait = quiet
        return pieces

    def _follow(self, since: float, pieces: list[tuple[float, bytes]]) -> Paint:
        first = first_cells = text = cells = None
        for at, data in pieces:
            after = at - since
            first = after if first is None else first
            shown, drawn = self.display, self._shown.cells
            self._shown.feed(data)
            if self._shown.cells != drawn:
                cells = after
            if self.display != shown:
                text = after
                if not shown.strip():
                    first_cells = after
        return Paint(first, first_cells, text, cells)
