"""Where a list of reservations gets its lines from: what stands ready, all that run, of a customer, on a title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from balie.catalogue.titles import title_of
from balie.circulation.hold_rules import STATE_LABELS
from balie.dutch.dates import format_date
from balie.lending.holds.lists import PAGE, HoldRow, holds_of, holds_on, open_list, ready_list
from balie.lending.holds.slips import who_waits

if TYPE_CHECKING:
    from balie.desk import Desk

Cells: TypeAlias = tuple[tuple[str, int], ...]
"""Texts, each with the width of its column; the last column has the rest of the line."""

_DAY, _NAME, _STATUS, _REST = 10, 20, 28, 0


class HoldSource(Protocol):
    """What a list page asks."""

    @property
    def title(self) -> str:
        """What stands above the screen."""

    @property
    def empty(self) -> str:
        """What is told where there are none."""

    @property
    def headings(self) -> Cells:
        """What stands above the columns."""

    def about(self, desk: Desk) -> str:
        """Of whom or of what they are, in a line; empty where they are of many."""

    def read(self, desk: Desk, after: HoldRow | None, *, closed: bool) -> list[HoldRow]:
        """The lines after one, or the first; `closed`: those that were closed too, where the list can have them."""

    def cells(self, row: HoldRow) -> Cells:
        """The texts of a line."""


@dataclass(frozen=True, slots=True)
class ReadyHolds:
    """What stands ready here, the first to expire first, and what is on its way to here."""

    title = "Reserveringen: klaar"
    empty = "Er staat hier niets klaar voor een klant."
    headings: Cells = (("Tot en met", _DAY), ("Klant", _NAME), ("Titel", _REST))

    def about(self, desk: Desk) -> str:
        """Of many."""
        return ""

    def read(self, desk: Desk, after: HoldRow | None, *, closed: bool) -> list[HoldRow]:
        """All of it at once: what a shelf holds."""
        return ready_list(desk) if after is None else []

    def cells(self, row: HoldRow) -> Cells:
        """Up to and with which day, for whom, what."""
        until = "onderweg" if row.expires_on is None else format_date(row.expires_on)
        return (until, _DAY), (row.customer, _NAME), (row.name, _REST)


@dataclass(frozen=True, slots=True)
class OpenHolds:
    """All that run, of every branch, the oldest first."""

    title = "Alle reserveringen"
    empty = "Er loopt geen enkele reservering."
    headings: Cells = (("Sinds", _DAY), ("Status", _DAY), ("Klant", _NAME), ("Titel", _REST))

    def about(self, desk: Desk) -> str:
        """Of many."""
        return ""

    def read(self, desk: Desk, after: HoldRow | None, *, closed: bool) -> list[HoldRow]:
        """The next page."""
        return open_list(desk, after=0 if after is None else after.id, limit=PAGE)

    def cells(self, row: HoldRow) -> Cells:
        """Since when, how far, for whom, what."""
        return (
            (format_date(row.placed_on), _DAY),
            ("Uitgesteld" if row.paused_until else STATE_LABELS[row.state], _DAY),
            (row.customer, _NAME),
            (row.name, _REST),
        )


@dataclass(frozen=True, slots=True)
class HoldsOfCustomer:
    """What a customer has on reservation; what was closed, below it, when that is asked for."""

    customer_id: int

    title = "Reserveringen van een klant"
    empty = "Deze klant heeft niets gereserveerd. Met H ziet u wat is afgehandeld."
    headings = (("Sinds", _DAY), ("Status", _STATUS), ("Titel", _REST))

    def about(self, desk: Desk) -> str:
        """Name and klantnummer."""
        name, number = who_waits(desk.store, self.customer_id)
        return f"{name}  {number or 'nog zonder klantnummer'}"

    def read(self, desk: Desk, after: HoldRow | None, *, closed: bool) -> list[HoldRow]:
        """All of it at once."""
        if after is not None:
            return []
        return [*holds_of(desk, self.customer_id), *(holds_of(desk, self.customer_id, closed=True) if closed else ())]

    def cells(self, row: HoldRow) -> Cells:
        """Since when, how far, what."""
        return (format_date(row.placed_on), _DAY), (row.status, _STATUS), (row.name, _REST)


@dataclass(frozen=True, slots=True)
class OnTitle:
    """Who waits for a title, in the order of the queue; for whom a copy is set aside comes first."""

    title_id: int

    title = "Wachtrij van een titel"
    empty = "Niemand wacht op deze titel."
    headings = (("Sinds", _DAY), ("Status", _STATUS), ("Prioriteit", _DAY), ("Klant", _REST))

    def about(self, desk: Desk) -> str:
        """Title and author."""
        return title_of(desk.store, self.title_id).name

    def read(self, desk: Desk, after: HoldRow | None, *, closed: bool) -> list[HoldRow]:
        """All of it at once."""
        return holds_on(desk, self.title_id) if after is None else []

    def cells(self, row: HoldRow) -> Cells:
        """Since when, how far, what priority, who."""
        return (
            (format_date(row.placed_on), _DAY),
            (row.status, _STATUS),
            (str(row.priority), _DAY),
            (row.customer, _REST),
        )
