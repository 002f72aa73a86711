"""The elements of records in a MARCXML file, as a stream: never more of it in memory than one record and what follows.

A record that is no XML is told and left out; the reading goes on with the next one, in a parser of its own that knows
the namespaces of before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from balie.importing.titles.xml_text import mended, utf_8_pieces
from balie.refusal import Refusal

NAMESPACE = "http://www.loc.gov/MARC21/slim"
_DOCTYPE = "Er staat een DOCTYPE in het bestand: dat heeft MARCXML niet. Het is niet gelezen."
_LETTERS = "Het XML-bestand zegt dat het in letters is die niet bekend zijn (encoding): het is niet te lezen."
_DAMAGED_RECORD = "Het record is geen goed XML (regel {line}) en is niet gelezen."
_DAMAGED_BETWEEN = "Het XML-bestand is beschadigd op regel {line}: het lezen gaat verder bij het volgende record."
_NOT_XML = "Het XML-bestand is beschadigd op regel {line}: vanaf hier is het niet te lezen."
_CUT_OFF = "Het XML-bestand houdt op voor het einde: wat hierna kwam ontbreekt."
_NEXT = re.compile(rb"<(?:[\w.-]+:)?(?:record|collection|OAI-PMH)[\s>/]")
_LONGEST_START = 100
"""Bytes of `_NEXT`, with a prefix as nobody has it."""
_RECORD_END = re.compile(r"</(?:[\w.-]+:)?record\s*>")
_FILE_END = re.compile(r"\s*</(?:[\w.-]+:)?(?:collection|OAI-PMH)\s*>\s*\Z")


@dataclass(frozen=True, slots=True)
class DamagedXml:
    """Something that is no XML: why, and the record that it is, which is empty where it is none."""

    reason: Refusal
    text: str = ""


def elements(file: IO[bytes]) -> Iterator[Element | DamagedXml]:
    """The elements of records in a file, and in their places what cannot be read. Ends at a DOCTYPE, which is told."""
    text = _Text(file)
    parser = _Parser({}, 0, 1)
    try:
        piece = text.more()
        while True:
            try:
                parser.feed(piece)
            except _DamagedError as damage:
                yield from parser.take()
                next_start = text.next_start(damage.search_from)
                yield from _told(damage, text, next_start, parser)
                if next_start is None:
                    return
                text.drop(next_start)
                parser = _Parser(parser.namespaces, next_start, text.line, is_closed=parser.is_closed)
                piece = text.rest
            else:
                yield from parser.take()
                if not piece:
                    return
                text.drop(parser.needed_from)
                piece = text.more()
    except Refusal as refusal:
        yield from parser.take()
        yield DamagedXml(refusal)
    except (LookupError, ValueError):
        yield DamagedXml(Refusal(_LETTERS))


def _told(
    damage: _DamagedError, text: _Text, next_start: int | None, parser: _Parser
) -> Iterator[Element | DamagedXml]:
    """What becomes of the place that is no XML: its record after all, or why not."""
    if damage.record_at is not None:
        record = text.between(damage.record_at, next_start)
        found = None if damage.is_end else _read_alone(mended(record), parser.namespaces)
        if found is None:
            reason = _CUT_OFF if damage.is_end else _DAMAGED_RECORD.format(line=damage.line)
            yield DamagedXml(Refusal(reason), _without_what_follows(record))
        else:
            yield found
    elif damage.is_end:
        yield DamagedXml(Refusal(_CUT_OFF))
    elif next_start is not None:
        yield DamagedXml(Refusal(_DAMAGED_BETWEEN.format(line=damage.line)))
    elif parser.is_first:  # what was open before a parser of its own is not closed by it
        yield DamagedXml(Refusal(_NOT_XML.format(line=damage.line)))


def _read_alone(record: str, namespaces: Mapping[str, str]) -> Element | None:
    parser = _Parser(namespaces, 0, 1)
    with suppress(_DamagedError):  # what stands behind it closes what is not open here
        parser.feed(record.encode())
    return next(parser.take(), None)


def _without_what_follows(record: str) -> str:
    end = _RECORD_END.search(record)
    return record[: end.end()] if end else _FILE_END.sub("", record)


class _DamagedError(Exception):
    """Something is no XML: on which line, in which record if in one, and from where the next is looked for."""

    def __init__(self, line: int, record_at: int | None, search_from: int, *, is_end: bool) -> None:
        super().__init__(line)
        self.line, self.record_at, self.search_from, self.is_end = line, record_at, search_from, is_end


class _SecondRecordError(Exception):
    """A record begins where another one has no end yet: on which line, and at which byte."""

    def __init__(self, line: int, index: int) -> None:
        super().__init__(line)
        self.line, self.index = line, index


class _Text:
    """The text of a file as far as it may be needed again; places are bytes from its beginning."""

    def __init__(self, file: IO[bytes]) -> None:
        self.line = 1
        """The line where what is kept begins."""
        self._pieces = utf_8_pieces(file)
        self._kept = bytearray()
        self._kept_from = 0

    @property
    def rest(self) -> bytes:
        """All that is kept."""
        return bytes(self._kept)

    def more(self) -> bytes:
        """The next piece, kept too; empty at the end."""
        piece = next(self._pieces, b"")
        self._kept += piece
        return piece

    def drop(self, place: int | None) -> None:
        """Forget what stands before a place; None for all there is."""
        gone = len(self._kept) if place is None else place - self._kept_from
        self.line += self._kept.count(b"\n", 0, gone)
        del self._kept[:gone]
        self._kept_from += gone

    def next_start(self, place: int) -> int | None:
        """Where the next record or file begins, from a place on; None where there is none. Reads on for it."""
        at = place - self._kept_from
        while not (found := _NEXT.search(self._kept, at)):
            at = max(at, len(self._kept) - _LONGEST_START)
            if not self.more():
                return None
        return self._kept_from + found.start()

    def between(self, start: int, end: int | None) -> str:
        """The text from one place to another; None for all there is."""
        return self._kept[start - self._kept_from : None if end is None else end - self._kept_from].decode()


class _Parser:
    """Takes complete records out of text. An element of any other name is gone through."""

    def __init__(self, namespaces: Mapping[str, str], place: int, line: int, *, is_closed: bool = False) -> None:
        self.namespaces = dict(namespaces)
        """Those told outside records, by prefix; the outermost of each."""
        self._told_here: dict[str, str] = {}
        self.is_first = not place
        self._complete: list[Element] = []
        self._builder: TreeBuilder | None = None
        self._record_at = 0
        self._depth = 0
        self._place, self._line = place, line
        self._offset = 0
        self._open = 0
        self._was_closed = is_closed
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartNamespaceDeclHandler = self._namespace
        if namespaces or place:
            around = self._around()
            self._parser.Parse(around, False)
            self._offset = len(around)

    @property
    def needed_from(self) -> int | None:
        """Where the record begins that is not complete; None where there is none."""
        return None if self._builder is None else self._record_at

    @property
    def is_closed(self) -> bool:
        """Whether nothing of the file is open but a record: only what this parser may have put around it is."""
        return self._open == 0 if self.is_first else self._was_closed and self._open == 1

    def take(self) -> Iterator[Element]:
        """The records that are complete now."""
        complete, self._complete = self._complete, []
        yield from complete

    def feed(self, piece: bytes) -> None:
        """Read on; an empty piece is the end. Raises `Refusal` for a DOCTYPE."""
        try:
            self._parser.Parse(piece, not piece)
        except expat.ExpatError as error:
            if not piece and self._builder is None and self.is_closed and not self.is_first:
                return
            raise self._damaged(error.lineno, self._parser.ErrorByteIndex, is_end=not piece) from None
        except _SecondRecordError as second:
            raise self._damaged(second.line, second.index, is_end=False) from None

    def _damaged(self, line: int, index: int, *, is_end: bool) -> _DamagedError:
        record_at = self.needed_from
        place = self._place + max(index - self._offset, 0)
        # Where this parser began nothing is found again, or there would be no end to it.
        search_from = record_at + 1 if record_at is not None else max(place, self._place + (not self.is_first))
        return _DamagedError(self._line + line - 1, record_at, search_from, is_end=is_end)

    def _around(self) -> bytes:
        told = [f" xmlns{prefix and ':'}{prefix}={quoteattr(uri)}" for prefix, uri in self.namespaces.items()]
        return f"<collection{''.join(told)}>".encode()

    def _namespace(self, prefix: str | None, uri: str) -> None:
        if self._builder is None:
            self._told_here[prefix or ""] = uri or ""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        # In an OAI answer a record of MARC stands in another `record`, with a namespace of its own.
        is_record = name == "record" and (" " not in tag or tag.startswith(NAMESPACE))
        if self._builder is None:
            if not is_record:
                self.namespaces = {**self._told_here, **self.namespaces}
                self._open += 1
            self._told_here.clear()
            if not is_record:
                return
            self._builder = TreeBuilder()
            self._record_at = self._place + self._parser.CurrentByteIndex - self._offset
            self._depth = 0
        elif name == "record":
            raise _SecondRecordError(self._parser.CurrentLineNumber, self._parser.CurrentByteIndex)
        self._depth += 1
        own = {key: text for key, text in attributes.items() if " " not in key}  # not where a schema is to be found
        self._builder.start(f"{{{NAMESPACE}}}{name}", own)

    def _end(self, tag: str) -> None:
        if self._builder is None:
            self._open -= 1
            self._was_closed = True
            return
        self._builder.end(f"{{{NAMESPACE}}}{tag.rpartition(' ')[2]}")
        self._depth -= 1
        if not self._depth:
            self._complete.append(self._builder.close())
            self._builder = None

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _refuse(self, *_: object) -> None:
        raise Refusal(_DOCTYPE)
