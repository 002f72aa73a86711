"""A keyboard whose bytes come when a test says so, read by the driver of the desk itself. No time passes."""

from __future__ import annotations

from collections import deque
from threading import Event

from textual import events
from textual.message import Message

from screens.keyboard.driver import DeskDriver

ESCAPE_SECONDS = 0.02
"""What the desk waits behind the byte of Esc (`ESCDELAY`, set where it starts)."""

_AFTERWARDS = 5.0
"""Seconds of silence behind the last byte: whatever was waited for is given up by then."""

Piece = tuple[float, bytes]
"""Seconds of silence, then bytes that come in at once."""


class Keyboard(DeskDriver):
    """The driver, with a clock and a file of its own; keeps the messages it would have handed on."""

    wait_for_escape = ESCAPE_SECONDS

    def __init__(self, *pieces: Piece) -> None:
        """Without the initialiser of the driver, which takes the real terminal."""
        self.heard: list[Message] = []
        self.exit_event = Event()
        self._debug = False
        self._clock = 1000.0
        self._coming = deque[Piece]()
        at = self._clock
        for silence, data in pieces:
            at += silence
            self._coming.append((at, data))
        self._end = at + _AFTERWARDS

    def hear(self) -> list[Message]:
        """Everything that the bytes become, until long after the last of them."""
        self._read_keys(self)
        return self.heard

    # What the driver asks of the world.

    def select(self, timeout: float, /) -> bool:
        """Let time pass until bytes come in, and `timeout` seconds at most."""
        until = self._clock + timeout
        if self._coming and self._coming[0][0] <= until:
            self._clock = max(self._clock, self._coming[0][0])
            return True
        self._clock = until
        if self._clock >= self._end:
            self.exit_event.set()
        return False

    def _now(self) -> float:
        return self._clock

    def _read(self) -> bytes:
        return self._coming.popleft()[1]

    def process_message(self, message: Message) -> None:
        self.heard.append(message)


def told(messages: list[Message]) -> list[str]:
    """Keys by name, what was typed as it is, a paste in quotes."""
    found: list[str] = []
    for message in messages:
        if isinstance(message, events.Key):
            found.append(message.character if message.is_printable and message.character else message.key)
        elif isinstance(message, events.Paste):
            found.append(repr(message.text))
    return found


def heard(*pieces: Piece) -> list[str]:
    """What the desk hears of these bytes."""
    return told(Keyboard(*pieces).hear())
