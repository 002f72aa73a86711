"""In which letters a text file is written, judged by the whole file and never by its first wrong byte."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from pathlib import Path

from balie.importing.input_file import told_name
from balie.refusal import Refusal

_BLOCK = 1 << 20
_SAMPLE = 4096
_WRONG_PER_RIGHT = 4
"""Hardly any letters of cp1252 happen to be UTF-8; one damaged letter of UTF-8 gives up to four wrong bytes."""
# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd", b"Rar!")
_UNPACK = "Het bestand {path} is ingepakt. Pak het eerst uit, en importeer wat erin zit."
_WORKBOOK = (
    "Het bestand {path} is een werkmap of een zip-bestand en geen CSV. Open het in Excel en sla het op als"
    " CSV UTF-8 (door komma's gescheiden)."
)
_WINDOWS_TOLD = (
    "Het bestand is geen UTF-8 en is gelezen zoals Excel op Windows schrijft (cp1252): kijk of namen met accenten goed"
    " zijn."
)
_WRONG = re.compile("[\udc80-\udcff]")
_OTHER_LETTER = re.compile("[^\x00-\x7f\udc80-\udcff]")
UNREADABLE = re.compile("[\x00\udc80-\udcff\ufffd]")
"""What stands in a text in the place of a byte that is no letter, or of a letter that was lost before."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text; a byte that is no letter becomes what `UNREADABLE` finds.

    `told` is what the desk has to know of it, in Dutch; empty when it is UTF-8 or says itself what it is.
    """

    codec: str
    told: str = ""

    @property
    def errors(self) -> str:
        """What decoding does with a wrong byte."""
        return "replace" if self.codec.startswith(("utf-16", "utf-32")) else "surrogateescape"

    @property
    def is_windows(self) -> bool:
        """Whether every byte is a letter, so that text in UTF-8 would be read as other letters."""
        return self.codec == "cp1252"


def encoding_of(file: io.FileIO, path: Path) -> Encoding:
    """The encoding of an open file, which is at its beginning again afterwards. `path` is what messages call it.

    It is UTF-8 when it says so, and also when wrong bytes are few beside the letters of several bytes that are right:
    then only their lines are wrong. Raises `Refusal` for a workbook.
    """
    file.seek(0)
    start = file.read(_SAMPLE) or b""
    file.seek(0)
    refuse_packed(start, path)
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return Encoding(codec)
    if wide := _without_mark(start):
        return Encoding(wide)
    if _is_utf_8(file):
        file.seek(0)
        return Encoding("utf-8")
    file.seek(0)
    wrong, right = _counted(file)
    file.seek(0)
    return Encoding("utf-8") if wrong <= _WRONG_PER_RIGHT * right else Encoding("cp1252", _WINDOWS_TOLD)


def refuse_packed(start: bytes, path: Path) -> None:
    """Raise `Refusal` for a file of which the beginning says that it is a workbook, or packed: no text, no records."""
    if start.startswith(_WORKBOOKS):
        raise Refusal(_WORKBOOK.format(path=told_name(path)))
    if start.startswith(_PACKED):
        raise Refusal(_UNPACK.format(path=told_name(path)))


def _without_mark(start: bytes) -> str:
    """UTF-16 that does not say so: of most letters one half is zero; empty for anything else."""
    even, odd = start[::2], start[1::2]
    if odd and odd.count(0) > len(odd) / 2 > 4 * even.count(0):
        return "utf-16-le"
    if odd and even.count(0) > len(even) / 2 > 4 * odd.count(0):
        return "utf-16-be"
    return ""


def _is_utf_8(file: io.FileIO) -> bool:
    """Whether every byte is right, which most files are, and which is found out fast."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _counted(file: io.FileIO) -> tuple[int, int]:
    """How many bytes are no UTF-8, and how many letters of several bytes are."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    wrong = right = 0
    while block := file.read(_BLOCK):
        text = decoder.decode(block)
        if not text.isascii():
            wrong += len(_WRONG.findall(text))
            right += len(_OTHER_LETTER.findall(text))
    text = decoder.decode(b"", final=True)
    return wrong + len(_WRONG.findall(text)), right
