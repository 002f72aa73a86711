"""The letters of a MARC 21 record: UTF-8 or MARC-8, by what stands in it; what it says of itself is often wrong."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr
from enum import Enum

_OUTSIDE_ASCII = re.compile(rb"[\x80-\xff]")
# Marks around what is not sorted and joiners; they show nothing.
_UNSEEN = re.compile("[\x88\x89\x8d\x8e\x98\x9c\u200c\u200d\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BLANK = re.compile("[\t\n\x0b\x0c\r\x85]+")
_ESCAPE = 0x1B
# An accent comes before its letter; one without a letter was something else.
_LOOSE_ACCENT = re.compile(rb"[\xe0-\xfe](?![A-Za-z\xa1-\xbf\xe0-\xfe])")
_NO_LETTER = re.compile(rb"[\x80-\x87\x8a-\x8c\x8f-\xa0\xff]")
_SEQUENCE = re.compile("[^\x00-\x7f\udc80-\udcff]")
_WRONG = re.compile("[\udc80-\udcff]")
_WRONG_PER_RIGHT = 4


class MarcLetters(Enum):
    """In which letters a record is written."""

    UTF_8 = "UTF-8"
    MARC_8 = "MARC-8"


def letters_of(data: bytes, *, says_utf_8: bool) -> MarcLetters:
    """The letters of a record: UTF-8 where letters of several bytes in it are right, MARC-8 where none is."""
    if not _OUTSIDE_ASCII.search(data):
        return MarcLetters.MARC_8 if _ESCAPE in data and not says_utf_8 else MarcLetters.UTF_8
    text = data.decode("utf-8", "surrogateescape")
    wrong, right = len(_WRONG.findall(text)), len(_SEQUENCE.findall(text))
    return MarcLetters.UTF_8 if wrong <= _WRONG_PER_RIGHT * right else MarcLetters.MARC_8


def decoded(data: bytes, letters: MarcLetters) -> str:
    """Text of a record. Raises `UnicodeError` where something in it is no letter, rather than give another one."""
    text = data.decode("utf-8") if letters is MarcLetters.UTF_8 else _from_marc_8(data)
    text = _BLANK.sub(" ", _UNSEEN.sub("", text))
    if _CONTROL.search(text) or "\ufffd" in text:
        raise UnicodeError("a control character in a field")
    return text


def is_doubtful(text: str) -> bool:
    """Whether an accent stands at a letter that never has it: what was read as MARC-8 may be of another system."""
    before = ""
    for character in text:
        if "\u0300" <= character <= "\u0338" and (before.isalpha() or not before.strip()):
            return True
        before = character
    return False


def _from_marc_8(data: bytes) -> str:
    if data.isascii() and _ESCAPE not in data:
        return data.decode("ascii")
    if _ESCAPE not in data and (_LOOSE_ACCENT.search(data) or _NO_LETTER.search(data)):
        raise UnicodeError("no MARC-8")
    if any(byte < 0x20 and byte != _ESCAPE and byte not in b"\t\r\n" for byte in data):
        raise UnicodeError("a control character in a field")
    from pymarc.marc8 import marc8_to_unicode

    told = io.StringIO()
    with redirect_stderr(told):  # the library tells there, in English, what it replaces by a blank
        text: str = marc8_to_unicode(data)
    if told.getvalue():
        raise UnicodeError("no MARC-8")
    return text
