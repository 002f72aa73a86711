"""When a branch is open: the days of the week in the library file, with the exceptions that the calendar has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from balie.circulation.fines import Counts, every_day
from balie.library.terms import Weekday
from balie.refusal import Refusal

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
        """Whether the branch is open. A day without fines is an open day."""
        kind = self.exceptions.get(day)
        if kind is not None:
            return kind is not DayKind.CLOSED
        return not self.weekdays or _WEEK[day.weekday()] in self.weekdays

    def is_fine_free(self, day: date) -> bool:
        """Whether the calendar says that this day costs nothing."""
        return self.exceptions.get(day) is DayKind.FINE_FREE

    def last_open_before(self, day: date) -> date:
        """The last opening day before this one: the day of what is found in the book drop (dutch-rules 3.7).

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


def book_drop_day(desk: Desk) -> date:
    """On which day what is in the book drop now is booked as returned: the last opening day before the working date."""
    day = desk.working_date
    days = opening_days(desk.store, desk.branch, day - timedelta(days=LONGEST_CLOSURE), day)
    return days.last_open_before(day)


def counting_days(reader: Reader, library: Library, branch: str, due: date, back: date) -> Counts:
    """Which days between due date and return count for a fine at the branch that lent it.

    A day without fines never counts, a closed day only where the library lets it (S2: every day counts).
    """
    if back <= due:
        return every_day
    known = next((one for one in library.branches if one.number == branch), library.branches[0])
    days = opening_days(reader, known, due, back)
    if library.fines is None or library.fines.count_closed_days:
        return (lambda day: not days.is_fine_free(day)) if days.exceptions else every_day
    return lambda day: days.is_open(day) and not days.is_fine_free(day)


def read_calendar(reader: Reader, branch: str, first: date, last: date) -> list[tuple[date, DayKind, str]]:
    """The exceptions of a branch from `first` to `last`, in order: day, kind, note."""
    rows = reader.read(
        "SELECT day, kind, note FROM calendar WHERE branch = ? AND day BETWEEN ? AND ? ORDER BY day",
        (branch, first.isoformat(), last.isoformat()),
    )
    return [(date.fromisoformat(day), DayKind(kind), note) for day, kind, note in rows]


def set_day(desk: Desk, day: date, kind: DayKind | None, *, note: str = "") -> None:
    """Let the calendar of this branch say something of a day, or (None) nothing any more.

    Raises `Refusal` for a note that is too long.
    """
    if len(note) > 60:
        raise Refusal("Een opmerking bij een dag heeft hooguit 60 tekens.")
    with desk.transaction() as tx:
        key = (desk.branch.number, day.isoformat())
        row = tx.read_one("SELECT kind FROM calendar WHERE branch = ? AND day = ?", key)
        before = None if row is None else row[0]
        if kind is None:
            tx.execute("DELETE FROM calendar WHERE branch = ? AND day = ?", key)
        else:
            tx.execute(
                "INSERT INTO calendar (branch, day, kind, note) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (branch, day) DO UPDATE SET kind = excluded.kind, note = excluded.note",
                (*key, kind, note),
            )
        tx.journal("calendar changed", before={"day": day, "kind": before}, after={"day": day, "kind": kind})
