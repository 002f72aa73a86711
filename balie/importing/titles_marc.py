"""A file of MARC 21 records (ISO 2709), read as a stream: each record a title with its items.

Fields: 001 with 003, 008, 020, 041, 100 (110, 111), 245, 250, 260 and 264, 300, 490, 650 and its neighbours, 700
(710, 711); items from 952 (Koha) or 852 (holdings).
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from balie.catalogue.title_form import read_title
from balie.importing.batches import BadLine
from balie.importing.titles_csv import read_control_number, read_found_item
from balie.importing.titles_marc_fields import control_number_of, items_of, title_of
from balie.importing.titles_record import Found, FoundItem, FoundTitle, given_in
from balie.refusal import Reasons, Refusal
from balie.store.errors import file_refusal

if TYPE_CHECKING:
    from pymarc import Record

    from balie.library.structs import Library

_END_OF_RECORD = b"\x1d"
_LONGEST_RECORD = 99_999
"""What the five digits of a length can say."""
_BLOCK = 1 << 16
_START = re.compile(rb"\s*[0-9]{5}[a-z0-9 |]{5}")
_UTF_8 = ord("a")
_NO_RECORD = "Het record is beschadigd of geen MARC 21 en kan niet worden gelezen."
_WRONG_LETTERS = "Het record bevat tekens die geen UTF-8 en geen MARC-8 zijn."


def is_marc(path: Path) -> bool:
    """Whether the file begins as a MARC 21 record does. Raises `Refusal` when it cannot be read."""
    try:
        with path.open("rb") as file:
            return _START.match(file.read(64)) is not None
    except OSError as error:
        raise file_refusal(error, path) from error


class MarcTitles:
    """The records of a file. `branch` is where items stand of which the file does not say so."""

    place_name = "Record"
    unused: tuple[str, ...] = ()

    def __init__(self, file: io.BufferedReader, library: Library, branch: str, today: date) -> None:
        self.size = os.fstat(file.fileno()).st_size
        self.done = 0
        self._file = file
        self._library = library
        self._branch = branch
        self._today = today

    def __iter__(self) -> Iterator[Found]:
        """Every record: its title with its items, and every mistake; items with a mistake are left out by themselves.

        Raises `Refusal` where no end of a record comes: what follows cannot be told apart.
        """
        for place, data in enumerate(self._records(), 1):
            try:
                found, bad = self._read(place, parse(data))
            except Refusal as refusal:
                yield _bad(place, refusal)
                continue
            yield from bad
            yield found

    def _records(self) -> Iterator[bytes]:
        rest = b""
        while block := self._file.read(_BLOCK):
            *whole, rest = (rest + block).split(_END_OF_RECORD)
            for data in whole:
                self.done += len(data) + 1
                yield data.lstrip() + _END_OF_RECORD
            if len(rest) > _LONGEST_RECORD:
                raise Refusal(
                    "Er komt geen einde aan een record: het bestand is beschadigd of geen MARC 21 (ISO 2709)."
                )
        if rest.strip():
            self.done = self.size
            yield rest.lstrip()

    def _read(self, place: int, record: Record) -> tuple[FoundTitle, list[BadLine]]:
        raw = title_of(record)
        reasons = Reasons()
        control_number = values = None
        with reasons.at("control_number"):
            control_number = read_control_number(control_number_of(record))
        try:
            values = read_title(raw, self._today)
        except Refusal as refusal:
            reasons.extend(refusal.reasons)
        reasons.raise_if_any()
        assert values is not None
        items: list[FoundItem] = []
        bad: list[BadLine] = []
        for fields in items_of(record, self._library):
            try:
                items.append(read_found_item(fields, values.kind, self._library, self._branch, self._today))
            except Refusal as refusal:
                bad.append(_bad(place, refusal, f"Exemplaar {fields.get('number', '')}: "))
        return FoundTitle(place, control_number, values, given_in(raw), tuple(items)), bad


@contextmanager
def open_marc_titles(path: Path, library: Library, branch: str, today: date) -> Iterator[MarcTitles]:
    """The titles in the MARC file at `path`. Raises `Refusal` when it cannot be read."""
    try:
        with path.open("rb") as file:
            yield MarcTitles(file, library, branch, today)
    except OSError as error:
        raise file_refusal(error, path) from error


def parse(data: bytes) -> Record:
    """One record. Raises `Refusal` when it is none, or is in letters that cannot be read."""
    from pymarc import Record

    if not _START.match(data):
        raise Refusal(_NO_RECORD)
    try:
        # Some systems write UTF-8 and do not say so in the leader; MARC-8 with accents is never valid UTF-8.
        utf_8 = data[9] == _UTF_8 or _is_utf_8(data)
        record = Record(data, to_unicode=True, force_utf8=utf_8, hide_utf8_warnings=True)
    except UnicodeDecodeError:
        raise Refusal(_WRONG_LETTERS) from None
    except Exception as error:  # whatever a parser makes of bytes that are no record
        raise Refusal(_NO_RECORD) from error
    if not record.fields:
        raise Refusal(_NO_RECORD)
    return record


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _bad(place: int, refusal: Refusal, before: str = "") -> BadLine:
    return BadLine(place, tuple(f"{before}{reason.text}" for reason in refusal.reasons))
