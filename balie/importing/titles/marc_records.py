"""The bytes of one MARC 21 record (ISO 2709) as its fields.

Its directory says where each field stands; the ends of the fields say so too. Where the two differ the directory is not
believed: some systems count letters in it instead of bytes, and of a record over 99,999 bytes it cannot be right. Then
the fields are those between the ends, in the order of the directory, if that can be meant; or the record is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.importing.titles.marc_letters import MarcLetters, decoded, is_doubtful, letters_of
from balie.refusal import Refusal

if TYPE_CHECKING:
    from pymarc import Field, Record

_LEADER = 24
_ENTRY = 12
_INDICATORS = 2
_FIELD_END, _RECORD_END = b"\x1e", b"\x1d"
_DELIMITER = b"\x1f"
_MOST_LENGTH = 9_998
"""Bytes of a field, without its end, that four digits can say."""
_START = re.compile(rb"[0-9]{5}[a-zA-Z0-9 |#^]{5}")
_DIRECTORY_TAG = re.compile(r"[0-9A-Za-z]{3}")
_NO_RECORD = "Het record is beschadigd of geen MARC 21 en kan niet worden gelezen."
_NO_DIRECTORY = "De inhoudsopgave (directory) van het record is beschadigd."
_OTHER_COUNT = (
    "De inhoudsopgave (directory) van het record noemt {said} velden en er staan er {count}: het record is beschadigd"
    " of afgekapt."
)
_OTHER_PLACES = (
    "De inhoudsopgave (directory) van het record klopt niet met waar de velden eindigen, en is niet te herstellen."
)
_DAMAGED_FIELD = "Veld {tag} is beschadigd en is niet gelezen."
_WRONG_LETTERS = "Veld {tag} bevat tekens die geen {letters} zijn en is niet gelezen."


@dataclass(frozen=True, slots=True)
class DamagedField:
    """A field that could not be read, and why, in Dutch."""

    tag: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record, the fields of it that could not be read, and the letters it is in.

    `in_doubt`: it says of itself that it is in other letters, or has accents where none can be.
    """

    record: Record
    damaged: tuple[DamagedField, ...]
    letters: MarcLetters
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the directory says of a field: where it begins and how long it is with its end; None where no number is."""

    tag: str
    length: int | None
    start: int | None


def parse(data: bytes) -> ReadRecord:
    """One record. Raises `Refusal` when it is none, or when it cannot be told which field is which."""
    from pymarc import Leader, Record

    if not _START.match(data) or len(data) <= _LEADER:
        raise Refusal(_NO_RECORD)
    head, end, body = data[_LEADER:].partition(_FIELD_END)
    if not end or len(head) % _ENTRY or not head:
        raise Refusal(_NO_DIRECTORY)
    entries = [_entry(head[at : at + _ENTRY]) for at in range(0, len(head), _ENTRY)]
    says_utf_8 = data[9:10] == b"a"
    letters = letters_of(body, says_utf_8=says_utf_8)
    pieces = _pieces(entries, body, letters)
    record = Record()
    record.leader = Leader(data[:_LEADER].decode("ascii", "replace"))
    damaged = []
    for entry, piece in pieces:
        try:
            record.fields.append(_field(entry.tag, piece, letters))
        except UnicodeError:
            damaged.append(DamagedField(entry.tag, _WRONG_LETTERS.format(tag=entry.tag, letters=letters.value)))
        except ValueError:
            damaged.append(DamagedField(entry.tag, _DAMAGED_FIELD.format(tag=entry.tag)))
    in_doubt = letters is MarcLetters.MARC_8 and (says_utf_8 or any(map(_is_doubtful, record.fields)))
    return ReadRecord(record, tuple(damaged), letters, in_doubt)


def _is_doubtful(field: Field) -> bool:
    return not field.is_control_field() and any(is_doubtful(part.value) for part in field.subfields)


def _entry(raw: bytes) -> _Entry:
    tag = raw[:3].decode("ascii", "replace")
    if not _DIRECTORY_TAG.fullmatch(tag):
        raise Refusal(_NO_DIRECTORY)
    length, start = (int(part) if part.isdigit() else None for part in (raw[3:7], raw[7:]))
    return _Entry(tag, length, start)


def _pieces(entries: list[_Entry], body: bytes, letters: MarcLetters) -> list[tuple[_Entry, bytes]]:
    """Each entry of the directory with the bytes of its field. Raises `Refusal` when that cannot be told."""
    *found, rest = body.removesuffix(_RECORD_END).split(_FIELD_END)
    if rest or any(_RECORD_END in piece for piece in found):
        raise Refusal(_NO_RECORD)
    if len(found) != len(entries):
        raise Refusal(_OTHER_COUNT.format(said=len(entries), count=len(found)))
    by_place: dict[tuple[int | None, int | None], bytes] = {}
    start = 0
    for piece in found:
        by_place[start, len(piece) + 1] = piece
        start += len(piece) + 1
    if len({(entry.start, entry.length) for entry in entries} & by_place.keys()) == len(entries):
        return [(entry, by_place[entry.start, entry.length]) for entry in entries]
    pairs = list(zip(entries, found, strict=True))
    others = sum(entry.length not in _lengths(piece, letters) for entry, piece in pairs if len(piece) <= _MOST_LENGTH)
    if others > 1 or not all(_is_like(entry.tag, piece) for entry, piece in pairs):
        raise Refusal(_OTHER_PLACES)
    return pairs


def _lengths(piece: bytes, letters: MarcLetters) -> set[int | None]:
    """How long a field can be said to be: in bytes, or in letters, accents apart or not; with its end or without."""
    counts = {len(piece)}
    if letters is MarcLetters.UTF_8:
        text = piece.decode("utf-8", "replace")
        counts |= {len(text), len(unicodedata.normalize("NFD", text)), len(unicodedata.normalize("NFC", text))}
    return {*counts, *(count + 1 for count in counts)}


def _is_like(tag: str, piece: bytes) -> bool:
    """Whether a field has subfields, or none, as its tag tells."""
    return (_DELIMITER in piece) is not _is_control(tag) or len(piece) <= _INDICATORS


def _is_control(tag: str) -> bool:
    return tag.isdigit() and tag < "010"


def _field(tag: str, piece: bytes, letters: MarcLetters) -> Field:
    """A field. Raises `UnicodeError` for what is no letter, `ValueError` where it is not built as its tag tells."""
    from pymarc import Field, Indicators, Subfield

    if len(piece) <= _INDICATORS and not _is_control(tag):
        return Field(tag, Indicators(" ", " "), [])  # a field with nothing in it
    if not _is_like(tag, piece):
        raise ValueError("subfields where none can be, or the other way about")
    if _is_control(tag):
        return Field(tag, data=decoded(piece, letters))
    indicators, *parts = piece.split(_DELIMITER)
    if len(indicators) > _INDICATORS or not indicators.isascii():
        raise ValueError("no indicators")
    subfields = []
    for part in parts:
        if not part:
            continue
        if not 0x21 <= part[0] <= 0x7E:
            raise ValueError("no code of a subfield")
        subfields.append(Subfield(chr(part[0]), decoded(part[1:], letters)))
    both = indicators.decode("ascii").ljust(_INDICATORS)
    return Field(tag, Indicators(both[0], both[1]), subfields)
