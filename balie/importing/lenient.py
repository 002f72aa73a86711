"""Titles and items from other systems: what is good of them is taken, and what is left is told.

A title without its words, or an item without its number or branch, is still refused: that is what they are known by.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from balie.catalogue.item_form import ITEM_FIELDS, ItemValues, read_item
from balie.catalogue.item_form import LONGEST as LONGEST_OF_ITEM
from balie.catalogue.title_form import LONGEST as LONGEST_OF_TITLE
from balie.catalogue.title_form import TITLE_FIELDS, TitleValues, read_isbn, read_title
from balie.dutch.text import clean
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library

ValuesT = TypeVar("ValuesT")

_ISBN = re.compile(r"(?<![0-9Xx])(?:97[89][ -]?)?(?:[0-9][ -]?){9}[0-9Xx](?![0-9])")
_BETWEEN = "; "
_LEFT = " Dit gegeven is weggelaten."
_CUT = "Het veld {label} is te lang en is ingekort tot {longest} tekens."
_LOST = "Het veld {label} bevat een teken dat niet te lezen is; dat is weggelaten."
_NO_CHARACTER = frozenset({"Co", "Cn", "Cs"})


@dataclass(frozen=True, slots=True)
class Taken(Generic[ValuesT]):
    """What was read: the values, in Dutch what was left out or cut off, and the names of the fields left out."""

    values: ValuesT
    left: tuple[str, ...] = ()
    dropped: frozenset[str] = frozenset()

    def given(self, raw: Mapping[str, str]) -> frozenset[str]:
        """The values that a file gives: of each field that is filled in and was not left out."""
        names = {name for name, text in raw.items() if text.strip()} - self.dropped
        return frozenset("price_cents" if name == "price" else name for name in names)


def take_title(raw: Mapping[str, str], today: date) -> Taken[TitleValues]:
    """The values of a title as `read_title` reads them, without what is wrong.

    Raises `Refusal` with all reasons when there is no title.
    """
    text = first_isbn([raw.get("isbn", "")]) or raw.get("isbn", "")
    return _taken(
        {**raw, "isbn": text},
        lambda good: read_title(good, today),
        longest=LONGEST_OF_TITLE,
        labels=TITLE_FIELDS,
        needed=frozenset({"title"}),
        instead={"kind": "boek"},
    )


def take_item(raw: Mapping[str, str], library: Library, today: date, material: str) -> Taken[ItemValues]:
    """The values of an item as `read_item` reads them, without what is wrong; `material` is that of its title.

    Raises `Refusal` with all reasons when its branch is not one of the library's.
    """
    return _taken(
        raw,
        lambda good: read_item(good, library, today),
        longest=LONGEST_OF_ITEM,
        labels=ITEM_FIELDS,
        needed=frozenset({"branch"}),
        instead={"material": material},
    )


def first_isbn(texts: Iterable[str]) -> str:
    """The first good ISBN in these texts, whatever stands around it (`9789023441908 (geb.)`); empty without one."""
    for text in texts:
        for found in _ISBN.finditer(text):
            try:
                return read_isbn(found[0]) or ""
            except Refusal:
                continue
    return ""


def plain_digits(text: str) -> str:
    """`text` with the digits of other scripts as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def _taken(
    raw: Mapping[str, str],
    read: Callable[[Mapping[str, str]], ValuesT],
    *,
    longest: Mapping[str, int],
    labels: Mapping[str, str],
    needed: frozenset[str],
    instead: Mapping[str, str],
) -> Taken[ValuesT]:
    good, left = {}, []
    for name, text in raw.items():
        plain = plain_digits(clean(text))
        if not text.isascii() and any(unicodedata.category(one) in _NO_CHARACTER for one in text):
            left.append(_LOST.format(label=labels[name]))
        if name in longest and len(" ".join(plain.split())) > longest[name]:
            plain = _cut(" ".join(plain.split()), longest[name])
            left.append(_CUT.format(label=labels[name], longest=longest[name]))
        good[name] = plain
    try:
        return Taken(read(good), tuple(left))
    except Refusal as refusal:
        wrong = {reason.field for reason in refusal.reasons}
        if not wrong or "" in wrong or wrong & needed:
            raise
        left += [f"{reason.text}{_LEFT}" for reason in refusal.reasons]
        values = read({**good, **{name: instead.get(name, "") for name in wrong}})
        return Taken(values, tuple(left), frozenset(wrong))


def _cut(text: str, longest: int) -> str:
    """As many whole names or words of a text as fit."""
    whole = text[: longest + 1].rpartition(_BETWEEN)[0]
    if whole:
        return whole
    words = text[:longest].rpartition(" ")[0] or text[: longest - 1]
    return f"{words[: longest - 1].rstrip()}…"
