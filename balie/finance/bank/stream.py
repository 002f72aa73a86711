"""A bank file as a stream: piece by piece from the XML, never more in memory than one entry, and nothing but plain XML.

A DOCTYPE is refused before anything of it is read: a bank sends none, and entities are what an XML bomb is made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from balie.refusal import Refusal
from balie.store.errors import file_refusal

_CHUNK = 1 << 16
_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.\d{3})\.001\.(\d{2})")
MESSAGES = {"camt.053": ("BkToCstmrStmt", "Stmt"), "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}
"""What we read: a statement of an account, and a notification of transactions in it; their two outer elements."""
VERSIONS = frozenset(f"{number:02}" for number in range(2, 15))
"""What we read of an entry is the same in all of these (the choices that differ are read both ways)."""

_HEADER = "GrpHdr"
_STATEMENT_DEPTH = 2

_NOT_XML = "{name} is geen leesbaar bankbestand: het is geen XML, of het is beschadigd (regel {line})."
_CUT_OFF = "{name} is niet compleet: het houdt op voor het einde. Haal het bestand opnieuw op bij de bank."
_DOCTYPE = "{name} is geen bestand van een bank: er staat een DOCTYPE in. Het is niet gelezen."
_FOREIGN = "{name} is geen afschrift van een bank. Verwacht: camt.053 of camt.054, versie 02 tot en met 14."
_OTHER_MESSAGE = "{name} is een {message}-bericht. Verwacht: camt.053 (afschrift) of camt.054 (bij- en afboekingen)."
_OTHER_VERSION = "{name} is {message} versie {version}, die Balie niet leest. Verwacht: versie 02 tot en met 14."
_STRUCTURE = "{name} heeft niet de opbouw van een {message} (regel {line}). Haal het bestand opnieuw op bij de bank."
_NOTHING_DONE = " Er is niets geboekt."


class Piece(NamedTuple):
    """A part of the file: `name` is that of the element, without its namespace.

    `Document` comes first, with the message and version in `text`. `GrpHdr` and what stands in a statement come with
    their element, of which the tags have no namespace either. A statement itself comes twice, without an element:
    when it begins, and with `/` before its name when it ends.
    """

    name: str
    element: Element | None = None
    text: str = ""


def pieces(path: Path, progress: Callable[[int], None] = lambda done: None) -> Iterator[Piece]:
    """The pieces of the file at `path`, in its order; `progress` gets the bytes that were read.

    Raises `Refusal` when the file cannot be opened, is no camt.053 or camt.054, or is not whole.
    """
    reader = _Reader(path.name)
    try:
        with path.open("rb") as file:
            done = 0
            while chunk := file.read(_CHUNK):
                yield from reader.feed(chunk)
                done += len(chunk)
                progress(done)
            yield from reader.feed(b"", last=True)
    except OSError as error:
        raise file_refusal(error, path) from error


class _Reader:
    """Feeds expat, whose handlers change with the depth: inside a part they are those of the tree, written in C."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Piece] = []
        self._depth = 0
        self._ended = False
        self._message = ""
        self._outer, self._inner = "", ""
        self._names: _Names = _Names("")
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        self._outside()

    def feed(self, chunk: bytes, *, last: bool = False) -> list[Piece]:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            text = _CUT_OFF if last and self._depth and not self._ended else _NOT_XML
            raise self._refusal(text, line=error.lineno) from None
        found, self._found = self._found, []
        return found

    def _outside(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._depth:
            self._start_document(tag)
            return
        name = self._names[tag]
        if self._depth == 1:
            self._expect(name == self._outer)
        elif self._depth == _STATEMENT_DEPTH and name == self._inner:
            self._found.append(Piece(name))
        elif self._depth == _STATEMENT_DEPTH and name not in (_HEADER, "SplmtryData"):
            self._expect(False)
        else:
            self._start_part(tag, attributes)
            return
        self._depth += 1

    def _start_document(self, tag: str) -> None:
        namespace, _, name = tag.rpartition(" ")
        known = _NAMESPACE.fullmatch(namespace)
        if name != "Document" or known is None:
            raise self._refusal(_FOREIGN)
        message, version = known.groups()
        if message not in MESSAGES:
            raise self._refusal(_OTHER_MESSAGE, message=message)
        if version not in VERSIONS:
            raise self._refusal(_OTHER_VERSION, message=message, version=version)
        self._message = message
        self._outer, self._inner = MESSAGES[message]
        self._names = _Names(namespace + " ")
        self._found.append(Piece("Document", text=f"{message}.001.{version}"))
        self._depth = 1

    def _start_part(self, tag: str, attributes: dict[str, str]) -> None:
        builder = TreeBuilder()
        part = builder.start(tag, attributes)
        end = builder.end

        def close(name: str) -> None:
            if end(name) is part:
                names = self._names
                for element in part.iter():
                    element.tag = names[element.tag]
                self._found.append(Piece(part.tag, part))
                self._outside()

        self._parser.StartElementHandler = builder.start
        self._parser.EndElementHandler = close
        self._parser.CharacterDataHandler = builder.data

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._depth == _STATEMENT_DEPTH:
            self._found.append(Piece("/" + self._names[tag]))
        self._ended = not self._depth

    def _refuse_doctype(self, *_: object) -> None:
        raise self._refusal(_DOCTYPE)

    def _expect(self, right: bool) -> None:
        if not right:
            raise self._refusal(_STRUCTURE, message=self._message, line=self._parser.CurrentLineNumber)

    def _refusal(self, text: str, **values: str | int) -> Refusal:
        return Refusal(text.format(name=self._file, **values) + _NOTHING_DONE)


class _Names(dict[str, str]):
    """From a tag as expat gives it to the name alone; a tag of another namespace stays as it is."""

    def __init__(self, namespace: str) -> None:
        super().__init__()
        self._namespace = namespace

    def __missing__(self, tag: str) -> str:
        name = tag.removeprefix(self._namespace) if self._namespace else tag
        self[tag] = name
        return name
