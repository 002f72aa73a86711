"""A library as if its first prices had always held: to practise with on a day from before them."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import msgspec

from balie.library.structs import Library

_T = TypeVar("_T")
_OF_A_PRICE = frozenset({"price_cents", "percent", "valid_from", "valid_until", "code"})
"""What differs between a price and the one that comes after it."""


def with_prices_always(library: Library, day: date) -> Library:
    """The library with every price, tariff and rate whose first day is after `day` brought forward to that day.

    Only where none held yet: the first of those that follow one another. Out: the same library where all is well.
    """
    return _always(library, day)


def _always(part: _T, day: date) -> _T:
    if isinstance(part, tuple):
        return _rows(part, day)  # type: ignore[return-value]  # a tuple of the same rows
    if isinstance(part, msgspec.Struct):
        found = {name: getattr(part, name) for name in part.__struct_fields__}
        changed = {name: new for name, value in found.items() if (new := _always(value, day)) is not value}
        return msgspec.structs.replace(part, **changed) if changed else part
    return part


def _rows(rows: tuple[object, ...], day: date) -> tuple[object, ...]:
    first: dict[tuple[object, ...], date] = {}
    for row in rows:
        if isinstance(row, msgspec.Struct) and "valid_from" in row.__struct_fields__:
            begins: date = row.valid_from  # type: ignore[attr-defined]
            first[_followed(row)] = min(begins, first.get(_followed(row), begins))
    new = tuple(_forward(row, first, day) if isinstance(row, msgspec.Struct) else row for row in rows)
    return rows if all(one is other for one, other in zip(rows, new, strict=True)) else new


def _forward(row: msgspec.Struct, first: dict[tuple[object, ...], date], day: date) -> msgspec.Struct:
    if "valid_from" not in row.__struct_fields__:
        return _always(row, day)
    begins: date = row.valid_from  # type: ignore[attr-defined]
    if begins <= day or begins != first[_followed(row)]:
        return row
    return msgspec.structs.replace(row, valid_from=day)


def _followed(row: msgspec.Struct) -> tuple[object, ...]:
    """What a row and the ones that follow it have in common."""
    return tuple(getattr(row, name) for name in row.__struct_fields__ if name not in _OF_A_PRICE)
