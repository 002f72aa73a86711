"""The kastlijst: what stands on the shelves of this branch and somebody waits for, to be fetched."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from balie.circulation.hold_rules import Shelved, Wanted, assign
from balie.customers.overview import branch_label
from balie.lending.hold_slips import queue_list
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

# The queues, one after another; what somebody wants only later is not fetched yet.
_WAITING = (
    "SELECT title_id, id, item_number, branch, placed_on FROM hold WHERE closed_on IS NULL AND state = 'A'"
    " AND coalesce(starts_on, '') <= :day AND coalesce(ends_on, '9') >= :day"
    " ORDER BY title_id, priority, placed_on, id"
)
_ON_SHELF = (
    "SELECT i.title_id, i.number, i.branch, i.shelf, i.call_mark, t.title, t.author FROM json_each(?) AS w"
    " JOIN item AS i ON i.title_id = w.value JOIN title AS t ON t.id = i.title_id"
    " WHERE i.status = 'B' AND i.not_for_loan = 0"
    " AND NOT EXISTS (SELECT 1 FROM loan WHERE item_number = i.number AND returned_on IS NULL)"
)


@dataclass(frozen=True, slots=True)
class Pull:
    """A copy to fetch: where it stands (`A3 REVE`), and for which reservation; `branch` is where that is collected."""

    number: str
    title: str
    place: str
    hold_id: int
    branch: str
    since: date


def pull_list(desk: Desk) -> list[Pull]:
    """What is to be fetched here, along the shelves. Every reservation has one copy, at one branch."""
    queues = {
        title_id: list(rows)
        for title_id, rows in groupby(
            desk.store.read(_WAITING, {"day": desk.working_date.isoformat()}), lambda row: row[0]
        )
    }
    shelves: dict[int, list[tuple[str, ...]]] = {}
    for title_id, *copy in desk.store.read(_ON_SHELF, (json.dumps(list(queues)),)):
        shelves.setdefault(title_id, []).append(tuple(copy))
    found = []
    for title_id, copies in shelves.items():
        waiting = {hold_id: (item, branch, since) for _, hold_id, item, branch, since in queues[title_id]}
        queue = [Wanted(hold_id, item, branch) for hold_id, (item, branch, _) in waiting.items()]
        given = assign(queue, [Shelved(number, branch) for number, branch, *_ in copies])
        known = {copy[0]: copy for copy in copies}
        for hold_id, number in given.items():
            _, at, shelf, mark, title, author = known[number]
            if at == desk.branch.number:
                place = " ".join(filter(None, (shelf, mark)))
                name = f"{title} / {author}" if author else title
                _, branch, since = waiting[hold_id]
                found.append(Pull(number, name, place, hold_id, branch, date.fromisoformat(since)))
    return sorted(found, key=lambda pull: (pull.place, pull.title, pull.number))


def queue_pull_list(desk: Desk) -> int:
    """Put the kastlijst in the queue of bons; its number. Raises `Refusal` when there is nothing to fetch."""
    rows = pull_list(desk)
    if not rows:
        raise Refusal("De kastlijst is leeg: er is niets te pakken.")
    here = desk.branch.number
    return queue_list(
        desk,
        [
            (
                *(pull.place or "zonder plaatsing", pull.title, pull.number),
                "" if pull.branch == here else f"  naar {branch_label(desk, pull.branch)}",
            )
            for pull in rows
        ],
    )
