"""What was scanned or typed: a pass, an item, an ISBN, or more than one number; one rule, wherever a number is read.

Source: rules.md#scanned-number.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from balie.barcodes import is_only_wrapped, isbn_in, mistyped_isbn, own_inside, parts, scanned
from balie.catalogue.items import item_of
from balie.catalogue.numbers import read_item_number
from balie.catalogue.recognise import isbn_text, items_in, those_meant
from balie.catalogue.titles import title_of
from balie.customers.cards.numbers import compact
from balie.dutch.text import enumerated, shown
from balie.refusal import Refusal
from balie.store.dialect import among

if TYPE_CHECKING:
    from balie.catalogue.items import Item
    from balie.library.structs import Library
    from balie.store.reading import Reader

_LEAST_IN_OWN = 12
_AMONG = f"SELECT number FROM card WHERE number IN {among()}"
_ONE = "SELECT number FROM card WHERE number = ?"


@dataclass(frozen=True, slots=True)
class ItemScan:
    """The number of an item, as it is kept."""

    number: str


@dataclass(frozen=True, slots=True)
class PassScan:
    """A klantnummer that was issued, as it is kept."""

    number: str


@dataclass(frozen=True, slots=True)
class IsbnScan:
    """An ISBN, of thirteen digits."""

    isbn: str


@dataclass(frozen=True, slots=True)
class MistypedIsbn:
    """Thirteen digits that are an ISBN but for the check digit."""

    digits: str


@dataclass(frozen=True, slots=True)
class DoubtfulScan:
    """Known numbers stand in it, and it is not sure that it is one of them: these items and these klantnummers."""

    items: Sequence[str]
    passes: Sequence[str]


Scan: TypeAlias = ItemScan | PassScan | IsbnScan | MistypedIsbn | DoubtfulScan


class NotANumber(Refusal):
    """What was scanned is no number of a pass or an item, and is not to be taken for a new one."""


def read_scan(reader: Reader, text: str) -> Scan | None:
    """What was scanned or typed; None for a number that is not known, and for anything else.

    A known number is recognised with something around it (`balie.barcodes`). It is never guessed: where there are two,
    or where it may be a part of another number, the scan is doubtful.
    """
    items = items_in(reader, text)
    if len(items) == 1 and _is_whole(text, items[0]):
        return ItemScan(items[0])
    passes = _passes_in(reader, text)
    if len(passes) == 1 and _is_whole(text, passes[0]):
        return PassScan(passes[0])
    meant = [number for number in those_meant(text, [*items, *passes]) if _is_telling(number, text)]
    if len(meant) == 1 and is_only_wrapped(text, meant[0]):
        return ItemScan(meant[0]) if meant[0] in items else PassScan(meant[0])
    if isbn := isbn_in(text):
        return IsbnScan(isbn) if not any(_is_own(number) for number in meant) else _doubtful(meant, items)
    if meant:
        return _doubtful(meant, items)
    mistyped = mistyped_isbn(text)
    return MistypedIsbn(mistyped) if mistyped else None


def clean_number(reader: Reader, text: str) -> str:
    """The number that was scanned, as it is kept, of an item or a pass, or as our own form has it; else the text."""
    match read_scan(reader, text):
        case ItemScan(number) | PassScan(number):
            return number
        case None if len(own := own_inside(text)) == 1:
            return own[0]
        case None if text.strip().startswith("]"):
            return scanned(text)
        case _:
            return text


def refuse_wrong_scan(reader: Reader, scan: Scan | None) -> None:
    """Raise `NotANumber` for an ISBN, also a mistyped one, and for a doubtful scan: what it is and what to do."""
    if isinstance(scan, IsbnScan):
        raise NotANumber(isbn_text(reader, scan.isbn))
    if isinstance(scan, MistypedIsbn):
        raise NotANumber(
            f"{scan.digits} lijkt een ISBN met een verkeerd cijfer, geen nummer van de bibliotheek: scan de"
            " streepjescode van de bibliotheek."
        )
    if isinstance(scan, DoubtfulScan):
        raise NotANumber(_doubt(reader, scan))


def item_scanned(reader: Reader, text: str, library: Library) -> Item:
    """The item that was scanned or typed. Raises `Refusal` that says what it was instead, and what to do."""
    scan = read_scan(reader, text)
    refuse_wrong_scan(reader, scan)
    if isinstance(scan, PassScan):
        raise Refusal(f"{scan.number} is een klantnummer. Scan de streepjescode van het exemplaar.")
    return item_of(
        reader, scan.number if isinstance(scan, ItemScan) else read_item_number(clean_number(reader, text), library)
    )


def _passes_in(reader: Reader, text: str) -> list[str]:
    whole = reader.read(_ONE, (compact(text),))
    return [number for (number,) in whole or reader.read(_AMONG, (json.dumps(parts(text)),))]


def _is_whole(text: str, number: str) -> bool:
    return number in (compact(text), scanned(text))


def _is_telling(number: str, text: str) -> bool:
    """Whether a number that stands in a text tells anything: in one of our own form a short one does by chance."""
    return len(number.lstrip("0")) >= _LEAST_IN_OWN or not _is_own(scanned(text))


def _is_own(number: str) -> bool:
    return own_inside(number) == [number]


def _doubtful(meant: Sequence[str], items: Sequence[str]) -> DoubtfulScan:
    return DoubtfulScan(
        items=[number for number in meant if number in items],
        passes=[number for number in meant if number not in items],
    )


def _doubt(reader: Reader, scan: DoubtfulScan) -> str:
    told = [f"{number} ({shown(title_of(reader, item_of(reader, number).title_id).name)})" for number in scan.items]
    told += [f"klantnummer {number}" for number in scan.passes]
    if len(told) == 1:
        return f"In deze scan staat {told[0]}, met andere cijfers eromheen: scan het opnieuw, of typ het nummer."
    return f"In deze scan staan {enumerated(told)}: scan ze een voor een opnieuw."
