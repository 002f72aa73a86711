"""Numbers in a file that have something around them: the known number inside is meant, and that is told by line.

A scanner or another system may put signs around a number (`balie.barcodes`). Taken as it stands it would become a
second item, and the loan of the real one would stay open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from balie.barcodes import LEAST, is_only_wrapped, isbn_in, own_inside
from balie.catalogue.items import find_item
from balie.catalogue.numbers import is_customer_number
from balie.catalogue.recognise import isbn_text, items_in
from balie.catalogue.titles import title_with_isbn
from balie.customers.scans import ItemScan, PassScan, read_scan
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader

_BARE = re.compile(r"[1-9][0-9]{0,13}")
"""Nothing is around a number of these: it is too short to have a check sign behind it."""
_ISBN_LENGTHS = (10, 13)


def known_inside(reader: Reader, text: str, *, item: bool) -> str:
    """The number of a known item, or else pass, that is meant by a text; the text where there is none.

    Raises `Refusal` for an ISBN in the place of an item.
    """
    match read_scan(reader, text):
        case ItemScan(number) if item:
            return number
        case PassScan(number) if not item:
            return number
        case scan if item and not isinstance(scan, ItemScan | PassScan) and (isbn := _isbn_of_title(reader, text)):
            raise Refusal(isbn_text(reader, isbn))
        case _:
            return text


def new_item_number(reader: Reader, number: str, has: Callable[[str], bool], own_isbn: str | None) -> str:
    """The number by which an item of a file is kept: that of the known item inside it, or of our own form.

    `has` tells whether an earlier line was about a number; `own_isbn` is that of its title. Raises `Refusal` for an
    ISBN, for a klantnummer with something around it, and for a short number of a known item with something around it,
    which may just as well be another item.
    """
    if has(number) or find_item(reader, number) is not None:
        return number
    isbn = isbn_in(number)
    if isbn and (len(number) > min(_ISBN_LENGTHS) or isbn == own_isbn or title_with_isbn(reader, isbn) is not None):
        raise Refusal(f"{number} is een ISBN en geen exemplaarnummer: plak een streepjescode van de bibliotheek.")
    if _BARE.fullmatch(number):
        return number
    known = [one for one in items_in(reader, number) if is_only_wrapped(number, one)]
    # Without a look in the store, digits beside it may make it the number of another system.
    known = known or [own for own in own_inside(number) if not _has_digits_beside(number, own)]
    if len(known) != 1 or known[0] == number:
        return number
    if is_customer_number(known[0]):
        raise Refusal(f"{number} is klantnummer {known[0]} met iets eromheen. Kijk het nummer na.")
    if len(known[0].lstrip("0")) < LEAST:
        raise Refusal(f"{number} is exemplaar {known[0]} met iets eromheen: verbeter het nummer.")
    return known[0]


def _isbn_of_title(reader: Reader, text: str) -> str:
    """The ISBN in the place of a number, where it is one of a known title or as long as only an ISBN is."""
    isbn = isbn_in(text)
    return isbn if isbn and (len(text.strip()) > min(_ISBN_LENGTHS) or title_with_isbn(reader, isbn)) else ""


def _has_digits_beside(text: str, number: str) -> bool:
    return any(character.isdecimal() for character in text.replace(number, "", 1))
