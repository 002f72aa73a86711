"""Wijzig and Opslaan: a tab of the customer screen as a form, and what was typed in it saved without losing anything.

Two desks may have the same customer open. What another desk saved in the meantime is never overwritten silently:
fields that only one of the two changed are put together, a field that both changed is told with both values
(`Conflict`). What was not touched is not judged: incomplete data do not stand in the way of a new telephone number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.standing import must_be_there
from balie.customers.tabs import (
    contribution,
    marketing,
    name_address,
    notes,
    preferences,
    profiles,
    properties,
    roles,
)
from balie.customers.tabs.edit_conflict import (
    Conflict,
    Difference,
    EditForm,
    FieldChange,
    changes_between,
    put_together,
)
from balie.customers.tabs.edit_fields import EditField, EditTab, Values
from balie.customers.versions import touch
from balie.library.rights import Right
from balie.refusal import Reason, Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

__all__ = [
    "EDITABLE_TABS",
    "Conflict",
    "Difference",
    "EditForm",
    "FieldChange",
    "Saved",
    "all_fields",
    "follows_from",
    "judge_edit",
    "read_edit",
    "read_edit_field",
    "read_stored",
    "save_edit",
    "write_edit",
]

_TABS: dict[str, EditTab] = {
    "2": name_address.TAB,
    "3": contribution.TAB,
    "5": notes.TAB,
    "6": properties.TAB,
    "7": preferences.TAB,
    "9": marketing.TAB,
    "A": roles.TAB,
    "B": profiles.TAB,
}
EDITABLE_TABS = frozenset(_TABS)
"""The tabs that Wijzig makes a form of. 8 has acts of its own, as the memberships on 3 have; 1 and 4 only show."""

CHANGED = "changed"
"""The journal's word for what `save_edit` writes: before and after hold the changed fields by name."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: the new version, what was changed here, and what another desk had changed on this tab before."""

    version: int
    changes: tuple[FieldChange, ...]
    merged: tuple[FieldChange, ...]


def read_edit(desk: Desk, customer_id: int, tab: str) -> EditForm:
    """A tab as a form. Raises `Refusal` for somebody who is not there (any more), `KeyError` for a tab not edited."""
    return read_stored(desk, desk.store, customer_id, tab)


def read_edit_field(desk: Desk, form: EditForm, name: str, typed: Mapping[str, str]) -> str:
    """What was typed in one field, as it stands there from now on: `9468bg` → `9468 BG`, `ja` for `Ja`.

    `typed` is the text of all fields (the country decides about the postcode). Raises `Refusal` at this field.
    """
    (spec,) = (spec for spec in form.specs if spec.name == name)
    return _value(desk, spec, typed)


def follows_from(desk: Desk, form: EditForm, name: str, was: Mapping[str, str], typed: Mapping[str, str]) -> Values:
    """What is to stand in other fields now that the field `name` was left; `was` is what was read or put in before."""
    return _TABS[form.tab].follows(desk.store, name, was, typed)


def save_edit(desk: Desk, customer_id: int, tab: str, typed: Mapping[str, str], base: EditForm) -> Saved:
    """Save what was typed over a form that `read_edit` gave, in one transaction with its journal row.

    A field that `typed` does not hold is unchanged. Raises `Refusal` with all reasons, each at its field; `Conflict`
    (a refusal too) where another desk changed the same field since `base` was read. Nothing changed, nothing written.
    """
    desk.require(Right.CHANGE_CUSTOMER)
    mine = _read_typed(desk, typed, base)
    with desk.transaction() as tx:
        stored = read_stored(desk, tx, customer_id, tab)
        will, merged = put_together(mine, base, stored, *_last_change(tx, customer_id))
        judge_edit(desk, tx, customer_id, stored, will).raise_if_any()
        changes = write_edit(desk, tx, customer_id, stored, will)
        version = touch(tx, customer_id) if changes else stored.version
    return Saved(version, changes, merged)


def judge_edit(desk: Desk, reader: Reader, customer_id: int, stored: EditForm, will: Mapping[str, str]) -> Reasons:
    """Everything that is wrong with a tab as it is to be, each reason at its field; nothing where nothing changes."""
    reasons = Reasons()
    if not changes_between(stored.fields, will, stored.specs):
        return reasons
    for spec in stored.specs:
        if spec.required and stored.fields[spec.name] and not will[spec.name]:
            reasons.add(f"Vul in: {spec.full_label}. Dit veld kan niet leeg zijn.", spec.name)
    _TABS[stored.tab].judge(desk, reader, customer_id, stored.fields, will, reasons)
    return reasons


def write_edit(
    desk: Desk, tx: Transaction, customer_id: int, stored: EditForm, will: Mapping[str, str], action: str = CHANGED
) -> tuple[FieldChange, ...]:
    """Write a tab that was judged, with its journal row; what changed. The version is left to the caller (`touch`)."""
    changes = changes_between(stored.fields, will, stored.specs)
    if not changes:
        return ()
    _TABS[stored.tab].write(desk, tx, customer_id, stored.fields, will)
    journalled = {spec.name for spec in stored.specs if spec.journalled}
    names = [change.field for change in changes if change.field in journalled]
    if names:
        tx.journal(
            action,
            customer_id=customer_id,
            before={name: stored.fields[name] for name in names},
            after={name: will[name] for name in names},
        )
    return changes


def all_fields(desk: Desk) -> dict[str, EditField]:
    """Every editable field of every tab by its name, for who reads the journal."""
    return {spec.name: spec for tab in _TABS.values() for spec in tab.fields(desk, 0)}


def read_stored(desk: Desk, reader: Reader, customer_id: int, key: str) -> EditForm:
    """The same as `read_edit`, also from within a transaction."""
    tab = _TABS[key]
    must_be_there(reader, customer_id)
    row = reader.read_one("SELECT version FROM customer WHERE id = ?", (customer_id,))
    assert row is not None
    specs, values = tab.fields(desk, customer_id), tab.read(reader, customer_id)
    return EditForm(key, row[0], {spec.name: values[spec.name] for spec in specs}, specs)


def _value(desk: Desk, spec: EditField, typed: Mapping[str, str]) -> str:
    text = typed.get(spec.name, "")
    try:
        if spec.country_field:
            from balie.customers.forms.fields import read_field

            return read_field("postcode", text, desk.working_date, typed.get(spec.country_field, ""))
        return spec.read_value(text, desk.working_date)
    except Refusal as refusal:
        # Fields that are read like one of the enrolment carry that one's name.
        raise Refusal(*(Reason(reason.text, spec.name) for reason in refusal.reasons)) from None


def _read_typed(desk: Desk, typed: Mapping[str, str], base: EditForm) -> dict[str, str]:
    """Everything typed, read; what was not touched stays as it was read, however odd it may be."""
    reasons = Reasons()
    mine = dict(base.fields)
    whole = {**base.fields, **typed}
    for spec in base.specs:
        if whole[spec.name] == base.fields[spec.name]:
            continue
        with reasons.at(spec.name):
            mine[spec.name] = _value(desk, spec, whole)
    reasons.raise_if_any()
    return mine


def _last_change(tx: Transaction, customer_id: int) -> tuple[str, date]:
    row = tx.read_one("SELECT changed_by, changed_on FROM customer WHERE id = ?", (customer_id,))
    assert row is not None
    return row[0], date.fromisoformat(row[1])
