"""When a branch is open: the days of the week in the library file, with the exceptions that the calendar has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from balie.circulation.fines import Counts, every_day
from balie.library.terms import Weekday

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.structs import Branch, Library
    from balie.store.reading import Reader

LONGEST_CLOSURE = 366
"""The last opening day is looked for over so many days."""
_WEEK = tuple(Weekday)


class DayKind(StrEnum):
    """What the calendar says of one day (Wise: Open, Boetevrij, Gesloten)."""

    CLOSED = "gesloten"
    FINE_FREE = "boetevrij"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class OpeningDays:
    """The days of one branch: those of the week, and what the calendar says otherwise."""

    weekdays: tuple[Weekday, ...]
    exceptions: Mapping[date, DayKind]

    def is_open(self, day: date) -> bool:
        """Whether the branch is open. That a day is without fines says nothing of it: the day of the week does."""
        match self.exceptions.get(day):
            case DayKind.CLOSED:
                return False
            case DayKind.OPEN:
                return True
            case _:
                return self.is_usually_open(day)

    def is_usually_open(self, day: date) -> bool:
        """Whether the library file has the branch open on this day of the week."""
        return not self.weekdays or _WEEK[day.weekday()] in self.weekdays

    def is_fine_free(self, day: date) -> bool:
        """Whether the calendar says that this day costs nothing."""
        return self.exceptions.get(day) is DayKind.FINE_FREE

    def first_open_from(self, day: date) -> date:
        """The first opening day from this one on (itself too); the day itself where none is found within a year."""
        days = (day + timedelta(days=more) for more in range(LONGEST_CLOSURE + 1))
        return next((later for later in days if self.is_open(later)), day)

    def last_open_before(self, day: date) -> date:
        """The last opening day before this one: the day of what is found in the book drop (rules.md#fines).

        The day before where none is found within a year.
        """
        for back in range(1, LONGEST_CLOSURE + 1):
            if self.is_open(day - timedelta(days=back)):
                return day - timedelta(days=back)
        return day - timedelta(days=1)


def opening_days(reader: Reader, branch: Branch, first: date, last: date) -> OpeningDays:
    """The opening days of a branch, with the exceptions from `first` to `last`."""
    rows = reader.read(
        "SELECT day, kind FROM calendar WHERE branch = ? AND day BETWEEN ? AND ?",
        (branch.number, first.isoformat(), last.isoformat()),
    )
    return OpeningDays(branch.opening_days, {date.fromisoformat(day): DayKind(kind) for day, kind in rows})


def first_open_day(reader: Reader, branch: Branch, day: date) -> date:
    """The first day from this one on that a branch is open: until then what stands ready there is kept."""
    days = opening_days(reader, branch, day, day + timedelta(days=LONGEST_CLOSURE))
    return days.first_open_from(day)


def book_drop_day(desk: Desk) -> date:
    """On which day what is in the book drop now is booked as returned: the last opening day before the working date."""
    day = desk.working_date
    days = opening_days(desk.store, desk.branch, day - timedelta(days=LONGEST_CLOSURE), day)
    return days.last_open_before(day)


def counting_days(reader: Reader, library: Library, branch: str, due: date, back: date) -> Counts:
    """Which days between due date and return count for a fine at the branch that lent it.

    A day without fines never counts, a closed day only where the library lets it (rules.md#fines).
    """
    if back <= due:
        return every_day
    known = next((one for one in library.branches if one.number == branch), library.branches[0])
    days = opening_days(reader, known, due, back)
    if library.fines is None or library.fines.count_closed_days:
        return (lambda day: not days.is_fine_free(day)) if days.exceptions else every_day
    return lambda day: days.is_open(day) and not days.is_fine_free(day)
