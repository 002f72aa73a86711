"""Streams the lines of a CSV file: its encoding and its separator are found out, and it is never read as a whole."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from balie.refusal import Refusal
from balie.store.errors import file_refusal

_BLOCK = 1 << 20
_SEPARATORS = ";,\t"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Lines:
    """The lines of a file with their numbers; `done` and `size` are bytes, to show how far it is."""

    def __init__(self, file: io.FileIO, encoding: str) -> None:
        self.size = os.fstat(file.fileno()).st_size
        self._file = file
        self._text = io.TextIOWrapper(
            io.BufferedReader(file, _BLOCK), encoding=encoding, errors="surrogateescape", newline=""
        )
        first = self._text.readline()
        separator = max(_SEPARATORS, key=first.count)
        self._heading = next(csv.reader([first], delimiter=separator, skipinitialspace=True), [])
        self._reader = csv.reader(self._text, delimiter=separator, skipinitialspace=True)

    @property
    def done(self) -> int:
        """How many bytes have been read from the disk."""
        return self._file.tell()

    def heading(self) -> list[str]:
        """The fields of the first line."""
        return self._heading

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The number of each line after the first (where it begins, when a field has line ends in it), and its fields.

        Empty lines are passed over. Raises `Refusal` at a quotation mark that is never closed: what follows it cannot
        be told apart into lines.
        """
        reader, number = self._reader, 2
        try:
            for fields in reader:
                if fields:
                    yield number, fields
                number = reader.line_num + 2
        except csv.Error as error:
            raise Refusal(
                f"Regel {number}: er staat een aanhalingsteken te veel of te weinig, zodat de rest van het bestand"
                " niet te lezen is. Herstel deze regel en probeer het opnieuw."
            ) from error


@contextmanager
def open_lines(path: Path) -> Iterator[Lines]:
    """The lines of the file at `path`: UTF-8 with or without byte order mark, else as Windows writes it (cp1252).

    Raises `Refusal` when it cannot be read, is empty, or is no text.
    """
    try:
        encoding = _encoding(path)
        with io.FileIO(path) as file:
            lines = Lines(file, encoding)
            if not any(field.strip() for field in lines.heading()):
                raise Refusal(f"Het bestand {path} is leeg. De eerste regel bevat de kolomnamen.")
            yield lines
    except OSError as error:
        raise file_refusal(error, path) from error


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(_UTF_16) or b"\x00" in start:
            raise Refusal(f"Het bestand {path} is geen gewone tekst. Sla het op als CSV (UTF-8).")
        file.seek(0)
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"
