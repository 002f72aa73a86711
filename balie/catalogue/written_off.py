"""What was written off lately, for who wants to see it or to take it back; the rest is found by its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.catalogue.lists import write_off_reasons
from balie.catalogue.stock import UNDO_DAYS
from balie.catalogue.titles import with_author

if TYPE_CHECKING:
    from balie.store.reading import Reader

PAGE = 100
"""So many are read at once."""
_LIST = (
    "SELECT i.number, i.written_off_on, i.write_off_reason, i.branch, t.title, t.author"
    " FROM item AS i JOIN title AS t ON t.id = i.title_id"
    " WHERE i.written_off_on >= :first AND (i.written_off_on, i.number) < (:day, :number)"
    " ORDER BY i.written_off_on DESC, i.number DESC LIMIT :limit"
)
_LAST = ("9999-12-31", "")


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """An item that was written off: when, why (in Dutch), of which branch, and title with author."""

    number: str
    written_off_on: date
    reason: str
    branch: str
    title: str


def written_off_items(reader: Reader, today: date, *, after: WrittenOff | None = None) -> list[WrittenOff]:
    """A page of what was written off in the last `UNDO_DAYS` days and so can be taken back, the latest first."""
    day, number = _LAST if after is None else (after.written_off_on.isoformat(), after.number)
    first = (today - timedelta(days=UNDO_DAYS)).isoformat()
    rows = reader.read(_LIST, {"first": first, "day": day, "number": number, "limit": PAGE})
    return [
        WrittenOff(
            number=number,
            written_off_on=date.fromisoformat(day),
            reason=write_off_reasons().label(reason or ""),
            branch=branch,
            title=with_author(title, author),
        )
        for number, day, reason, branch, title, author in rows
    ]
