"""A file of MARC 21 in XML (MARCXML), read as a stream: never more of it in memory than one record."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO
from xml.etree.ElementTree import Element, register_namespace, tostring

from balie.importing.titles.marc import MarcTitles
from balie.importing.titles.marc_letters import MarcLetters
from balie.importing.titles.marc_records import DamagedField, ReadRecord
from balie.importing.titles.xml_records import NAMESPACE, DamagedXml, elements
from balie.importing.titles.xml_text import LOST
from balie.refusal import Refusal
from balie.store.errors import file_refusal

if TYPE_CHECKING:
    from balie.importing.giving_back import Wrong
    from balie.importing.titles.record import TitleFileTerms

_LOOKS_LIKE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_:]*(?:collection|record|OAI-PMH)\b)")
_WIDE = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_LEADER = 24
_SAMPLE = 4096
_SLIM = b"MARC21/slim"
_LOST = "Veld {tag} bevat een teken dat niet te lezen is en is niet gelezen."
_NO_RECORDS = "Er staan geen records in het bestand: is het wel MARCXML?"
_TAG = re.compile("[0-9A-Za-z]{3}")
_DAMAGED = "Veld {tag} is niet zoals MARCXML het voorschrijft en is niet gelezen."


class MarcXml:
    """The records of a MARCXML file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.done = 0
        self._file = file

    def __iter__(self) -> Iterator[ReadRecord | Refusal]:
        """Every record, and in its place why one cannot be read."""
        any_found = False
        for found in elements(self._file):
            self.done = self._file.tell()
            any_found = True
            yield found.reason if isinstance(found, DamagedXml) else _record(found)
        if not any_found:
            yield Refusal(_NO_RECORDS)


def _record(element: Element) -> ReadRecord:
    from pymarc import Field, Indicators, Leader, Record, Subfield

    record = Record()
    leader = _text(element.find(f"{{{NAMESPACE}}}leader"))
    record.leader = Leader(leader.ljust(_LEADER)[:_LEADER])
    damaged = []
    for part in element:
        name, tag = part.tag.rpartition("}")[2], part.get("tag", "")
        if name not in ("controlfield", "datafield"):
            continue
        if LOST in _text(part):
            damaged.append(DamagedField(tag, _LOST.format(tag=tag)))
        elif not _TAG.fullmatch(tag) or (tag.isdigit() and tag < "010") is not (name == "controlfield"):
            damaged.append(DamagedField(tag, _DAMAGED.format(tag=tag or "zonder nummer")))
        elif name == "controlfield":
            record.fields.append(Field(tag, data=_text(part)))
        else:
            both = [(part.get(key) or " ")[:1] for key in ("ind1", "ind2")]
            subfields = [Subfield(one.get("code", "")[:1], _text(one)) for one in part if one.get("code")]
            record.fields.append(Field(tag, Indicators(*both), subfields))
    return ReadRecord(record, tuple(damaged), MarcLetters.UTF_8, in_doubt=False)


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def is_marcxml(path: Path) -> bool:
    """Whether the file begins as XML does. Raises `Refusal` when it cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(_SAMPLE)
    except OSError as error:
        raise file_refusal(error, path) from error
    return _LOOKS_LIKE.match(start) is not None or start.startswith(_WIDE) or _SLIM in start


@contextmanager
def open_marcxml_titles(path: Path, terms: TitleFileTerms) -> Iterator[MarcTitles]:
    """The titles in the MARCXML file at `path`. Raises `Refusal` when it cannot be read."""
    try:
        with io.FileIO(path) as file:
            yield MarcTitles(MarcXml(file), os.fstat(file.fileno()).st_size, terms)
    except OSError as error:
        raise file_refusal(error, path) from error


def give_xml_back(path: Path, wrong: Wrong, file: TextIO) -> None:
    """Write the records of the MARCXML file at `path` where something is left out. Raises `Refusal`."""
    register_namespace("marc", NAMESPACE)
    try:
        with io.FileIO(path) as source:
            file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<marc:collection xmlns:marc="{NAMESPACE}">\n')
            for place, element in enumerate(elements(source), 1):
                if wrong.why(place):
                    text = element.text if isinstance(element, DamagedXml) else tostring(element, "unicode")
                    file.write(text + "\n")
            file.write("</marc:collection>\n")
    except OSError as error:
        raise file_refusal(error, path) from error
