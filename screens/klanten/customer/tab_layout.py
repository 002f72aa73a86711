"""Where the fields of an edited tab stand: groups under their heading, short fields two in a row, values in line."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from screens.widgets.form import Caption
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from balie.customers.tabs.edit_fields import EditField

LONGEST_BESIDE = 40
"""A field for longer texts has a row to itself."""

_ROOM = (33, 42)
"""Cells for label and value in the first and the second column, on the narrowest screen."""
_WHOLE_ROW = 77
_SHOWN = 16
_SHOWN_ALONE = 61
"""So much of a text shows at once, with the cursor behind it: beside another field, and on a row of its own."""

_Place = tuple[int, int, int]
"""Row, column, and how many cells there are for label and value."""


def lay_out(fields: tuple[EditField, ...]) -> tuple[list[FieldSpec], tuple[Caption, ...]]:
    """The fields of a tab as those of a form on 80 columns, in their own order, with the headings of the groups."""
    specs: list[FieldSpec] = []
    captions: list[Caption] = []
    row = 0
    for group, grouped in groupby(fields, key=lambda field: field.group):
        members = list(grouped)
        if group:
            captions.append(Caption(row, 1, f"── {group} ──"))
        elif specs:
            captions.append(Caption(row, 1, ""))
        row += bool(group or specs)
        places = _places(members, row)
        row = places[-1][0] + 1
        widths = [_label_width(members, places, column) for column in (0, 1)]
        specs += [_spec(field, place, widths[place[1]]) for field, place in zip(members, places, strict=True)]
    return specs, tuple(captions)


def _places(fields: list[EditField], row: int) -> list[_Place]:
    """Two beside each other where both fit, else a row each; from `row` on."""
    places: list[_Place] = []
    column = 0
    for field in fields:
        fits = [_fits(field, room) for room in _ROOM]
        if column == 1 and not fits[1]:
            row, column = row + 1, 0
        if fits[column]:
            places.append((row, column, _ROOM[column]))
            row, column = row + column, 1 - column
        else:
            places.append((row, 0, _WHOLE_ROW))
            row += 1
    return places


def _fits(field: EditField, room: int) -> bool:
    short = bool(field.choices) or field.longest <= LONGEST_BESIDE
    return short and cell_len(_label(field)) + 1 + _value_room(field, _SHOWN) <= room


def _value_room(field: EditField, shown: int) -> int:
    if field.choices:
        return max(cell_len(choice.label) for choice in field.choices) + len("▾")  # and no blank behind it
    return min(field.longest + 1, shown)


def _label(field: EditField) -> str:
    return field.label + (" *" if _marked(field) else "")


def _marked(field: EditField) -> bool:
    """Whether it is marked as required: what is chosen is never empty."""
    return field.required and not field.choices


def _label_width(fields: list[EditField], places: list[_Place], column: int) -> int:
    """Room for the labels of a column, so that its values stand in line; less where a value would not fit then."""
    here = [(field, room) for field, (_, at, room) in zip(fields, places, strict=True) if at == column]
    widest = max((cell_len(_label(field)) for field, _ in here), default=0)
    return min(
        [
            widest,
            *(room - 1 - _value_room(field, _SHOWN_ALONE if room == _WHOLE_ROW else _SHOWN) for field, room in here),
        ]
    )


def _spec(field: EditField, place: _Place, label_width: int) -> FieldSpec:
    row, column, _ = place
    return FieldSpec(
        field.name,
        field.label,
        row,
        column,
        required=_marked(field),
        longest=field.longest,
        choices=tuple(Choice(choice.code, choice.label) for choice in field.choices),
        label_width=label_width,
        capitals=field.name in ("surname", "given_name"),
    )
