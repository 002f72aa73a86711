"""From bytes of the terminal to what Textual calls a key, a paste, a click or an answer of the terminal.

Textual's own parser is only ever shown what is complete: it takes an empty text for the end of everything, and types
what it does not know into the field that has the focus.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_letters, digits

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from screens.keyboard.terminal_input import Piece, PieceKind, TerminalInput

_KEPT_OF_PASTE = "\t\n\r"
_ALT = 2
"""The characters of Alt with another key: the escape character, and that key."""
_WITH_ALT = frozenset(ascii_letters + digits)


class KeyReader:
    """One for each terminal. `now` is in seconds on a clock that only goes forward."""

    def __init__(self, wait_for_escape: float, *, debug: bool = False) -> None:
        """`wait_for_escape`: seconds after which an escape character with nothing behind it is the key Esc."""
        self._input = TerminalInput(wait_for_escape)
        self._debug = debug
        self._parser = XTermParser(debug)

    @property
    def due(self) -> float | None:
        """When `tick` has something to give, unless more bytes come before; None when nothing was begun."""
        return self._input.due

    def feed(self, data: bytes, now: float) -> Iterator[Message]:
        """Take bytes that came in at `now`; any cut will do, also in the middle of a letter."""
        for piece in self._input.feed(data, now):
            yield from self._messages(piece)

    def tick(self, now: float) -> Iterator[Message]:
        """Take it that nothing came until `now`."""
        for piece in self._input.tick(now):
            yield from self._messages(piece)

    def _messages(self, piece: Piece) -> Iterator[Message]:
        kind, text = piece
        if kind is PieceKind.ESCAPE:
            yield events.Key("escape", "\x1b")
        elif kind is PieceKind.PASTE:
            yield events.Paste("".join(kept for kept in text if kept >= " " or kept in _KEPT_OF_PASTE))
        elif kind is PieceKind.CHARACTER:
            # A line feed is Enter: the terminal made that of an Enter typed before the desk took it over.
            yield from self._parser.feed("\r" if text == "\n" else text)
        elif len(text) == _ALT and text[1].isprintable():
            if text[1] in _WITH_ALT:
                yield events.Key(f"alt+{text[1].lower()}", None)
        else:
            yield from self._of_code(text)

    def _of_code(self, code: str) -> Iterator[Message]:
        found = list(self._parser.feed(code))
        if self._parser._timeout_time is not None:  # it waits for more: a code that it does not know
            self._parser = XTermParser(self._debug)
        keys = [message for message in found if isinstance(message, events.Key)]
        if len(keys) > 1:  # Alt+↑ is Esc and ↑ for Textual, and would go a step back
            yield events.Key(f"alt+{keys[-1].key}", None)
        elif not any(isinstance(message, events.CursorPosition) for message in found):
            yield from (message for message in found if not (code[1] == "[" and is_letter(message)))


def is_letter(message: Message) -> bool:
    """Whether a message is a key that types something."""
    return isinstance(message, events.Key) and message.is_printable
