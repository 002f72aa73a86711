"""The items whose number stands in a text that was scanned, also with something around it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.barcodes import is_only_wrapped, parts
from balie.catalogue.numbers import compact
from balie.catalogue.titles import title_with_isbn
from balie.dutch.text import shown
from balie.store.dialect import among

if TYPE_CHECKING:
    from balie.store.reading import Reader

_AMONG = f"SELECT number FROM item WHERE number IN {among()}"
_ONE = "SELECT number FROM item WHERE number = ?"


def items_in(reader: Reader, text: str) -> list[str]:
    """The numbers of known items in a text: only the one that is the whole of it, else all that stand in it."""
    whole = reader.read(_ONE, (compact(text),))
    return [number for (number,) in whole or reader.read(_AMONG, (json.dumps(parts(text)),))]


def those_meant(text: str, numbers: Sequence[str]) -> list[str]:
    """Of known numbers that stand in a text those that it can have been meant for.

    A number within a longer one counts only where it could be the number that was scanned.
    """
    return [
        number
        for number in numbers
        if is_only_wrapped(text, number) or not any(number != other and number in other for other in numbers)
    ]


def isbn_text(reader: Reader, isbn: str, *, wanted: str = "") -> str:
    """What is told where the ISBN (thirteen digits) was scanned in the place of a number, in Dutch.

    `wanted`: what is to be scanned instead where that is no item (`de pas van de klant`).
    """
    title = title_with_isbn(reader, isbn)
    of = "" if title is None else f" van {shown(title.name)}"
    if wanted:
        return f"{isbn} is het ISBN{of} en staat op een boek: scan {wanted}."
    return (
        f"{isbn} is het ISBN{of}, geen exemplaarnummer: scan de streepjescode van de bibliotheek."
        " Heeft het boek die niet, voer dan een exemplaar op bij de titel (Catalogus, Alt+C)."
    )
