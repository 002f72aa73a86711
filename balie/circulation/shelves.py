"""Which copy is for whom: queues and shelves as stored, and one rule (`assign`) over both (rules.md#which-copy).

The kastlijst and every scan ask here, so that what is fetched for somebody is what is set aside for them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from balie.circulation.hold_rules import Shelved, Wanted, assign
from balie.circulation.holds import Hold, find_hold
from balie.store.dialect import each

if TYPE_CHECKING:
    from datetime import date

    from balie.store.reading import Reader

# The queues, one after another; what somebody wants only later is not fetched yet.
_WAITING = (
    "SELECT title_id, id, item_number, branch FROM hold WHERE closed_on IS NULL AND state = 'A'"
    " AND coalesce(starts_on, '') <= :day AND coalesce(ends_on, '9') >= :day AND customer_id <> :but{about}"
    " ORDER BY title_id, priority, placed_on, id"
)
_ON_SHELF = (
    f"SELECT i.title_id, i.number, i.branch FROM {each()} AS w JOIN item AS i ON i.title_id = w.value"
    " WHERE i.status = 'B' AND i.not_for_loan = 0"
    " AND NOT EXISTS (SELECT 1 FROM loan WHERE item_number = i.number AND returned_on IS NULL)"
)


def assigned(reader: Reader, day: date) -> dict[int, str]:
    """Which copy on a shelf of any branch is fetched on this day for which reservation, by its id."""
    found: dict[int, str] = {}
    queues = _queues(reader, day)
    for title_id, copies in _shelves(reader, queues).items():
        found |= assign(queues[title_id], copies)
    return found


def hold_for(reader: Reader, title_id: int, copy: Shelved, day: date) -> Hold | None:
    """For whom a copy in hand is that could be lent: where it is now, among those on the shelves; None for nobody."""
    given = assign(*_with(reader, title_id, copy, day))
    return next((find_hold(reader, hold_id) for hold_id, number in given.items() if number == copy.number), None)


def would_miss(reader: Reader, title_id: int, copy: Shelved, day: date, *, but: int) -> bool:
    """Whether somebody who waits, other than customer `but`, gets no copy once this one is lent out."""
    queue, copies = _with(reader, title_id, copy, day, but=but)
    others = [one for one in copies if one.number != copy.number]
    return len(assign(queue, copies)) > len(assign(queue, others))


def fetched_instead(reader: Reader, title_id: int, day: date) -> Sequence[str]:
    """The copies on the shelves that are fetched for who waits for a title: why another one is for nobody."""
    queues = _queues(reader, day, title_id)
    copies = _shelves(reader, queues).get(title_id, [])
    return sorted(assign(queues.get(title_id, []), copies).values())


def _with(
    reader: Reader, title_id: int, copy: Shelved, day: date, *, but: int = 0
) -> tuple[Sequence[Wanted], Sequence[Shelved]]:
    """The queue of a title, and its copies: those on the shelves, and the one in hand where it is now."""
    queues = _queues(reader, day, title_id, but=but)
    others = [one for one in _shelves(reader, [title_id]).get(title_id, []) if one.number != copy.number]
    return queues.get(title_id, []), [*others, copy]


def _queues(reader: Reader, day: date, title_id: int | None = None, *, but: int = 0) -> Mapping[int, list[Wanted]]:
    about = "" if title_id is None else " AND title_id = :title_id"
    rows = reader.read(_WAITING.format(about=about), {"day": day.isoformat(), "but": but, "title_id": title_id or 0})
    return {title: [Wanted(*row[1:]) for row in waiting] for title, waiting in groupby(rows, lambda row: row[0])}


def _shelves(reader: Reader, titles: Collection[int]) -> dict[int, list[Shelved]]:
    found: dict[int, list[Shelved]] = {}
    for title_id, number, branch in reader.read(_ON_SHELF, (json.dumps(list(titles)),)):
        found.setdefault(title_id, []).append(Shelved(number, branch))
    return found
