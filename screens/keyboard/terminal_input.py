"""What a terminal sends, cut into what was meant: characters, keys of several bytes, pastes.

Bytes come in pieces of any size, with pauses anywhere: a slow line parts a key, a scanner waits between the two
characters it ends a line with. Nothing here looks at a clock or a file; who reads says what time it is.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from enum import Enum, auto
from string import ascii_letters
from typing import Final, NamedTuple

PATIENCE: Final = 1.0
"""Seconds without a byte after which what was begun is not going to be ended: a key, a letter, a paste."""

PAUSE_IN_PASTE: Final = 0.2
"""Seconds: what comes after a pause like that, in a paste that never ends, was typed and not pasted."""

LONGEST_CODE: Final = 32
"""Characters. No code that means a key is longer; a longer one is swallowed like any that nobody knows."""

_PASTE_BEGINS: Final = "\x1b[200~"
_PASTE_ENDS: Final = "\x1b[201~"
_PLAIN_FUNCTION_KEYS: Final = "ABCDFHMPQRS"
_MODIFIERS: Final = "12345678"
_REPLY_BEGINS: Final = frozenset("0123456789>!$+|")
_BYTES_OF_X10_MOUSE: Final = 3


class PieceKind(Enum):
    """What a piece of the input is."""

    CHARACTER = auto()
    ESCAPE = auto()
    """Esc by itself."""
    CODE = auto()
    """A key of several characters, or an answer of the terminal: begins with the escape character, is complete."""
    PASTE = auto()


class Piece(NamedTuple):
    """One thing that was typed, pasted or answered."""

    kind: PieceKind
    text: str


class TerminalInput:
    """Takes bytes as they come in, gives whole pieces. `now` is in seconds on a clock that only goes forward."""

    def __init__(self, wait_for_escape: float) -> None:
        """`wait_for_escape`: seconds after which an escape character with nothing behind it is the key Esc."""
        self._wait_for_escape = wait_for_escape
        self._decoder = getincrementaldecoder("utf-8")(errors="surrogateescape")
        self._is_utf_8 = False
        self._after_return = False
        self._last_byte = 0.0
        self._escaped_until = 0.0
        self._state: Callable[[str], Iterator[Piece]] = self._at_rest
        self._code = ""
        self._is_late = False
        self._pasted: list[str] = []
        self._typed_from: int | None = None

    @property
    def due(self) -> float | None:
        """When `tick` has something to give, unless more bytes come before; None when nothing was begun."""
        if self._state == self._in_escape:
            return self._last_byte + self._wait_for_escape
        if self._state != self._at_rest or self._decoder.getstate()[0]:
            return self._last_byte + PATIENCE
        return None

    def feed(self, data: bytes, now: float) -> Iterator[Piece]:
        """Take bytes that came in at `now`. Who reads has called `tick` for every moment that nothing came."""
        if self._state == self._in_paste and self._typed_from is None and now - self._last_byte >= PAUSE_IN_PASTE:
            self._typed_from = len(self._pasted)
        self._last_byte = now
        yield from self._take(self._decoder.decode(data))

    def tick(self, now: float) -> Iterator[Piece]:
        """Give up waiting for the rest of what was begun too long ago."""
        while self.due is not None and now >= self.due:
            yield from self._stop_waiting(now)

    def _stop_waiting(self, now: float) -> Iterator[Piece]:
        half_a_letter = self._decoder.getstate()[0]
        if half_a_letter:
            self._decoder.reset()
            yield from self._take(half_a_letter.decode("utf-8", "surrogateescape"))
        elif self._state == self._in_escape:
            self._state = self._at_rest
            self._escaped_until = now + PATIENCE
            yield Piece(PieceKind.ESCAPE, "\x1b")
        elif self._state == self._in_paste:
            yield from self._end_paste_by_itself()
        else:
            yield from self._give_up()

    def _take(self, text: str) -> Iterator[Piece]:
        for character in text:
            if character == "\n" and self._after_return:
                self._after_return = False
                continue
            self._after_return = character == "\r"
            meant = self._read(character)
            if meant:
                yield from self._state(meant)

    def _read(self, character: str) -> str:
        """A character as it was meant: a byte that is no UTF-8 comes from a terminal that is set to Latin-1."""
        code = ord(character)
        if 0xDC80 <= code <= 0xDCFF:
            return "" if self._is_utf_8 else bytes([code - 0xDC00]).decode("cp1252", "ignore")
        if code > 0x7F:
            self._is_utf_8 = True
        return "" if 0x80 <= code <= 0x9F else character

    # Where we are: each takes the next character.

    def _at_rest(self, character: str) -> Iterator[Piece]:
        late = self._last_byte < self._escaped_until
        self._escaped_until = 0.0
        if character == "\x1b":
            self._begin(self._in_escape, character)
        elif late and character in ("[", "]"):
            # The rest of a key that was parted behind its first byte; Esc was given already, and that was too much.
            self._begin(self._in_control if character == "[" else self._in_answer, f"\x1b{character}", late=True)
        elif late and character == "O":
            self._begin(self._in_function_key, "\x1bO", late=True)
        else:
            yield Piece(PieceKind.CHARACTER, character)

    def _in_escape(self, character: str) -> Iterator[Piece]:
        if character == "\x1b":
            yield Piece(PieceKind.ESCAPE, "\x1b")
        elif character == "[":
            self._begin(self._in_control, "\x1b[")
        elif character == "O":
            self._begin(self._in_function_key, "\x1bO")
        elif character in ("P", "]", "^", "_"):
            self._begin(self._in_answer, f"\x1b{character}")
        elif character in ("\t", "\x7f") or character.isprintable():
            self._state = self._at_rest
            yield Piece(PieceKind.CODE, f"\x1b{character}")
        else:
            self._state = self._at_rest
            yield Piece(PieceKind.ESCAPE, "\x1b")
            yield Piece(PieceKind.CHARACTER, character)

    def _in_function_key(self, character: str) -> Iterator[Piece]:
        known = _PLAIN_FUNCTION_KEYS if self._is_late or len(self._code) > len("\x1bO") else ascii_letters
        if character in known:
            yield from self._complete(character)
        elif character in _MODIFIERS and self._code == "\x1bO":  # an old terminal: Shift+F1 is ESC O 2 P
            self._code += character
        else:
            yield from self._give_up()
            yield from self._state(character)

    def _in_control(self, character: str) -> Iterator[Piece]:
        code = self._code
        if character < " ":  # no code holds a control character: this one was not ended
            self._state = self._at_rest
            yield from self._state(character)
        elif code.startswith("\x1b[M"):
            if len(code) < len("\x1b[M") + _BYTES_OF_X10_MOUSE - 1:
                self._code += character
            else:
                yield from self._complete(character)
        elif code == "\x1b[[":  # the console of Linux: F1 is ESC [ [ A
            yield from self._complete(character)
        elif character == "[" and code == "\x1b[":
            self._code += character
        elif " " <= character <= "?":
            self._code += character
            if character == "$" and code.removeprefix("\x1b[").isdigit():  # rxvt: with Shift
                yield from self._complete("")
        elif character == "M" and code == "\x1b[":
            self._code += character
        elif "@" <= character <= "~":
            yield from self._complete(character)
        else:
            self._state = self._at_rest
            yield from self._state(character)

    def _in_answer(self, character: str) -> Iterator[Piece]:
        """A text that the terminal sends about itself: swallowed up to its end."""
        begun = self._code
        if character == "\x07" or (character == "\\" and begun.endswith("\x1b")):
            self._state = self._at_rest
        elif begun.endswith("\x1b") and len(begun) > 1:
            self._begin(self._in_escape, "\x1b")
            yield from self._state(character)
        elif (begun == "\x1bP" and character not in _REPLY_BEGINS) or (character < " " and character != "\x1b"):
            yield from self._give_up()
            yield from self._state(character)
        elif len(begun) < LONGEST_CODE:
            self._code += character
        else:
            self._code = begun[:LONGEST_CODE] + character

    def _in_paste(self, character: str) -> Iterator[Piece]:
        self._pasted.append(character)
        if character == "~" and "".join(self._pasted[-len(_PASTE_ENDS) :]) == _PASTE_ENDS:
            text = "".join(self._pasted[: -len(_PASTE_ENDS)])
            self._leave_paste()
            yield Piece(PieceKind.PASTE, text)

    # From one to the other.

    def _begin(self, state: Callable[[str], Iterator[Piece]], code: str, *, late: bool = False) -> None:
        self._state = state
        self._code = code
        self._is_late = late

    def _complete(self, character: str) -> Iterator[Piece]:
        code = self._code + character
        self._state = self._at_rest
        if code == _PASTE_BEGINS:
            self._state = self._in_paste
        elif not self._is_late and len(code) <= LONGEST_CODE:
            yield Piece(PieceKind.CODE, code)

    def _give_up(self) -> Iterator[Piece]:
        """What was begun goes no further: Alt with a capital O or P, and a scan behind it, or nothing."""
        code, self._state = self._code, self._at_rest
        if self._is_late and code.startswith("\x1bO"):
            for character in code[1:]:
                yield Piece(PieceKind.CHARACTER, character)
        elif code[:2] in ("\x1bO", "\x1bP") and (len(code) == 2 or code[2:].isdigit()):
            yield Piece(PieceKind.CODE, code[:2])
            for character in code[2:]:
                yield from self._state(character)

    def _end_paste_by_itself(self) -> Iterator[Piece]:
        pasted = self._pasted[: self._typed_from]
        typed = self._pasted[len(pasted) :]
        self._leave_paste()
        yield Piece(PieceKind.PASTE, "".join(pasted))
        for character in typed:
            yield from self._state(character)

    def _leave_paste(self) -> None:
        self._state = self._at_rest
        self._pasted = []
        self._typed_from = None
