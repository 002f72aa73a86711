"""What an import leaves out, as a file of the same kind: to be corrected and read again.

The file that was imported is read once more for it, so that nothing has to be remembered of it but where it was wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from balie.dutch.text import clean, fold
from balie.importing.batches import BadLine
from balie.importing.headings import REASON_HEADING
from balie.importing.lines import BadText, LineFields, open_lines
from balie.store.staging import WorkFile, scratch

TEXT = "utf-8-sig"
"""The encoding of lines that are given back: what Excel opens without asking."""


class Wrong:
    """The places of a file where something is left out, with why; kept on the disk, since there may be very many."""

    def __init__(self, connection: WorkFile) -> None:
        self._connection = connection
        connection.execute(
            "CREATE TABLE wrong (id INTEGER PRIMARY KEY, number INTEGER NOT NULL, reasons TEXT NOT NULL)"
        )
        connection.execute("CREATE INDEX wrong_number ON wrong (number)")
        connection.execute("BEGIN")

    def add(self, line: BadLine) -> None:
        """Note one place with its reasons."""
        reasons = clean(" ".join(line.reasons))
        self._connection.execute("INSERT INTO wrong (number, reasons) VALUES (?, ?)", (line.number, reasons))

    def why(self, number: int) -> str:
        """Every reason at a place; empty where nothing is left out."""
        rows = self._connection.execute("SELECT reasons FROM wrong WHERE number = ? ORDER BY id", (number,))
        return " ".join(reasons for (reasons,) in rows)


@contextmanager
def wrong_places() -> Iterator[Wrong]:
    """No places yet; what is noted is gone afterwards."""
    with scratch() as connection:
        yield Wrong(connection)


def give_lines_back(path: Path, wrong: Wrong, file: TextIO) -> None:
    """Write the lines of the CSV file at `path` where something is left out, with why in a first column of their own.

    That column is not read when the file comes back. Raises `Refusal` when the file cannot be read.
    """
    with open_lines(path) as lines:
        heading = lines.heading()
        before = [place for place, text in enumerate(heading) if fold(text) == fold(REASON_HEADING)]
        writer = csv.writer(file, delimiter=lines.separator, lineterminator="\r\n")
        writer.writerow([REASON_HEADING, *_without(heading, before)])
        for number, fields in lines:
            if why := wrong.why(number):
                writer.writerow([why, *_without(_split(fields, lines.separator), before)])


def _without(fields: list[str], places: list[int]) -> list[str]:
    return [_writable(text) for place, text in enumerate(fields) if place not in places]


def _split(fields: LineFields, separator: str) -> list[str]:
    """The fields of a line; of one that could not be told apart what can be made of it."""
    if not isinstance(fields, BadText):
        return fields
    text = fields.text.replace("\0", "\ufffd").rstrip("\r\n")
    try:
        return next(csv.reader([text], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return text.split(separator)


def _writable(text: str) -> str:
    """A text in which the bytes that are no letters show as the mark of a letter that was lost."""
    return "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)
