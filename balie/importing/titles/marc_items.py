"""The items in a MARC 21 record: the 952 of Koha, or the 852 of holdings; and which of the two a record means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.catalogue.statuses import ItemStatus
from balie.dutch.text import clean, fold
from balie.importing.mapping import AS_IT_IS, BRANCH, MATERIAL, ColumnMapping

if TYPE_CHECKING:
    from pymarc import Field, Record

    from balie.library.structs import Library

_PRICE = re.compile(r"([0-9]+)[.,]([0-9]{2})0*")
_ON_ORDER = "-1"
_DAMAGED = "Beschadigd"


@dataclass(frozen=True, slots=True)
class MarcItem:
    """An item: the text of its fields (`ITEM_FIELDS`), and where it is if the record says that it is not just in."""

    fields: Mapping[str, str]
    status: ItemStatus = ItemStatus.IN


def items_of(record: Record, library: Library, mapping: ColumnMapping = AS_IT_IS) -> Iterator[MarcItem]:
    """The items of a record; `mapping` says what its branches and item types stand for.

    A 952 without a number is one of Koha's only where nothing else tells of items.
    """
    numbered = [field for field in record.get_fields("952") if _first(field, "p")]
    holdings = [] if numbered else [field for field in record.get_fields("852") if _first(field, "p")]
    for field in record.get_fields("952"):
        if _first(field, "p") or (not holdings and _is_of_koha(field)):
            yield _of_koha(field, library, mapping)
    for field in holdings:
        yield MarcItem(
            _filled(
                number=_first(field, "p"),
                branch=_branch(_first(field, "b"), library, mapping),
                shelf=_first(field, "c"),
                call_mark=" ".join(part for part in field.get_subfields("h", "i") if part.strip()),
                attachment_note=_first(field, "z"),
                memo=_first(field, "x"),
            )
        )


def _is_of_koha(field: Field) -> bool:
    """Whether a 952 without a number tells of an item at all: it says where that belongs and what it is."""
    return bool((_first(field, "a") or _first(field, "b")) and (_first(field, "y") or _first(field, "o")))


def _of_koha(field: Field, library: Library, mapping: ColumnMapping) -> MarcItem:
    damaged = _says(field, "4")
    fields = _filled(
        number=_first(field, "p"),
        branch=_branch(_first(field, "b") or _first(field, "a"), library, mapping),
        shelf=_first(field, "c"),
        call_mark=" ".join(part for part in (_first(field, "o"), _first(field, "h")) if part),
        material=_material(mapping.value(MATERIAL, _first(field, "y"))),
        price=_price(_first(field, "g") or _first(field, "v")),
        acquired_on=_first(field, "d"),
        not_for_loan="ja" if _says(field, "5") or (_says(field, "7") and _first(field, "7") != _ON_ORDER) else "",
        attachment_note=_first(field, "z"),
        damage_note=_DAMAGED if damaged else "",
        memo=_first(field, "x"),
    )
    return MarcItem(fields, _status(field))


def _status(field: Field) -> ItemStatus:
    """Withdrawn, lost or on order; whatever else Koha knows of an item, it is in."""
    if _says(field, "0"):
        return ItemStatus.WRITTEN_OFF
    if _says(field, "1"):
        return ItemStatus.MISSING
    return ItemStatus.ON_ORDER if _first(field, "7") == _ON_ORDER else ItemStatus.IN


def _says(field: Field, code: str) -> bool:
    """Whether a status of Koha is set: any value but nothing and 0."""
    return bool(_first(field, code).strip("0 "))


def _filled(**fields: str) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text}


def _first(field: Field, code: str) -> str:
    return "" if field.is_control_field() else clean(next(iter(field.get_subfields(code)), "")).strip()


def _material(code: str) -> str:
    """The materiaalsoort of an item type of Koha where it says one; otherwise the item is what its title is."""
    from balie.catalogue.lists import materials

    return materials().find(code) or ""


def _branch(code: str, library: Library, mapping: ColumnMapping) -> str:
    """The number of a branch, also where the record has its name; other text as it is, to be refused."""
    text = mapping.value(BRANCH, code)
    wanted = fold(text)
    return next((branch.number for branch in library.branches if fold(branch.name) == wanted), text)


def _price(text: str) -> str:
    found = _PRICE.fullmatch(text)
    return f"{found[1]},{found[2]}" if found else text
