"""What a file is that was taken for a bank file and is no XML, as far as its beginning tells."""

from __future__ import annotations

import re

_ZIP = b"PK\x03\x04"
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd", b"Rar!")
_PDF = b"%PDF"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_MT940 = re.compile(rb"^:20:.*^:25:", re.DOTALL | re.MULTILINE)
_SEPARATED = re.compile(rb"[^\r\n<]*[;,\t][^\r\n<]*[\r\n]")
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_FETCH = "Haal het afschrift bij de bank op als camt.053."


def told_of_other_kind(start: bytes) -> str:
    """What the file is and what to do, in Dutch, by its first bytes; empty where they do not tell."""
    if start.startswith(_ZIP):
        return "het is een zip-bestand of een werkmap. Pak het eerst uit, of haal het afschrift op als camt.053."
    if start.startswith(_PACKED):
        return "het is ingepakt. Pak het eerst uit."
    if start.startswith(_PDF):
        return f"het is een PDF. {_FETCH}"
    if start.startswith(_OLD_WORKBOOK):
        return f"het is een werkmap. {_FETCH}"
    if _MT940.search(start):
        return f"het is een afschrift als MT940, dat Balie niet leest. {_FETCH}"
    if _SEPARATED.match(start.lstrip(_BLANKS)):
        return f"het is een CSV of een andere tekst. {_FETCH}"
    return ""
