"""The terminal as the desk uses it: Esc without a wait, an end when the terminal goes away, its real size.

Textual's own driver looks for a lone Esc only every tenth of a second, spins at full speed once the terminal is gone
and hang-up signals are ignored, and believes COLUMNS and LINES more than the window.
"""

from __future__ import annotations

import os
import selectors
from functools import partial
from time import monotonic
from typing import Protocol, cast

from textual import constants
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message import Message

from screens.keyboard.key_reader import KeyReader
from screens.keyboard.waiting import Waiting

_POLL_SECONDS = 0.1
"""How often the input thread looks whether the program is ending."""

_LARGEST_READ = 4096

_DRAWN_ON = 2
"""The file that Textual draws on: standard error."""


class Readable(Protocol):
    """What bytes come from."""

    def select(self, timeout: float, /) -> object:
        """Wait so many seconds at most. Returns whether there is something to read, as true or false."""


class Drawn(Protocol):
    """What is told of everything that is drawn."""

    def output(self, text: str) -> None:
        """This was drawn, escape sequences and all."""


class OnScreen(Protocol):
    """A program whose acts may wait for another desk, and whose screen may be recorded."""

    waiting: Waiting
    recorder: Drawn | None


class DeskDriver(LinuxDriver):
    """Reads the keyboard; wakes up just when a lone Esc has waited long enough."""

    wait_for_escape = constants.ESCAPE_DELAY
    """Seconds after which the byte of Esc with nothing behind it is that key."""

    def _sigcont_application(self, *_: object) -> None:
        """Start again after a stop that Textual prepared; a hang-up sends this signal too, with nothing to start."""
        if self._must_signal_resume:
            super()._sigcont_application()

    def start_application_mode(self) -> None:
        """As Textual does, with the cursor to be seen: it stands where the keys work. The end shows it anyhow."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write("\x1b[?25h")

    def _get_terminal_size(self) -> tuple[int, int]:
        """The columns and lines of the window that is drawn on."""
        try:
            columns, lines = os.get_terminal_size(_DRAWN_ON)
        except (OSError, ValueError):
            return super()._get_terminal_size()
        return columns or 80, lines or 24

    def write(self, data: str) -> None:
        """Draw on the terminal; who records it is told."""
        super().write(data)
        if (recorder := cast("OnScreen", self._app).recorder) is not None:
            recorder.output(data)

    def process_message(self, message: Message) -> None:
        """Hand on what was typed, but for the Esc that only stops a wait for another desk (`waiting`)."""
        if not (isinstance(message, Key) and cast("OnScreen", self._app).waiting.takes(message.key)):
            super().process_message(message)

    def run_input_thread(self) -> None:
        """Read bytes and hand on keys until the program ends or the terminal is gone."""
        try:
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                self._read_keys(selector)
        except Exception as error:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def _read_keys(self, selector: Readable) -> None:
        reader = KeyReader(self.wait_for_escape, debug=self._debug)
        while not self.exit_event.is_set():
            due = reader.due
            wait = _POLL_SECONDS if due is None else min(_POLL_SECONDS, max(0.0, due - self._now()))
            if not selector.select(wait):
                messages = reader.tick(self._now())
            elif data := self._read():
                messages = reader.feed(data, self._now())
            else:
                # Not waited for: the app may be waiting for this thread to end.
                self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=1))
                break
            for message in messages:
                self.process_message(message)

    def _now(self) -> float:
        """The seconds that keys are told apart by."""
        return monotonic()

    def _read(self) -> bytes:
        """What came in; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, _LARGEST_READ)
        except OSError:
            return b""
