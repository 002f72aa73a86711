"""Where a list of messages gets its lines from: the messages in a state, or everything written to one customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from balie.correspondence.overview import count_by_way, list_messages, list_of_customer
from balie.correspondence.telling import messages
from balie.dutch.counts import format_count
from balie.messages.outbox import State
from balie.rounds.topics import all_topics

if TYPE_CHECKING:
    from balie.correspondence.overview import MessageLine
    from balie.desk import Desk

Cells: TypeAlias = tuple[tuple[str, int], ...]
"""Texts, each with the width of its column."""

_DATE, _MOMENT, _KIND, _WAY, _STATE = 10, 16, 23, 5, 11

_EMPTY = {
    State.QUEUED: "Er wacht niets.",
    State.SENDING: "Van elk bericht is bekend of het weg is.",
    State.FAILED: "Er is niets mislukt.",
    State.SENT: "Er is nog niets verstuurd.",
    State.WITHDRAWN: "Er is niets ingetrokken.",
}


class MessageSource(Protocol):
    """What a list page asks."""

    @property
    def title(self) -> str:
        """What stands above the screen."""

    @property
    def empty(self) -> str:
        """What is told where there are no messages."""

    def read(self, desk: Desk, after: MessageLine | None, limit: int) -> list[MessageLine]:
        """The lines after one, or the first."""

    def counted(self, desk: Desk) -> str:
        """How many there are, by kind and way; empty where counting would take long."""

    def cells(self, line: MessageLine) -> Cells:
        """What stands at the head of a line."""


@dataclass(frozen=True, slots=True)
class InState:
    """What waits and what is doubtful with the oldest first, as it is dealt with; the rest with the newest first."""

    state: State

    @property
    def title(self) -> str:
        """Which messages."""
        return f"Berichten: {self.state.label.lower()}"

    @property
    def empty(self) -> str:
        """That there are none in this state."""
        return _EMPTY[self.state]

    def read(self, desk: Desk, after: MessageLine | None, limit: int) -> list[MessageLine]:
        """The next ones."""
        place = None if after is None else after.key
        if self.state in (State.QUEUED, State.SENDING):
            return list_messages(desk, all_topics(), self.state, after=place or 0, limit=limit)
        return list_messages(desk, all_topics(), self.state, before=place, limit=limit)

    def counted(self, desk: Desk) -> str:
        """`12 berichten: factuur mail 10, factuur brief 2`, of what asks for something to be done."""
        if self.state not in (State.SENDING, State.FAILED):
            return ""
        by_kind = count_by_way(desk, self.state)
        parts = [f"{kind} {way} {format_count(count)}" for kind, ways in by_kind.items() for way, count in ways.items()]
        total = sum(count for ways in by_kind.values() for count in ways.values())
        return f"{messages(total)}: {', '.join(parts)}" if parts else ""

    def cells(self, line: MessageLine) -> Cells:
        """When, what about, how."""
        day = (line.sent_on, _MOMENT) if self.state is State.SENT else (line.made_on, _DATE)
        return day, (line.kind, _KIND), (line.way or "-", _WAY)


@dataclass(frozen=True, slots=True)
class MessagesOfCustomer:
    """Everything that was queued for a customer, the newest first."""

    customer_id: int

    title = "Berichten van een klant"
    empty = "Aan deze klant is niets geschreven."

    def read(self, desk: Desk, after: MessageLine | None, limit: int) -> list[MessageLine]:
        """The next ones."""
        before = None if after is None else after.key
        return list_of_customer(desk, all_topics(), self.customer_id, before=before, limit=limit)

    def counted(self, desk: Desk) -> str:
        """Nothing: one sees how many there are."""
        return ""

    def cells(self, line: MessageLine) -> Cells:
        """When, what about, how, and what became of it."""
        return (line.made_on, _DATE), (line.kind, _KIND), (line.way or "-", _WAY), (line.state.label, _STATE)
