"""Two desks with the same customer open: what each of them changed put together, or told where they clash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.customers.tabs.edit_fields import EditField


@dataclass(frozen=True, slots=True)
class EditForm:
    """A tab as it was read: the version of the customer, the text of every field, and what each field is."""

    tab: str
    version: int
    fields: Mapping[str, str]
    specs: tuple[EditField, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What became of one field, as the screen shows it."""

    field: str
    label: str
    was: str
    will: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two desks changed, with the three values as the screen shows them."""

    field: str
    label: str
    was: str
    mine: str
    theirs: str


class Conflict(Refusal):
    """Another desk changed the same fields; nothing was saved.

    `differences` are those fields, `merged` what else they changed, `by` and `on` who and when. To go on, save
    `mine` on `base`: `save_edit(desk, id, tab, conflict.mine, conflict.base)`. `mine` holds everything typed here on
    top of what is stored now; where the desk chooses theirs, put `conflict.base.fields[field]` in it first.
    """

    def __init__(
        self,
        differences: tuple[Difference, ...],
        merged: tuple[FieldChange, ...],
        mine: dict[str, str],
        base: EditForm,
        by: str,
        on: date,
    ) -> None:
        who = f"Medewerker {by} heeft dit op {format_date(on)} ook gewijzigd"
        super().__init__(
            *(
                Reason(f"{who}: {found.label} is nu {found.theirs or '(leeg)'}. Kies wat blijft.", found.field)
                for found in differences
            )
        )
        self.differences = differences
        self.merged = merged
        self.mine = mine
        self.base = base
        self.by = by
        self.on = on


def put_together(
    mine: Mapping[str, str], base: EditForm, stored: EditForm, by: str, on: date
) -> tuple[dict[str, str], tuple[FieldChange, ...]]:
    """What is to be stored, and what another desk had changed since `base` was read.

    `mine` is every field as this desk wants it, `by` and `on` who changed the customer last. Raises `Conflict`.
    """
    will = dict(stored.fields)
    differences = []
    clashing_units = _units_changed(base.fields, mine, base) & _units_changed(base.fields, stored.fields, base)
    for spec in stored.specs:
        was, here, there = (values.get(spec.name, "") for values in (base.fields, mine, stored.fields))
        clashing = here != was or spec.unit in clashing_units
        if not clashing:
            continue
        will[spec.name] = here
        if here != there and (there != was or spec.unit in clashing_units):
            shown = (spec.shown(value) for value in (was, here, there))
            differences.append(Difference(spec.name, spec.full_label, *shown))
    told = {found.field for found in differences}
    merged = tuple(
        change
        for change in changes_between(base.fields, stored.fields, stored.specs)
        if change.field not in told and mine.get(change.field) == base.fields.get(change.field)
    )
    if differences:
        raise Conflict(tuple(differences), merged, will, stored, by, on)
    return will, merged


def _units_changed(was: Mapping[str, str], now: Mapping[str, str], form: EditForm) -> set[str]:
    return {spec.unit for spec in form.specs if spec.unit and was[spec.name] != now.get(spec.name, "")}


def changes_between(
    was: Mapping[str, str], will: Mapping[str, str], specs: tuple[EditField, ...]
) -> tuple[FieldChange, ...]:
    """The fields of which the value differs, in the order of the screen."""
    return tuple(
        FieldChange(spec.name, spec.full_label, spec.shown(was.get(spec.name, "")), spec.shown(will[spec.name]))
        for spec in specs
        if was.get(spec.name, "") != will[spec.name]
    )
