"""A file of MARC 21 in XML (MARCXML), read as a stream: never more of it in memory than one record."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO
from xml.etree.ElementTree import Element, TreeBuilder, register_namespace, tostring
from xml.parsers import expat

from balie.importing.titles.marc import MarcTitles
from balie.importing.titles.marc_letters import MarcLetters
from balie.importing.titles.marc_records import DamagedField, ReadRecord
from balie.refusal import Refusal
from balie.store.errors import file_refusal

if TYPE_CHECKING:
    from balie.importing.giving_back import Wrong
    from balie.importing.titles.record import TitleFileTerms

_CHUNK = 1 << 16
_NAMESPACE = "http://www.loc.gov/MARC21/slim"
_LOOKS_LIKE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_:]*(?:collection|record|OAI-PMH)\b)")
_WIDE = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_LEADER = 24
_SAMPLE = 4096
_SLIM = b"MARC21/slim"
_LOST = "Veld {tag} bevat een teken dat niet te lezen is en is niet gelezen."
_DOCTYPE = "Er staat een DOCTYPE in het bestand: dat heeft MARCXML niet. Het is niet gelezen."
_NOT_XML = "Het XML-bestand is beschadigd op regel {line}: vanaf hier is het niet te lezen."
_CUT_OFF = "Het XML-bestand houdt op voor het einde: wat hierna kwam ontbreekt."
_NO_RECORDS = "Er staan geen records in het bestand: is het wel MARCXML?"
_TAG = re.compile("[0-9A-Za-z]{3}")
_DAMAGED = "Veld {tag} is niet zoals MARCXML het voorschrijft en is niet gelezen."


class _Parser:
    """Takes complete records out of the file while it is read. An element of any other name is gone through."""

    def __init__(self) -> None:
        self.complete: list[Element] = []
        self._builder: TreeBuilder | None = None
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def feed(self, chunk: bytes) -> None:
        """Read on; the records that are complete now stand in `complete`. Raises `Refusal`."""
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            raise Refusal(_NOT_XML.format(line=error.lineno) if chunk else _CUT_OFF) from None
        except (LookupError, ValueError):  # the encoding that the file says it is in
            raise Refusal(_NOT_XML.format(line=self._parser.CurrentLineNumber)) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if self._builder is None:
            # In an OAI answer a record of MARC stands in another `record`, with a namespace of its own.
            if name != "record" or (" " in tag and not tag.startswith(_NAMESPACE)):
                return
            self._builder = TreeBuilder()
            self._depth = 0
        self._depth += 1
        own = {key: text for key, text in attributes.items() if " " not in key}  # not where a schema is to be found
        self._builder.start(f"{{{_NAMESPACE}}}{name}", own)

    def _end(self, tag: str) -> None:
        if self._builder is None:
            return
        self._builder.end(f"{{{_NAMESPACE}}}{tag.rpartition(' ')[2]}")
        self._depth -= 1
        if not self._depth:
            self.complete.append(self._builder.close())
            self._builder = None

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _refuse(self, *_: object) -> None:
        raise Refusal(_DOCTYPE)


class MarcXml:
    """The records of a MARCXML file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.done = 0
        self._file = file

    def __iter__(self) -> Iterator[ReadRecord | Refusal]:
        """Every record, and at last why the file cannot be read on, if it cannot."""
        any_found = False
        for found in elements(self._file):
            self.done = self._file.tell()
            any_found = True
            yield found if isinstance(found, Refusal) else _record(found)
        if not any_found:
            yield Refusal(_NO_RECORDS)


def elements(file: IO[bytes]) -> Iterator[Element | Refusal]:
    """The elements of records in a file, and at last why it cannot be read on, if it cannot."""
    parser = _Parser()
    while True:
        chunk = file.read(_CHUNK)
        try:
            parser.feed(chunk)
        except Refusal as refusal:
            yield from parser.complete
            yield refusal
            return
        yield from parser.complete
        parser.complete.clear()
        if not chunk:
            return


def _record(element: Element) -> ReadRecord:
    from pymarc import Field, Indicators, Leader, Record, Subfield

    record = Record()
    leader = _text(element.find(f"{{{_NAMESPACE}}}leader"))
    record.leader = Leader(leader.ljust(_LEADER)[:_LEADER])
    damaged = []
    for part in element:
        name, tag = part.tag.rpartition("}")[2], part.get("tag", "")
        if name not in ("controlfield", "datafield"):
            continue
        if "\ufffd" in _text(part):
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
    register_namespace("marc", _NAMESPACE)
    try:
        with io.FileIO(path) as source:
            file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<marc:collection xmlns:marc="{_NAMESPACE}">\n')
            for place, element in enumerate(elements(source), 1):
                if not isinstance(element, Refusal) and wrong.why(place):
                    file.write(tostring(element, "unicode") + "\n")
            file.write("</marc:collection>\n")
    except OSError as error:
        raise file_refusal(error, path) from error
