"""Every mistake in a library file at once, in Dutch, each with its TOML path.

msgspec stops at the first mistake and speaks English. So where a table does not convert, each of its keys is converted
apart, down to the value that is wrong; what it should have been stands in the `expects` of its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, NamedTuple, Union, get_args, get_origin

import msgspec

from balie.dutch.text import clean, has_control, shown
from balie.library.checks import problems
from balie.library.values import Cents, LibraryTable

_AMOUNT = r"(?:0|[1-9][0-9]{0,3}),[0-9]{2}"
_EXPECTS_AMOUNT = 'een bedrag tussen aanhalingstekens met twee cijfers achter de komma, zoals "54,00"'
_EXPECTS: dict[object, str] = {
    bool: "true of false",
    int: "een geheel getal",
    str: "tekst tussen aanhalingstekens",
    date: "een datum zonder aanhalingstekens, jaar eerst, zoals 2024-04-01",
    Cents: _EXPECTS_AMOUNT,
}


class Mistake(NamedTuple):
    """Where it is (`subscriptions[3].price`; empty for the whole file) and what is wrong, in Dutch."""

    path: str
    reason: str


def decode(wanted: type, raw: object) -> object:
    """The msgspec hook for our own type: an amount "54,00" becomes 5400 `Cents`. Raises ValueError on another form.

    Stricter than an amount typed at the desk (`balie.dutch.money`), where "54" is plain enough.
    """
    if wanted is not Cents:
        raise NotImplementedError(wanted)
    if not isinstance(raw, str) or not re.fullmatch(_AMOUNT, raw):
        raise ValueError(_EXPECTS_AMOUNT)
    return Cents(int(raw.replace(",", "")))


def find_mistakes(raw: object, wanted: object, path: str = "") -> Iterator[Mistake]:
    """The mistakes in `raw`, which should convert to the type `wanted`; nothing where it is right."""
    try:
        converted = msgspec.convert(raw, wanted, dec_hook=decode)
    except msgspec.ValidationError:
        yield from _look_inside(raw, wanted, path)
    else:
        yield from _incoherent(converted, path)


def _look_inside(raw: object, wanted: object, path: str) -> Iterator[Mistake]:
    """The mistakes of a value known not to convert: of its parts where it has any, else of itself."""
    bare = _without_none(wanted)
    table = _plain(bare)
    element = _element(table)
    if isinstance(raw, dict) and isinstance(table, type) and issubclass(table, LibraryTable):
        yield from _look_inside_table(raw, table, path)
    elif isinstance(raw, dict) and get_origin(table) is dict and raw:
        name, part = get_args(table)
        yield from _look_inside_named(raw, name, part, path)
    elif isinstance(raw, list) and element is not None and raw:
        for position, part in enumerate(raw):
            yield from find_mistakes(part, element, f"{path}[{position}]")
    else:
        yield Mistake(path, f"verwacht {_expects(bare)}; er staat {_shown(raw)}")


def _look_inside_table(raw: dict[str, object], table: type[LibraryTable], path: str) -> Iterator[Mistake]:
    fields = {known.encode_name: known for known in msgspec.structs.fields(table)}
    for key in raw:
        if key not in fields:
            yield Mistake(_join(path, clean(key)), f"deze sleutel bestaat niet; bekend zijn hier: {', '.join(fields)}")
    for key, known in fields.items():
        if key in raw:
            yield from find_mistakes(raw[key], known.type, _join(path, key))
        elif known.required:
            yield Mistake(_join(path, key), f"ontbreekt; verwacht {_expects(_without_none(known.type))}")


def _look_inside_named(raw: dict[str, object], name: object, table: object, path: str) -> Iterator[Mistake]:
    """The mistakes of tables that have names of the library's own."""
    for key, part in raw.items():
        place = _join(path, clean(key))
        for mistake in find_mistakes(key, name):
            yield Mistake(place, mistake.reason)
        yield from find_mistakes(part, table, place)


def _incoherent(value: object, path: str) -> Iterator[Mistake]:
    """What the checks find in a converted value and in every table below it."""
    if isinstance(value, tuple):
        for position, part in enumerate(value):
            yield from _incoherent(part, f"{path}[{position}]")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _incoherent(part, _join(path, key))
    elif isinstance(value, str) and has_control(value):
        yield Mistake(path, "er staat een teken in dat niet te zien is; haal het weg of typ de tekst opnieuw")
    elif isinstance(value, LibraryTable):
        for key, reason in problems(value):
            yield Mistake(_join(path, key), reason)
        for known in msgspec.structs.fields(value):
            yield from _incoherent(getattr(value, known.name), _join(path, known.encode_name))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _without_none(wanted: object) -> object:
    if get_origin(wanted) in (Union, UnionType):
        return next(part for part in get_args(wanted) if part is not NoneType)
    return wanted


def _plain(wanted: object) -> object:
    return get_args(wanted)[0] if get_origin(wanted) is Annotated else wanted


def _element(wanted: object) -> object | None:
    return get_args(wanted)[0] if get_origin(wanted) is tuple else None


def _expects(wanted: object) -> str:
    """What a type asks for, in Dutch."""
    if get_origin(wanted) is Annotated:
        for meta in get_args(wanted)[1:]:
            if isinstance(meta, msgspec.Meta) and meta.extra:
                return str(meta.extra["expects"])
    plain = _plain(wanted)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return "een van: " + ", ".join(f'"{choice}"' for choice in plain)
    if get_origin(plain) is dict or (isinstance(plain, type) and issubclass(plain, LibraryTable)):
        return "een tabel"
    if _element(plain) is not None:
        return f"een lijst [...] met {_expects(_element(plain))}"
    return _EXPECTS[plain]


def _shown(raw: object) -> str:
    """A value as its writer knows it from the file."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, dict):
        return "een tabel"
    if isinstance(raw, list):
        return "een lijst" if raw else "een lege lijst"
    return f'"{shown(raw)}"' if isinstance(raw, str) else shown(str(raw))
