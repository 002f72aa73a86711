"""Reservations as functions of values: who comes first, which copy is for whom, until when it is kept, what follows.

Nothing here knows a customer or a store. Wise: priority 0 to 9 (low comes first), then the oldest.

Source: rules.md#holds-order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from balie.circulation.holds import Hold, HoldState

FIRST_PRIORITY, USUAL_PRIORITY, LAST_PRIORITY = 0, 5, 9
SERVING = frozenset("BRTIU")
"""The codes of items that can come to somebody who waits: in, set aside, on the way, on order, lent out."""


class ClosingReason(StrEnum):
    """Why a reservation was closed without a loan, by its number in the archive (4 and 8 are Wise's)."""

    CUSTOMER = "1"
    LIBRARY = "2"
    NOT_SUPPLIED = "3"
    TOO_LONG = "4"
    ENDED = "5"
    MERGED = "6"
    DOUBLE = "7"
    NOT_COLLECTED = "8"

    @property
    def label(self) -> str:
        """As the screen tells it."""
        return _REASONS[self]


_REASONS: Mapping[ClosingReason, str] = {
    ClosingReason.CUSTOMER: "geannuleerd door de klant",
    ClosingReason.LIBRARY: "geannuleerd door de bibliotheek",
    ClosingReason.NOT_SUPPLIED: "niet te leveren",
    ClosingReason.TOO_LONG: "te lang open",
    ClosingReason.ENDED: "abonnement beëindigd",
    ClosingReason.MERGED: "dubbel na het samenvoegen van klanten",
    ClosingReason.DOUBLE: "dubbel na het annuleren van een uitlening",
    ClosingReason.NOT_COLLECTED: "niet opgehaald",
}
STATE_LABELS: Mapping[HoldState, str] = {
    HoldState.WAITING: "Actief",
    HoldState.TRANSPORT: "Transport",
    HoldState.READY: "Ontvangen",
    HoldState.TOLD: "Bericht",
    HoldState.LENT: "Uitgeleend",
    HoldState.CLOSED: "Afgehandeld",
}
"""What each state is called on the screen (Wise)."""
OPEN = frozenset({HoldState.WAITING, HoldState.TRANSPORT, HoldState.READY, HoldState.TOLD})
ON_SHELF = frozenset({HoldState.READY, HoldState.TOLD})
"""An item stands ready at the branch where it is collected."""
FOLLOWS: Mapping[HoldState, frozenset[HoldState]] = {
    HoldState.WAITING: frozenset({HoldState.TRANSPORT, HoldState.READY, HoldState.LENT, HoldState.CLOSED}),
    HoldState.TRANSPORT: frozenset({HoldState.READY, HoldState.LENT, HoldState.CLOSED, HoldState.WAITING}),
    HoldState.READY: frozenset({HoldState.TOLD, HoldState.LENT, HoldState.CLOSED, HoldState.WAITING}),
    HoldState.TOLD: frozenset({HoldState.LENT, HoldState.CLOSED, HoldState.WAITING}),
    HoldState.LENT: OPEN | {HoldState.CLOSED},
    HoldState.CLOSED: frozenset(),
}
"""What a state may become. Out of `U` only by undoing the loan; `Z` is the end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reservation that waits: `item_number` where only that copy will do, `branch` where it is collected."""

    hold_id: int
    item_number: str | None
    branch: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """A copy on the shelf of a branch."""

    number: str
    branch: str


Waiting = TypeVar("Waiting", bound=Hold)


def in_order(holds: Sequence[Waiting]) -> list[Waiting]:
    """The queue: the lowest priority first, then the oldest."""
    return sorted(holds, key=lambda hold: (hold.priority, hold.placed_on, hold.id))


def stays_of(returning: Waiting, still_open: Sequence[Waiting]) -> Waiting:
    """Which reservation stays where undoing would leave a customer several of one title.

    The one for which a copy is set aside, first of all where that happened since; else the one that comes first in the
    queue.
    """
    return min(
        (returning, *still_open),
        key=lambda hold: (
            *(hold.ready_item is None, hold.ready_item is not None and hold is returning),
            *(hold.priority, hold.placed_on, hold.id),
        ),
    )


def can_serve(code: str, *, not_for_loan: bool) -> bool:
    """Whether an item with this status (`U` for what is lent out) can come to somebody who waits for its title.

    One that is missing or written off cannot, and neither can one that is not lent.
    """
    return code in SERVING and not not_for_loan


def assign(queue: Sequence[Wanted], copies: Sequence[Shelved]) -> dict[int, str]:
    """Which copy on the shelf is fetched for which reservation of one title, by id; in the order of the queue.

    Everybody gets one copy at most, every copy goes to one. A copy at the branch where it is collected comes before
    one that must travel; one that somebody further on asks for by its number is taken only where there is no other.
    """
    left = list(copies)
    asked = {wanted.item_number for wanted in queue if wanted.item_number is not None}
    given: dict[int, str] = {}
    for wanted in queue:
        able = [copy for copy in left if wanted.item_number in (None, copy.number)]
        if able:
            best = min(able, key=lambda copy: _distance(copy, wanted, asked))
            given[wanted.hold_id] = best.number
            left.remove(best)
    return given


def _distance(copy: Shelved, wanted: Wanted, asked: Collection[str | None]) -> tuple[bool, bool, str, str]:
    spoken_for = wanted.item_number is None and copy.number in asked
    return (spoken_for, copy.branch != wanted.branch, copy.branch, copy.number)


def is_uncollected(hold: Hold, today: date) -> bool:
    """Whether the last day to collect has gone by; that day itself still counts."""
    return hold.state in ON_SHELF and hold.expires_on is not None and hold.expires_on < today


def is_too_long(hold: Hold, today: date) -> bool:
    """Whether the customer does not want it any more: the last day of the wish has gone by, and nothing came."""
    return hold.state is HoldState.WAITING and hold.ends_on is not None and hold.ends_on < today
