"""The items of a title as lines of a list, and the facts of a title as lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.catalogue.lists import materials
from balie.catalogue.title_form import TITLE_FIELDS, TitleValues, typed_title
from screens.widgets.row import cut, padded, wrapped

if TYPE_CHECKING:
    from balie.catalogue.copies import Copy

_MATERIAL = 9
_STATUS = 25
_BRANCH = 4
_NARROWEST = 60
_SHORT = ("isbn", "kind", "publisher", "year", "edition", "language", "audience", "extent")
_LONG = ("contributors", "series", "subjects")
LABEL = 15
"""The cells of a label before its fact."""
_MOST_ROWS_OF_LONG = 2


def copy_line(copy: Copy, number_width: int, width: int) -> str:
    """`39428000000017 9428 A3 REVE          Boek      Uitgeleend tot 07-05-2024`."""
    values = copy.item.values
    place = " ".join(part for part in (values.shelf, values.call_mark) if part)
    material = materials().label(values.material)
    return _copy_columns((copy.item.number, values.branch, place, material, copy.status_text), number_width, width)


def copy_heading(number_width: int, width: int) -> str:
    """What stands above the columns of `copy_line`."""
    return _copy_columns(("Exemplaar", "Vest", "Plaatsing", "Materiaal", "Status"), number_width, width)


def _copy_columns(cells: Sequence[str], number_width: int, width: int) -> str:
    number, branch, place, material, status = cells
    rest = max(8, max(_NARROWEST, width) - number_width - _BRANCH - _MATERIAL - _STATUS - 4)
    columns = (padded(number, number_width), padded(branch, _BRANCH), padded(place, rest), padded(material, _MATERIAL))
    return f"{' '.join(columns)} {cut(status, _STATUS)}"


def title_facts(values: TitleValues, width: int) -> list[str]:
    """The fields of a title that are filled in: title and author first, what is short two beside each other."""
    shown = typed_title(values)
    name = f"{values.title}: {values.subtitle}" if values.subtitle else values.title
    lines = _at_most(wrapped(name, width), width)
    if values.author:
        lines += [cut(values.author, width)]
    half = width // 2
    short = [name for name in _SHORT if shown[name]]
    for place in range(0, len(short), 2):
        pair = [f"{padded(TITLE_FIELDS[name], LABEL)}{shown[name]}" for name in short[place : place + 2]]
        lines.append(" ".join((padded(pair[0], half - 1), cut(pair[1], width - half))) if len(pair) == 2 else pair[0])
    for name in _LONG:
        if shown[name]:
            first, *rest = _at_most(wrapped(shown[name], width - LABEL), width - LABEL)
            lines += [padded(TITLE_FIELDS[name], LABEL) + first, *(" " * LABEL + line for line in rest)]
    return [cut(line, width) for line in lines]


def _at_most(lines: list[str], width: int) -> list[str]:
    """The first lines of a long text; the last of them tells when there was more."""
    if len(lines) <= _MOST_ROWS_OF_LONG:
        return lines
    kept = lines[:_MOST_ROWS_OF_LONG]
    return [*kept[:-1], cut(f"{kept[-1]} {lines[_MOST_ROWS_OF_LONG]}", width - 1).removesuffix("…") + "…"]
