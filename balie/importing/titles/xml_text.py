"""The text of an XML file as UTF-8, with what no XML may have in it taken out.

One wrong byte or control character would end the reading of the whole file. It becomes `LOST`, so that only the field
where it stands cannot be read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import html5
from typing import IO

LOST = "\ufffd"
"""Stands where a byte or sign was that cannot be read."""
_CHUNK = 1 << 16
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_NO_SIGN = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_BLANK = re.compile("[\x0b\x0c]")
_BEFORE = re.compile(r"[\ufeff\s]*(?:<\?xml\s[^>]*\?>)?")
_REFERENCE = re.compile(r"&(?:#(?P<decimal>[0-9]{1,9});|#x(?P<hex>[0-9A-Fa-f]{1,8});|(?P<name>[A-Za-z][A-Za-z0-9]*;))?")
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_LAST_SIGN = 0x10FFFF


def utf_8_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The text of a file in pieces, with only the line ends of what may stand before and in its declaration.

    Raises `LookupError` or `ValueError` when the file says it is in letters that nobody knows.
    """
    piece = file.read(_CHUNK)
    name = _encoding_of(piece)
    b"".decode(name)  # not one of Python's that are not about letters
    decoder = codecs.getincrementaldecoder(name)("replace")
    begun = False
    while piece:
        text = decoder.decode(piece)
        if not begun:
            before = _BEFORE.match(text)
            assert before is not None
            begun = before.end() < len(text)
            text = "\n" * before.group().count("\n") + text[before.end() :]
        if text:
            yield _clean(text).encode()
        piece = file.read(_CHUNK)
    if rest := decoder.decode(b"", final=True):
        yield _clean(rest).encode()


def mended(text: str) -> str:
    """Text of XML of which each `&` stands for something: itself where it was typed as such, a letter of HTML."""
    return _REFERENCE.sub(_mended_reference, text)


def _encoding_of(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, b"<\x00")):
        return "utf-16-le"
    if start.startswith((codecs.BOM_UTF16_BE, b"\x00<")):
        return "utf-16-be"
    declared = _DECLARED.search(start[:_CHUNK])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    # What can be read a byte at a time is not in letters of two, whatever it says.
    return "utf-8" if name.startswith(("utf-16", "utf-32", "ucs-", "utf16")) else name


def _clean(text: str) -> str:
    return _NO_SIGN.sub(LOST, _BLANK.sub(" ", text))


def _mended_reference(found: re.Match[str]) -> str:
    whole, name = found.group(), found["name"]
    if name:
        return whole if name in _OF_XML else html5.get(name, f"&amp;{name}")
    number = found["decimal"] or found["hex"]
    if not number:
        return "&amp;"
    sign = int(number, 10 if found["decimal"] else 16)
    can_be = sign <= _LAST_SIGN and not 0xD800 <= sign <= 0xDFFF and sign and not _NO_SIGN.match(chr(sign))
    return whole if can_be else LOST
