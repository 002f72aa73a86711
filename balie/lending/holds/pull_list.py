"""The kastlijst: what stands on the shelves of this branch and somebody waits for, to be fetched."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.titles import with_author
from balie.circulation.shelves import assigned
from balie.customers.header import branch_label
from balie.lending.holds.slips import queue_list
from balie.refusal import Refusal
from balie.store.dialect import each

if TYPE_CHECKING:
    from balie.desk import Desk

_COPIES = (
    f"SELECT i.number, i.shelf, i.call_mark, t.title, t.author FROM {each()} AS w"
    " JOIN item AS i ON i.number = w.value JOIN title AS t ON t.id = i.title_id WHERE i.branch = ?"
)
_HOLDS = f"SELECT h.id, h.branch, h.placed_on FROM {each()} AS w JOIN hold AS h ON h.id = w.value"


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
    given = {number: hold_id for hold_id, number in assigned(desk.store, desk.working_date).items()}
    copies = desk.store.read(_COPIES, (json.dumps(list(given)), desk.branch.number))
    wanted = [given[number] for number, *_ in copies]
    holds = {hold_id: rest for hold_id, *rest in desk.store.read(_HOLDS, (json.dumps(wanted),))}
    found = []
    for number, shelf, mark, title, author in copies:
        branch, since = holds[given[number]]
        place = " ".join(filter(None, (shelf, mark)))
        name = with_author(title, author)
        found.append(Pull(number, name, place, given[number], branch, date.fromisoformat(since)))
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
