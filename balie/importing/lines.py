"""Streams the lines of a CSV file: its encoding and its separator are found out, and it is never read as a whole.

A wrong byte or quotation mark spoils the line it is in and no other: a quotation mark that is not closed where it can
be is taken for a mistake of its own line, and reading goes on with the next.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from balie.importing.input_file import told_name
from balie.importing.text_encoding import UNREADABLE, Encoding, encoding_of
from balie.refusal import Refusal
from balie.store.errors import file_refusal

_BLOCK = 1 << 20
_CHUNK = 1 << 15
"""Characters that are looked at at once."""
_SEPARATORS = ";,\t"
_SAYS_SEPARATOR = re.compile(r'"?sep=([^\w"\s]|\t)"?[\r\n]*', re.IGNORECASE)
_IN_QUOTES = re.compile(r'"[^"]*"')
_LONGEST_LINE = 1 << 20
"""Characters: a line that is longer is no line of people or titles."""
_MOST_LINES = 100
"""So many lines can stand between quotation marks; more is a mark that was never closed."""
_LETTER_OF_UTF_8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_QUOTE = "Er staat een aanhalingsteken te veel of te weinig in deze regel."
_TOO_LONG = f"De regel is te lang: er passen hooguit {_LONGEST_LINE:,} tekens.".replace(",", ".")
_WRONG_BYTE = (
    "De regel bevat een teken dat niet te lezen is (op plaats {place}): een letter is beschadigd of anders geschreven"
    " dan de rest van het bestand. Typ de letter opnieuw en sla het bestand op als CSV UTF-8."
)
_OTHER_LETTERS = (
    "De regel is geschreven in UTF-8 en de rest van het bestand niet. Sla het bestand op als CSV UTF-8 en kijk deze"
    " regel na."
)


@dataclass(frozen=True, slots=True)
class BadText:
    """A line that cannot be told apart into fields, or holds what is no letter: as it stands, and why, in Dutch."""

    text: str
    reason: str


LineFields: TypeAlias = list[str] | BadText
"""What a line has: its fields, or why they cannot be read."""


class Lines:
    """The lines of a file with their numbers; `done` and `size` are bytes, to show how far it is.

    `separator` stands between the fields, `told` is what the desk has to know of the letters (empty: nothing).
    """

    def __init__(self, file: io.FileIO, encoding: Encoding) -> None:
        self.size = os.fstat(file.fileno()).st_size
        self.told = encoding.told
        self._file = file
        self._is_windows = encoding.is_windows
        self._text = io.TextIOWrapper(
            io.BufferedReader(file, _BLOCK), encoding=encoding.codec, errors=encoding.errors, newline=""
        )
        self._again: deque[str] = deque()
        self._number = 0
        self._count = 0
        self.separator = self._find_separator()
        self._heading = next((found for _, found in self._records()), [])
        self._count = 0 if isinstance(self._heading, BadText) else len(self._heading)

    @property
    def done(self) -> int:
        """How many bytes have been read from the disk."""
        return self._file.tell()

    def heading(self) -> list[str]:
        """The fields of the first line (behind `sep=;`, if that is there). Raises `Refusal` when it cannot be read."""
        if isinstance(self._heading, BadText):
            raise Refusal(f"De eerste regel, met de kolomnamen, is niet te lezen. {self._heading.reason}")
        return self._heading

    def __iter__(self) -> Iterator[tuple[int, LineFields]]:
        """The number of each line after the heading (the first one of a field with line ends in it), and its fields.

        Lines with nothing in them are passed over.
        """
        return self._records()

    def _find_separator(self) -> str:
        first = next(self._physical(), "")
        said = _SAYS_SEPARATOR.fullmatch(first)
        if said:
            self._number = 1
            return said[1]
        self._again.appendleft(first)
        outside = _IN_QUOTES.sub("", first)
        return max(_SEPARATORS, key=outside.count)

    def _next_lines(self) -> list[str]:
        """More lines as they stand in the file; none at its end. Of one that is too long only its first part."""
        text = self._text.read(_CHUNK)
        if text and not text.endswith("\n"):
            text += (rest := self._text.readline(_LONGEST_LINE))
            while len(rest) == _LONGEST_LINE and rest[-1] not in "\r\n":
                rest = self._text.readline(_LONGEST_LINE)
        return list(io.StringIO(text, newline=""))

    def _physical(self) -> Iterator[str]:
        """The lines one by one, for who looks closely."""
        while True:
            if not self._again:
                self._again.extend(self._next_lines())
            if not self._again:
                return
            yield self._again.popleft()

    def _records(self) -> Iterator[tuple[int, LineFields]]:
        while True:
            while self._again:
                yield from self._closely(self._again.popleft())
            lines = self._next_lines()
            if not lines:
                return
            rows = self._at_once(lines)
            if rows is None:
                self._again.extend(lines)
                continue
            first = self._number + 1
            self._number += len(lines)
            for number, fields in enumerate(rows, first):
                if fields and (fields[0] or any(field.strip() for field in fields)):
                    yield number, fields

    def _at_once(self, lines: list[str]) -> list[list[str]] | None:
        """The fields of each line, fast; None where something in one of them has to be looked at closely."""
        text = "".join(lines)
        if len(text) > _LONGEST_LINE or "\0" in text or not self._count:
            return None
        if not text.isascii():
            if UNREADABLE.search(text):
                return None
            if self._is_windows and _LETTER_OF_UTF_8.search(text.encode("cp1252")):
                return None
        try:
            rows = list(csv.reader(lines, delimiter=self.separator, skipinitialspace=True, strict=True))
        except csv.Error:
            return None
        return rows if len(rows) == len(lines) else None

    def _closely(self, line: str) -> Iterator[tuple[int, LineFields]]:
        """A line by itself, with those it goes on for; nothing where nothing is in it."""
        self._number += 1
        number = self._number
        if len(line) >= _LONGEST_LINE:
            yield number, BadText(line[:200], _TOO_LONG)
            return
        if '"' in line:
            found, text = self._quoted(line)
        else:
            fields = line.rstrip("\r\n").split(self.separator)
            found, text = [field.lstrip(" ") for field in fields], line
        if "\0" in text or not text.isascii():
            found = self._checked(found, text)
        if isinstance(found, BadText) or any(field.strip() for field in found):
            yield number, found

    def _quoted(self, line: str) -> tuple[LineFields, str]:
        """The fields of a line with quotation marks, and the text they come from: all the lines it goes on for."""
        taken: list[str] = []

        def feed() -> Iterator[str]:
            yield line
            for more in self._physical():
                taken.append(more)
                yield more
                if len(taken) >= _MOST_LINES:
                    return

        try:
            fields = next(csv.reader(feed(), delimiter=self.separator, skipinitialspace=True, strict=True))
            if not taken or not self._count or self._could_be(fields):
                self._number += len(taken)
                return fields, line + "".join(taken)
        except (csv.Error, StopIteration):
            pass
        self._again.extendleft(reversed(taken))
        return BadText(line, _QUOTE), line

    def _could_be(self, fields: list[str]) -> bool:
        """Whether fields that go on over several lines are as many as there are columns."""
        return len(fields) == self._count or (len(fields) > self._count and not any(fields[self._count :]))

    def _checked(self, found: LineFields, text: str) -> LineFields:
        """The fields, unless there is something in the text that is no letter of this file."""
        wrong = UNREADABLE.search(text)
        if wrong is not None:
            return BadText(text, _WRONG_BYTE.format(place=wrong.start() + 1))
        if self._is_windows and _is_utf_8(text):
            return BadText(text, _OTHER_LETTERS)
        return found


@contextmanager
def open_lines(path: Path) -> Iterator[Lines]:
    """The lines of the file at `path`: UTF-8 or UTF-16 with or without byte order mark, else as Windows writes it.

    Raises `Refusal` when it cannot be read, is empty, or is no text.
    """
    try:
        with io.FileIO(path) as file:
            lines = Lines(file, encoding_of(file, path))
            if not any(field.strip() for field in lines.heading()):
                raise Refusal(f"Het bestand {told_name(path)} is leeg. De eerste regel bevat de kolomnamen.")
            yield lines
    except OSError as error:
        raise file_refusal(error, path) from error


def _is_utf_8(text: str) -> bool:
    """Whether text that was read as Windows writes it is UTF-8 all the same: by chance it never is."""
    try:
        text.encode("cp1252", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return False
    return True
