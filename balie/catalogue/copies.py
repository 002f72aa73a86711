"""The items of a title as Catalogus shows them: status, place, and when one that is lent out is due back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from balie.catalogue.items import Item, items_of
from balie.catalogue.statuses import LABELS, LENT, ItemStatus
from balie.dutch.dates import format_date
from balie.store.reading import Reader

DueDates: TypeAlias = Callable[[Reader, Sequence[str]], Mapping[str, date]]
"""Which of these items are lent out, by number, and until when: known a floor up, where the loans are."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An item as a row of the list: `code` and `status` with `U` for what is lent out, `due_on` only then."""

    item: Item
    code: str
    status: str
    due_on: date | None

    @property
    def is_in(self) -> bool:
        """Whether it can be taken from the shelf."""
        return self.code == ItemStatus.IN

    @property
    def status_text(self) -> str:
        """`Binnen`, or `Uitgeleend tot 07-05-2024`."""
        return self.status if self.due_on is None else f"{self.status} tot {format_date(self.due_on)}"


def nothing_lent(reader: Reader, numbers: Sequence[str]) -> Mapping[str, date]:
    """Due dates where nothing is lent out: for a library without lending."""
    return {}


def copies(reader: Reader, title_id: int, due_dates: DueDates) -> list[Copy]:
    """The items of a title, those that are written off last; `due_dates` says which are lent out."""
    items = items_of(reader, title_id)
    lent = due_dates(reader, [item.number for item in items])
    return [_copy(item, lent.get(item.number)) for item in items]


def copy_of(reader: Reader, item: Item, due_dates: DueDates) -> Copy:
    """One item as `copies` gives it; `due_dates` says whether it is lent out."""
    return _copy(item, due_dates(reader, [item.number]).get(item.number))


def _copy(item: Item, due_on: date | None) -> Copy:
    code = LENT if due_on is not None else str(item.status)
    return Copy(item, code, LABELS[code], due_on)
