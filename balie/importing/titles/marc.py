"""A file of MARC 21 records, read as a stream: each record a title with its items. ISO 2709, or the same in XML.

Fields: 001 with 003, 008, 020, 041, 100 (110, 111), 245, 250, 260 and 264, 300, 490, 650 and its neighbours, 700
(710, 711); items from 952 (Koha) or 852 (holdings). What is wrong in a record is left out of it and told; only a record
of which it cannot be told what stands in it, or without a title, is left out as a whole.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from balie.importing.batches import BadLine
from balie.importing.lenient import Taken, take_title
from balie.importing.titles.csv_file import read_control_number, read_found_item
from balie.importing.titles.marc_fields import FIELDS_READ, control_number_of, title_of
from balie.importing.titles.marc_frames import LONGEST, Frame, frames
from balie.importing.titles.marc_items import items_of
from balie.importing.titles.marc_records import ReadRecord, parse
from balie.importing.titles.record import FileTitle, Found, FoundItem, TitleFileTerms
from balie.refusal import Refusal
from balie.store.errors import file_refusal

if TYPE_CHECKING:
    from balie.catalogue.title_form import TitleValues

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[0-9]{5}[a-zA-Z0-9 |#^]{5}")
_SAMPLE = 1 << 17
"""Bytes: so long a record can be that says how long it is."""
_ENDS = (b"\x1e", b"\x1d")
_TITLE = "245"
_NO_END = (
    f"Er komt geen einde aan het record: het is langer dan {LONGEST // 1_000_000} MB, of het bestand is beschadigd."
)
_IN_DOUBT = "Het record is gelezen als MARC-8, maar dat is niet zeker: kijk de letters met accenten na."


class MarcRecords(Protocol):
    """The records of a file, whatever it is written in."""

    @property
    def done(self) -> int:
        """Bytes that are behind."""
        ...

    def __iter__(self) -> Iterator[ReadRecord | Refusal]:
        """Every record, or why it cannot be read."""
        ...


class Iso2709:
    """The records of an ISO 2709 file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.done = 0
        self._file = file

    def __iter__(self) -> Iterator[ReadRecord | Refusal]:
        """Every record, or why it cannot be read."""
        for frame in frames(self._file):
            self.done = frame.done
            yield _read(frame)


class MarcTitles:
    """The titles of a file of records."""

    place_name = "Record"
    unused: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    def __init__(self, records: MarcRecords, size: int, terms: TitleFileTerms) -> None:
        self.size = size
        self._records = records
        self._terms = terms

    @property
    def done(self) -> int:
        """How many bytes are behind."""
        return self._records.done

    def __iter__(self) -> Iterator[Found]:
        """Every record: its title with its items, and before it everything that is left out of it."""
        for place, read in enumerate(self._records, 1):
            try:
                if isinstance(read, Refusal):
                    raise read
                found, bad = self._title(place, read)
            except Refusal as refusal:
                yield _bad(place, refusal)
                continue
            yield from bad
            yield found

    def _title(self, place: int, read: ReadRecord) -> tuple[FileTitle, list[BadLine]]:
        record = read.record
        lost = [field for field in read.damaged if field.tag in FIELDS_READ]
        if any(field.tag == _TITLE for field in lost):
            raise Refusal(*(field.reason for field in lost))
        bad = [BadLine(place, (field.reason,)) for field in lost]
        if read.in_doubt:
            bad.append(BadLine(place, (_IN_DOUBT,)))
        raw = title_of(record, self._terms.today)
        taken: Taken[TitleValues] = take_title(raw, self._terms.today)
        control_number = None
        try:
            control_number = read_control_number(control_number_of(record))
        except Refusal as refusal:
            bad.append(_bad(place, refusal))
        if taken.left:
            bad.append(BadLine(place, taken.left))
        items: list[FoundItem] = []
        for item in items_of(record, self._terms.library, self._terms.mapping):
            name = f"Exemplaar {item.fields.get('number', '')}: "
            try:
                found, left = read_found_item(item.fields, taken.values.kind, self._terms, item.status)
            except Refusal as refusal:
                bad.append(_bad(place, refusal, name))
                continue
            items.append(found)
            if left:
                bad.append(BadLine(place, tuple(f"{name}{text}" for text in left)))
        return FileTitle(place, control_number, taken.values, taken.given(raw), tuple(items)), bad


def is_marc(path: Path) -> bool:
    """Whether the file begins as a MARC 21 record does, or has the ends of one. Raises `Refusal` if it is not read."""
    try:
        with path.open("rb") as file:
            start = file.read(_SAMPLE)
            return _START.match(start) is not None or all(end in start for end in _ENDS)
    except OSError as error:
        raise file_refusal(error, path) from error


@contextmanager
def open_marc_titles(path: Path, terms: TitleFileTerms) -> Iterator[MarcTitles]:
    """The titles in the MARC file at `path`. Raises `Refusal` when it cannot be read."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            yield MarcTitles(Iso2709(file), size, terms)
    except OSError as error:
        raise file_refusal(error, path) from error


def _read(frame: Frame) -> ReadRecord | Refusal:
    try:
        if frame.too_long:
            raise Refusal(_NO_END)
        return parse(frame.data)
    except Refusal as refusal:
        return refusal


def _bad(place: int, refusal: Refusal, before: str = "") -> BadLine:
    return BadLine(place, tuple(f"{before}{reason.text}" for reason in refusal.reasons))
