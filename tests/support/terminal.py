"""A program in a real pseudo-terminal, as somebody at the desk has it: keys in, screen out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from types import TracebackType
from typing import Self

import pexpect

from tests.support.asleep import is_asleep
from tests.support.shown import COLUMNS, ROWS, Shown

PATIENCE = 30.0
"""Seconds after which a program that does not show what it should has failed."""

FRAMES = 0.05
"""Seconds in which the program would have painted three times, had it anything to paint."""


class Terminal:
    """A context manager: starts the program in a terminal of 80 by 24, ends it on the way out."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: str | None = None) -> None:
        self._shown = Shown()
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            env={"TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
            cwd=folder,
            dimensions=(ROWS, COLUMNS),
        )
        self._child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(force=True)

    @property
    def text(self) -> str:
        """What the screen shows once it is at rest."""
        self._come_to_rest()
        return self._shown.text

    @property
    def lines(self) -> list[str]:
        """What the screen shows once it is at rest, line by line."""
        self._come_to_rest()
        return self._shown.lines

    def _come_to_rest(self) -> None:
        """Show what comes until the program sleeps and writes no more: a screen may come in several pieces.

        Raises `AssertionError` with the screen when it never does.
        """
        deadline = monotonic() + PATIENCE
        while True:
            asleep = is_asleep(self.pid)
            try:
                self._shown.feed(self._child.read_nonblocking(65536, FRAMES))
            except pexpect.TIMEOUT:
                if asleep and is_asleep(self.pid):
                    return
            except pexpect.EOF:
                return
            assert monotonic() < deadline, f"the screen never came to rest:\n{self._shown.text}"

    @property
    def cursor(self) -> tuple[int, int] | None:
        """The row and column of the terminal's own cursor, from 0 on; None while it is hidden."""
        self._come_to_rest()
        return self._shown.cursor

    def type(self, keys: str) -> None:
        """Send keys as the bytes that a terminal makes of them."""
        self.send(keys.encode())

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._child.send(data)

    @property
    def pid(self) -> int:
        """The process of the program."""
        return int(self._child.pid)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Show what comes until something holds. Raises `AssertionError` with the screen when it does not, or ends."""
        deadline = monotonic() + PATIENCE
        while not holds():
            try:
                self._shown.feed(self._child.read_nonblocking(65536, 0.05))
            except pexpect.TIMEOUT:
                if monotonic() > deadline:
                    raise AssertionError(f"the screen never came right:\n{self._shown.text}") from None
            except pexpect.EOF as error:
                raise AssertionError(f"it ended:\n{self._shown.text}") from error

    def forget(self) -> None:
        """Empty the screen, as another program does that used it meanwhile."""
        self._shown = Shown()

    def wait_for(self, text: str) -> None:
        """Wait until the screen shows a text. Raises `AssertionError` with the screen when it does not, or ends."""
        deadline = monotonic() + PATIENCE
        while text not in self._shown.text:
            try:
                self._shown.feed(self._child.read_nonblocking(65536, max(0.0, deadline - monotonic())))
            except (pexpect.TIMEOUT, pexpect.EOF) as error:
                raise AssertionError(f"the screen never showed {text!r}:\n{self._shown.text}") from error

    def wait_for_end(self) -> int:
        """Wait until the program ends by itself. Returns its exit status."""
        while True:
            try:
                self._shown.feed(self._child.read_nonblocking(65536, PATIENCE))
            except pexpect.EOF:
                break
        self._child.close()
        status: int | None = self._child.exitstatus
        assert status is not None, "it was ended by a signal"
        return status
