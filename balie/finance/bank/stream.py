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

from balie.finance.bank.other_kinds import told_of_other_kind
from balie.refusal import Refusal
from balie.store.errors import file_refusal

_CHUNK = 1 << 16
_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.\d{3})\.001\.(\d{2})")
MESSAGES = {"camt.053": ("BkToCstmrStmt", "Stmt"), "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}
"""What we read: a statement of an account, and a notification of transactions in it; their two outer elements."""
VERSIONS = frozenset(f"{number:02}" for number in range(2, 15))
"""What we read of an entry is the same in all of these (the choices that differ are read both ways)."""

_BLANKS = b"\xef\xbb\xbf \t\r\n"
_HEADER = "GrpHdr"
_EXTRA = "SplmtryData"

_NOT_XML = "{name} is geen leesbaar bankbestand: het is geen XML, of het is beschadigd (regel {line})."
_OTHER_KIND = "{name} is geen leesbaar bankbestand: {what}"
_CUT_OFF = "{name} is niet compleet: het houdt op voor het einde. Haal het bestand opnieuw op bij de bank."
_DOCTYPE = "{name} is geen bestand van een bank: er staat een DOCTYPE in. Het is niet gelezen."
_FOREIGN = "{name} is geen afschrift van een bank. Verwacht: camt.053 of camt.054, versie 02 tot en met 14."
_OTHER_MESSAGE = "{name} is een {message}-bericht. Verwacht: camt.053 (afschrift) of camt.054 (bij- en afboekingen)."
_OTHER_VERSION = "{name} is {message} versie {version}, die Balie niet leest. Verwacht: versie 02 tot en met 14."
_STRUCTURE = "{name} heeft niet de opbouw van een {message} (regel {line}). Haal het bestand opnieuw op bij de bank."
_NOTHING_DONE = " Er is niets geboekt."


class FilePart(NamedTuple):
    """A part of the file: `name` is that of the element, without its namespace.

    `Document` comes first, with the message and version in `text`. `GrpHdr` and what stands in a statement come with
    their element, of which the tags have no namespace either. A statement itself comes twice, without an element:
    when it begins, and with `/` before its name when it ends.
    """

    name: str
    element: Element | None = None
    text: str = ""


def pieces(path: Path, progress: Callable[[int], None] = lambda done: None) -> Iterator[FilePart]:
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
    """Feeds expat, which calls the builder of the tree without Python in between; what is complete is taken from it.

    An element is complete when another one follows it, and taken out of the tree at the end of the chunk that showed
    that: so the tree holds hardly more than a chunk.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._document = FilePart("")
        self._message = ""
        self._start = b""
        self._outer, self._inner = "", ""
        self._root: Element | None = None
        self._started = False
        self._names = _Names("")
        self._builder = TreeBuilder()
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start_document

    def feed(self, chunk: bytes, *, last: bool = False) -> Iterator[FilePart]:
        if not self._start:
            # Some banks put a blank line before the declaration, which no XML may have.
            chunk = self._start = chunk.lstrip(_BLANKS) if chunk.lstrip(_BLANKS).startswith(b"<") else chunk
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            if self._root is None and (what := told_of_other_kind(self._start)):
                raise self._refusal(_OTHER_KIND, what=what) from None
            text = _CUT_OFF if last and self._root is not None else _NOT_XML
            raise self._refusal(text, line=error.lineno) from None
        except (LookupError, ValueError):  # the encoding that the declaration names: unknown, or none of single bytes
            raise self._refusal(_NOT_XML, line=self._parser.CurrentLineNumber) from None
        if self._document.name:
            yield self._document
            self._document = FilePart("")
        if self._root is not None and len(self._root):
            yield from self._complete(self._root[0], last)

    def _complete(self, outer: Element, last: bool) -> Iterator[FilePart]:
        """What is complete of the message, taken out of it."""
        self._expect(self._names[outer.tag] == self._outer and len(() if self._root is None else self._root) == 1)
        while len(outer):
            part = outer[0]
            whole = last or len(outer) > 1
            name = self._names[part.tag]
            self._expect(name in (self._inner, _HEADER, _EXTRA))
            if name == self._inner:
                if not self._started:
                    yield FilePart(name)
                    self._started = True
                yield from self._children(part, whole)
                if whole:
                    yield FilePart("/" + name)
                    self._started = False
            elif whole:
                yield self._piece(part)
            if not whole:
                return
            del outer[0]

    def _children(self, statement: Element, whole: bool) -> Iterator[FilePart]:
        count = len(statement) if whole else max(len(statement) - 1, 0)
        parts = statement[:count]
        del statement[:count]
        for part in parts:
            yield self._piece(part)

    def _piece(self, part: Element) -> FilePart:
        names = self._names
        for element in part.iter():
            element.tag = names[element.tag]
        return FilePart(part.tag, part)

    def _start_document(self, tag: str, attributes: dict[str, str]) -> None:
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
        self._document = FilePart("Document", text=f"{message}.001.{version}")
        self._root = self._builder.start(tag, attributes)
        self._parser.StartElementHandler = self._builder.start
        self._parser.EndElementHandler = self._builder.end
        self._parser.CharacterDataHandler = self._builder.data

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
