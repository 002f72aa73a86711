"""A library as if its first prices had always held: to practise with on a day from before them."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import msgspec

from balie.library.structs import Library
from balie.library.validity import Dated, is_first

_T = TypeVar("_T")


def with_prices_always(library: Library, day: date) -> Library:
    """The library with every price, tariff and rate whose first day is after `day` brought forward to that day.

    Only where none held before it: the first of those that follow one another.
    """
    return _always(library, day)


def _always(part: _T, day: date) -> _T:
    if isinstance(part, tuple):
        dated = [row for row in part if isinstance(row, Dated)]
        return tuple(_always(_brought_forward(row, dated, day), day) for row in part)  # type: ignore[return-value]
    if isinstance(part, msgspec.Struct):
        inside = {name: _always(getattr(part, name), day) for name in part.__struct_fields__}
        return msgspec.structs.replace(part, **inside)
    return part


def _brought_forward(row: object, rows: list[Dated], day: date) -> object:
    if isinstance(row, msgspec.Struct) and isinstance(row, Dated) and row.valid_from > day and is_first(row, rows):
        return msgspec.structs.replace(row, valid_from=day)
    return row
