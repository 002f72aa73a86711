"""What becomes of reservations when two records are merged: nobody waits for a title twice, or for what is at home.

A copy that was set aside stays set aside, else the older place in the queue stays; the other reservation is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from balie.catalogue.titles import title_of
from balie.circulation.hold_rules import in_order
from balie.circulation.holds import Hold, open_holds_of
from balie.circulation.loans import titles_at_home

if TYPE_CHECKING:
    from balie.store.reading import Reader


def shared_titles(reader: Reader, keep: int, merge: int) -> list[list[Hold]]:
    """The open reservations of both, title by title, of what both reserved: the one that stays comes first."""
    both = [*open_holds_of(reader, keep), *open_holds_of(reader, merge)]
    return in_conflict(both)


def in_conflict(holds: Iterable[Hold]) -> list[list[Hold]]:
    """Those that are on one title with another, title by title: a copy set aside first, then the order of the queue."""
    ordered = sorted(in_order(list(holds)), key=lambda hold: (hold.title_id, hold.ready_item is None))
    titles = [list(group) for _, group in groupby(ordered, key=lambda hold: hold.title_id)]
    return [group for group in titles if len(group) > 1]


def on_what_is_at_home(reader: Reader, keep: int, merge: int) -> list[Hold]:
    """The open reservations of the one on what the other has at home."""
    return [*_of_what_the_other_has(reader, keep, merge), *_of_what_the_other_has(reader, merge, keep)]


def _of_what_the_other_has(reader: Reader, customer_id: int, other: int) -> Iterator[Hold]:
    # What is on reservation beside the own loan of it, somebody allowed.
    there = titles_at_home(reader, other) - titles_at_home(reader, customer_id)
    return (hold for hold in open_holds_of(reader, customer_id) if hold.title_id in there)


def spare_ids(reader: Reader, keep: int, merge: int) -> frozenset[int]:
    """The ids of the reservations that a merge closes."""
    twice = [hold for group in shared_titles(reader, keep, merge) for hold in group[1:]]
    return frozenset(hold.id for hold in (*twice, *on_what_is_at_home(reader, keep, merge)))


def against_merge(reader: Reader, keep: int, merge: int) -> list[str]:
    """Why two records cannot be merged yet: a copy was set aside that has to go elsewhere, and somebody sees to that.

    For both a copy of one title, or for the one a copy of what the other has at home.
    """
    found = [
        f"Voor beide klanten staat een exemplaar apart van {title_of(reader, group[0].title_id).name}: annuleer eerst"
        " een van de twee reserveringen (Alt+R)."
        for group in shared_titles(reader, keep, merge)
        if group[1].ready_item is not None
    ]
    found += [
        f"Voor de een staat {title_of(reader, hold.title_id).name} apart, en de ander heeft die titel in bezit:"
        " annuleer eerst de reservering (Alt+R), of neem het exemplaar in (Balie, F11)."
        for hold in on_what_is_at_home(reader, keep, merge)
        if hold.ready_item is not None
    ]
    return found


def notices(reader: Reader, keep: int, merge: int) -> list[str]:
    """What the desk should know of the reservations before it says yes, in Dutch."""
    at_home = on_what_is_at_home(reader, keep, merge)
    titles = dict.fromkeys(hold.title_id for hold in at_home)
    found = [
        f"Beide klanten reserveerden {title_of(reader, group[0].title_id).name}: {_stays(group[0])} blijft, de andere"
        " reservering wordt afgehandeld."
        for group in shared_titles(reader, keep, merge)
        if group[0].title_id not in titles
    ]
    found += [
        f"De een reserveerde {title_of(reader, title_id).name}, de ander heeft die titel in bezit: de reservering wordt"
        " afgehandeld."
        for title_id in titles
    ]
    return found


def _stays(hold: Hold) -> str:
    return "de oudste plaats in de rij" if hold.ready_item is None else "het exemplaar dat apart staat"
