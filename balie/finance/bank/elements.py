"""Small things that every part of a bank file is read with: text along a path, an amount, a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from xml.etree.ElementTree import Element

_NO_LETTER = re.compile(r"[\W_]")
_AMOUNT = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,5}))?")
_NOTHING = frozenset(
    (
        *("NOTPROVIDED", "NOTAVAILABLE", "NONREF", "NOREF", "NOREFERENCE", "NONE", "NULL", "UNKNOWN", "NA", "NVT"),
        *("REFERENCENOTPROVIDED", "NIETBESCHIKBAAR", "NIETAANWEZIG", "ONBEKEND"),
    )
)
"""What banks write where they have nothing to tell: letters alone, in capitals."""
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?"
)
_DAY_LENGTH = len("2024-04-09")
SIGNS = {"CRDT": 1, "DBIT": -1}
KEY_BYTES = 16


def at(element: Element | None, *names: str) -> str:
    """The text at the end of a path of names, without blanks around it; empty where there is none."""
    for name in names:
        if element is None:
            return ""
        element = element.find(name)
    return "" if element is None or element.text is None else element.text.strip()


def first(element: Element | None, *names: str) -> Element | None:
    """The element at the end of a path of names."""
    for name in names:
        if element is None:
            return None
        element = element.find(name)
    return element


def told(element: Element | None, name: str) -> str:
    """As `at`, but what banks write where they have nothing to tell is empty too."""
    value = at(element, name)
    letters = _NO_LETTER.sub("", value).upper()
    return "" if letters in _NOTHING or not letters.strip("0") else value


def read_cents(text: str) -> int | None:
    """An amount as XML writes it, in cents; None for another form or for parts of a cent."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    whole, fraction = found.groups(default="")
    if fraction[2:].strip("0"):
        return None
    return int(whole) * 100 + int(fraction[:2].ljust(2, "0"))


def read_day(text: str) -> str:
    """The day of a date, or of a date with a time, as jjjj-mm-dd; empty when that is no day."""
    day = text[:_DAY_LENGTH]
    return day if _is_day(day) else ""


def read_moment(text: str) -> str:
    """A date with a time as it stands, where it is one that the store can read; else its day, or nothing."""
    moment = text.strip()
    if _MOMENT.fullmatch(moment):
        with suppress(ValueError):
            datetime.fromisoformat(moment)
            return moment
    return read_day(moment)


def digest(values: Iterable[object]) -> bytes:
    """`KEY_BYTES` bytes that are the same for the same values."""
    return blake2b("\x1f".join(map(str, values)).encode(), digest_size=KEY_BYTES).digest()


@lru_cache(100)
def _is_day(text: str) -> bool:
    try:  # Python reads weeks and days without hyphens too
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
