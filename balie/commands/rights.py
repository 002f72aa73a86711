"""What `balie rechten` does: print which role may do what, for the desk and for who audits it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import clean
from balie.library.rights import Right
from balie.opening import Opening
from balie.options import DeskOptions
from balie.rights import rights_of

if TYPE_CHECKING:
    from balie.library.role_tables import Role

_OK = 0
_HEAD = "Recht"
_BETWEEN = 2
PAPER_WIDTH = 80
"""Characters on a line, as on a terminal and on a sheet: what is wider goes into a next table."""


def show_rights(options: DeskOptions, *, today: date) -> int:
    """Print the matrix of the store's library. Raises `Refusal` as opening does."""
    with Opening(options, today=today) as opening:
        library = opening.desk().library
        print(f"Rechten bij {clean(library.name)}, {format_date(opening.working_date)}")
        for line in matrix_lines(library.roles):
            print(line)
    return _OK


def matrix_lines(roles: Mapping[str, Role], width: int = PAPER_WIDTH) -> Iterator[str]:
    """A line for each right, a column for each role; as many tables under one another as the width asks.

    A cell is `ja`, `-`, or up to how much in one act.
    """
    first = max(len(right) for right in Right) + _BETWEEN
    columns = {name: [_cell(name, roles, right) for right in Right] for name in roles}
    for names in _that_fit(columns, width - first):
        widths = [_width(name, columns[name]) for name in names]
        yield ""
        yield _line(_HEAD, first, names, widths)
        for place, right in enumerate(Right):
            yield _line(right, first, [columns[name][place] for name in names], widths)


def _cell(name: str, roles: Mapping[str, Role], right: Right) -> str:
    rights = rights_of([name], roles)
    if not rights.allow(right):
        return "-"
    most = rights.most_cents.get(right)
    return "ja" if most is None else f"t/m {format_cents(most)}"


def _width(name: str, cells: Sequence[str]) -> int:
    return max(len(text) for text in (name, *cells)) + _BETWEEN


def _line(head: str, first: int, cells: Sequence[str], widths: Sequence[int]) -> str:
    return (
        f"{head:<{first}}" + "".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
    ).rstrip()


def _that_fit(columns: Mapping[str, Sequence[str]], room: int) -> Iterator[list[str]]:
    """The names of the columns, as many at a time as stand beside one another; at least one."""
    some: list[str] = []
    taken = 0
    for name, cells in columns.items():
        width = _width(name, cells)
        if some and taken + width - _BETWEEN > room:
            yield some
            some, taken = [], 0
        some.append(name)
        taken += width
    yield some
