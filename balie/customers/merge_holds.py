"""What becomes of reservations when two records are merged: nobody waits twice for one title.

A copy that was set aside stays set aside, else the older place in the queue stays; the other reservation is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from balie.catalogue.titles import title_of
from balie.circulation.hold_rules import in_order
from balie.circulation.holds import Hold, open_holds_of

if TYPE_CHECKING:
    from balie.store.reading import Reader

TWICE = (
    "SELECT 1 FROM hold WHERE customer_id IN (?, ?) AND closed_on IS NULL"
    " GROUP BY customer_id, title_id HAVING count(*) > 1"
)
"""Finds a row where one of two customers has a title on reservation twice."""


def shared_titles(reader: Reader, keep: int, merge: int) -> list[list[Hold]]:
    """The open reservations of both, title by title, of what both reserved: the one that stays comes first."""
    both = [*open_holds_of(reader, keep), *open_holds_of(reader, merge)]
    return in_conflict(both)


def in_conflict(holds: Iterable[Hold]) -> list[list[Hold]]:
    """Those that are on one title with another, title by title: a copy set aside first, then the order of the queue."""
    ordered = sorted(in_order(list(holds)), key=lambda hold: (hold.title_id, hold.ready_item is None))
    titles = [list(group) for _, group in groupby(ordered, key=lambda hold: hold.title_id)]
    return [group for group in titles if len(group) > 1]


def spare_ids(reader: Reader, keep: int, merge: int) -> frozenset[int]:
    """The ids of the reservations that a merge closes."""
    return frozenset(hold.id for group in shared_titles(reader, keep, merge) for hold in group[1:])


def against_merge(reader: Reader, keep: int, merge: int) -> list[str]:
    """Why two records cannot be merged yet: for both a copy of one title was set aside, and one has to go elsewhere."""
    return [
        f"Voor beide klanten staat een exemplaar apart van {title_of(reader, group[0].title_id).name}: annuleer eerst"
        " een van de twee reserveringen (Alt+R)."
        for group in shared_titles(reader, keep, merge)
        if group[1].ready_item is not None
    ]


def notices(reader: Reader, keep: int, merge: int) -> list[str]:
    """What the desk should know of the reservations before it says yes, in Dutch."""
    return [
        f"Beide klanten reserveerden {title_of(reader, group[0].title_id).name}: {_stays(group[0])} blijft, de andere"
        " reservering wordt afgehandeld."
        for group in shared_titles(reader, keep, merge)
    ]


def _stays(hold: Hold) -> str:
    return "de oudste plaats in de rij" if hold.ready_item is None else "het exemplaar dat apart staat"
