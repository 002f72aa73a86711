"""The form of an item: a new one at a title, its number first, or one that is changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Self

from balie.catalogue.item_form import ITEM_FIELDS, LONGEST, ItemValues, read_item, read_new_item, typed_item
from balie.catalogue.items import add_item, change_item, item_of, items_of
from balie.catalogue.lists import materials
from balie.catalogue.numbers import GENERATE, read_item_number
from balie.catalogue.titles import title_of
from balie.dutch.dates import format_date, parse_date
from balie.dutch.money import format_cents, parse_cents
from balie.lending.stock import keep_in, who_waits_in_vain
from screens.keyboard.actions import ITEM_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.record_page import RecordPage, StoredRecord
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.structs import Library

_SECOND = 41
_LABEL = 16
# Row, cell where the label begins, width of the value: in the order in which Enter goes through them.
_LAYOUT: Mapping[str, tuple[int, int | None, int | None]] = {
    "number": (0, None, 21),
    "branch": (1, None, None),
    "material": (1, _SECOND, None),
    "shelf": (2, None, None),
    "call_mark": (2, _SECOND, None),
    "top_title": (3, None, None),
    "not_for_loan": (3, _SECOND, None),
    "price": (4, None, 12),
    "acquired_on": (4, _SECOND, 12),
    "attachment_note": (6, None, None),
    "damage_note": (7, None, None),
    "memo": (8, None, None),
}
_REQUIRED = ("number", "branch", "material")
_YES_NO = (Choice("Nee", "Nee"), Choice("Ja", "Ja"))


def _choices(name: str, value: str, library: Library) -> tuple[Choice, ...]:
    """What can be chosen; a value that is not (any more) in the list can stay what it is."""
    offered: tuple[Choice, ...] = ()
    if name == "branch":
        offered = tuple(Choice(branch.number, f"{branch.number} {branch.name}") for branch in library.branches)
    elif name == "material":
        offered = tuple(Choice(entry.label, entry.label) for entry in materials().entries)
    elif name in ("top_title", "not_for_loan"):
        return _YES_NO
    if offered and value not in {choice.value for choice in offered}:
        return (*offered, Choice(value, value))
    return offered


def _fields(values: Mapping[str, str], library: Library, *, new: bool) -> tuple[FieldSpec, ...]:
    return tuple(
        FieldSpec(
            name,
            ITEM_FIELDS[name],
            row,
            x=x,
            width=width,
            label_width=_LABEL,
            required=name in _REQUIRED,
            longest=LONGEST.get(name, 30),
            choices=_choices(name, values.get(name, ""), library),
        )
        for name, (row, x, width) in _LAYOUT.items()
        if new or name != "number"
    )


class ItemFormPage(RecordPage):
    """What the forms of a new item and of one that is changed have in common."""

    def __init__(self, desk: Desk, values: Mapping[str, str], *, new: bool, heading: str) -> None:
        super().__init__(desk, _fields(values, desk.library, new=new), heading=heading)
        self.readers = {
            "price": lambda text: format_cents(parse_cents(text)) if text.strip() else "",
            "acquired_on": lambda text: _day(text, self.today),
        }

    ACTS: Acts[Self] = (PageAct("main", RecordPage.do_main, label="Opslaan", menu=ITEM_MENU),)


class NewItemPage(ItemFormPage):
    """An item is hung at a title: scan its number, or `v` for one that the desk makes."""

    heading = "Exemplaar erbij"

    def __init__(self, desk: Desk, title_id: int) -> None:
        self.title_id = title_id
        start = _as_before(desk, title_id)
        super().__init__(desk, start, new=True, heading=title_of(desk.store, title_id).name)
        self.readers["number"] = lambda text: _number(text, desk.library)
        self.model.fill(start)
        self.model["number"].note = f"scan, of {GENERATE} = zelf maken"

    def save(self, typed: Mapping[str, str], version: int) -> bool:
        """Add it."""
        self.added = add_item(self.desk, self.title_id, read_new_item(typed, self.desk.library, self.today))
        return True

    async def saved(self, changed: bool) -> None:
        """Back to the title."""
        await self.desk_app.back()
        self.desk_app.page.say(f"Exemplaar {self.added} opgevoerd. Nog een: K.")


class ChangeItemPage(ItemFormPage):
    """An item is changed."""

    heading = "Exemplaar wijzigen"

    def __init__(self, desk: Desk, number: str, *, first: str = "branch") -> None:
        self.number = number
        stored = _stored(desk, number)
        title = title_of(desk.store, item_of(desk.store, number).title_id)
        super().__init__(desk, stored.fields, new=False, heading=f"{number}   {title.name}")
        self.show_stored(stored)
        self.model.go_to(first)

    def read_stored(self) -> StoredRecord:
        """The item as it is now."""
        return _stored(self.desk, self.number)

    def save(self, typed: Mapping[str, str], version: int) -> bool:
        """Change it."""
        values = read_item(typed, self.desk.library, self.today)
        return change_item(self.desk, self.number, values, version=version, keep_in=keep_in) != version

    async def saved(self, changed: bool) -> None:
        """Back, with whom nothing comes for any more."""
        await super().saved(changed)
        if changed and (in_vain := who_waits_in_vain(self.desk.store, self.number)):
            self.desk_app.page.say(f"Opgeslagen. {in_vain}")


def _stored(desk: Desk, number: str) -> StoredRecord:
    item = item_of(desk.store, number)
    return StoredRecord(typed_item(item.values), item.version, item.changed_by)


def _as_before(desk: Desk, title_id: int) -> dict[str, str]:
    """What a new item begins with: where the other items of this branch stand and what they cost."""
    others = [item.values for item in items_of(desk.store, title_id) if item.values.branch == desk.branch.number]
    like = others[-1] if others else None
    values = ItemValues(
        branch=desk.branch.number,
        material=like.material if like else title_of(desk.store, title_id).values.kind,
        shelf=like.shelf if like else "",
        call_mark=like.call_mark if like else "",
        top_title=like.top_title if like else False,
        price_cents=like.price_cents if like else None,
        acquired_on=desk.working_date,
    )
    return typed_item(values)


def _number(text: str, library: Library) -> str:
    typed = text.strip().lower()
    return typed if typed == GENERATE else read_item_number(text, library)


def _day(text: str, today: date) -> str:
    return format_date(parse_date(text, today)) if text.strip() else ""
