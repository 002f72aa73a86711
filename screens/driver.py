"""The terminal as the desk uses it: Esc without a wait, and an end when the terminal goes away.

Textual's own driver looks for a lone Esc only every tenth of a second, and spins at full speed once the terminal is
gone and hang-up signals are ignored.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from functools import partial
from time import monotonic

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_POLL_SECONDS = 0.1
"""How often the input thread looks whether the program is ending."""


class LineEnds:
    """Makes one Enter of the two characters some scanners end a line with, also where a read parts them."""

    def __init__(self) -> None:
        self._after_return = False

    def __call__(self, text: str) -> str:
        """The text with every carriage return and line feed as one carriage return."""
        if self._after_return and text.startswith("\n"):
            text = text[1:]
        self._after_return = text.endswith("\r")
        return text.replace("\r\n", "\r")


class DeskDriver(LinuxDriver):
    """Reads the keyboard; wakes up just when a lone Esc has waited long enough."""

    def _sigcont_application(self, *_: object) -> None:
        """Start again after a stop that Textual prepared; a hang-up sends this signal too, with nothing to start."""
        if self._must_signal_resume:
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read bytes and hand on keys until the program ends or the terminal is gone."""
        try:
            self._read_keys()
        except Exception as error:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def _read_keys(self) -> None:
        parser = XTermParser(self._debug)
        line_ends = LineEnds()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                due = parser._timeout_time
                wait = _POLL_SECONDS if due is None else min(_POLL_SECONDS, max(0.0, due - monotonic()))
                if selector.select(wait):
                    try:
                        data = os.read(self.fileno, 4096)
                    except OSError:
                        data = b""
                    if not data:
                        # Not waited for: the app may be waiting for this thread to end.
                        self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=1))
                        break
                    for message in parser.feed(line_ends(decode(data))):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            pass
