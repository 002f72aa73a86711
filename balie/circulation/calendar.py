"""The calendar of a branch: the exceptions to its opening days, read by the month and changed by the day or the period.

What follows from it for fines and the book drop is in `opening_days`. A due date does not move when the day turns out
to be closed (rules.md#closed-days): nobody asks it, and what the customer was told stays true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.circulation.hold_changes import move_past_closure
from balie.circulation.opening_days import DayKind, OpeningDays
from balie.dutch.dates import parse_date
from balie.dutch.periods import last_of_month
from balie.dutch.text import read_text
from balie.library.rights import Right
from balie.refusal import Reasons

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.structs import Branch
    from balie.store.reading import Reader

LONGEST_NOTE = 60
LONGEST_PERIOD = 366
"""So many days at once: a year. Longer is more likely a year that was mistyped."""

_OFTEN_OPEN = frozenset({"Goede vrijdag", "Bevrijdingsdag"})
"""Holidays on which many work all the same: the desk chooses them, they are not proposed."""

USUAL = ""
"""In a form: a day goes by its day of the week again."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of a branch: open by its day of the week or not (`usually_open`), and what the calendar says otherwise.

    `kind` None: nothing; `note` is what the desk wrote with it (`Eerste kerstdag`).
    """

    day: date
    usually_open: bool
    kind: DayKind | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on end of which the calendar says the same, `first` to `last` (both in it)."""

    first: date
    last: date
    kind: DayKind
    note: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What the calendar is to say of one day; `kind` None takes the exception away."""

    day: date
    kind: DayKind | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangedDays:
    """How many days say something else than before, and how many reservations stand ready longer because of it."""

    days: int = 0
    kept_longer: int = 0


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """A period that is set at once, `first` to `last` (both in it); `kind` None takes every exception in it away."""

    first: date
    last: date
    kind: DayKind | None
    note: str

    def settings(self) -> list[Setting]:
        """The same, day by day."""
        days = (self.last - self.first).days + 1
        return [Setting(self.first + nth * _DAY, self.kind, self.note) for nth in range(days)]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday at a branch: its Dutch name, how the day stands there, and whether closing it is proposed."""

    day: CalendarDay
    name: str
    proposed: bool


def read_calendar(reader: Reader, branch: str, first: date, last: date) -> list[tuple[date, DayKind, str]]:
    """The exceptions of a branch from `first` to `last`, in order: day, kind, note."""
    rows = reader.read(
        "SELECT day, kind, note FROM calendar WHERE branch = ? AND day BETWEEN ? AND ? ORDER BY day",
        (branch, first.isoformat(), last.isoformat()),
    )
    return [(date.fromisoformat(day), DayKind(kind), note) for day, kind, note in rows]


def month_days(reader: Reader, branch: Branch, month: date) -> list[CalendarDay]:
    """Every day of the month of `month`, in order: whether the branch is usually open, and its exception if any."""
    first, last = month.replace(day=1), last_of_month(month)
    said = {day: (kind, note) for day, kind, note in read_calendar(reader, branch.number, first, last)}
    week = OpeningDays(branch.opening_days, {})
    days = [first + nth * _DAY for nth in range(last.day)]
    return [CalendarDay(day, week.is_usually_open(day), *said.get(day, (None, ""))) for day in days]


def stretches(days: Sequence[CalendarDay]) -> list[Stretch]:
    """The exceptions among these days, those on end with the same kind and note as one."""
    found: list[Stretch] = []
    for one in days:
        if one.kind is None:
            continue
        before = found[-1] if found else None
        if before and (before.last + _DAY, before.kind, before.note) == (one.day, one.kind, one.note):
            found[-1] = Stretch(before.first, one.day, one.kind, one.note)
        else:
            found.append(Stretch(one.day, one.day, one.kind, one.note))
    return found


def read_period(typed: Mapping[str, str], today: date) -> CalendarPeriod:
    """A period of the form: `first` and `last` (dd-mm-jjjj), `kind` (`USUAL` or a `DayKind`), `note`.

    An empty `last` is the first day. Raises `Refusal` with all reasons, each at its field.
    """
    reasons = Reasons()
    first = last = today
    note = ""
    with reasons.at("first"):
        first = parse_date(typed["first"], today)
    with reasons.at("last"):
        last = parse_date(typed["last"], today) if typed["last"].strip() else first
    with reasons.at("note"):
        note = read_note(typed["note"])
    if not len(reasons):
        if last < first:
            reasons.add("De laatste dag ligt voor de eerste: kies dezelfde dag of een latere.", "last")
        elif (last - first).days >= LONGEST_PERIOD:
            reasons.add(
                f"Een periode heeft hooguit {LONGEST_PERIOD} dagen. Kijk het jaar na, of splits de periode.", "last"
            )
    reasons.raise_if_any()
    kind = DayKind(typed["kind"]) if typed["kind"] != USUAL else None
    return CalendarPeriod(first, last, kind, note if kind is not None else "")


def read_note(text: str) -> str:
    """What is written with a day, in at most 60 characters. Raises `Refusal` for more."""
    return read_text(text, what="De opmerking bij een dag", longest=LONGEST_NOTE)


def set_day(desk: Desk, day: date, kind: DayKind | None, *, note: str = "") -> ChangedDays:
    """Let the calendar of this branch say something of a day, or (None) nothing any more. As `set_days`."""
    return set_days(desk, [Setting(day, kind, note)])


def set_days(desk: Desk, settings: Sequence[Setting]) -> ChangedDays:
    """Change the calendar of this branch, all of it in one transaction with one row in the journal.

    What stands ready up to a day that is closed now stands ready up to the next opening day (rules.md#last-day). Where
    no day says something else than before, nothing is written. Raises `Refusal` for a note that is too long.
    """
    desk.require(Right.CALENDAR)
    if not settings:
        return ChangedDays()
    wanted = {one.day: (one.kind, read_note(one.note)) for one in settings}
    branch = desk.branch.number
    with desk.transaction() as tx:
        said = {day: (kind, note) for day, kind, note in read_calendar(tx, branch, min(wanted), max(wanted))}
        changed = {day: now for day, now in wanted.items() if now != said.get(day, (None, ""))}
        for day, (kind, note) in changed.items():
            if kind is None:
                tx.execute("DELETE FROM calendar WHERE branch = ? AND day = ?", (branch, day.isoformat()))
            else:
                tx.execute(
                    "INSERT INTO calendar (branch, day, kind, note) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (branch, day) DO UPDATE SET kind = excluded.kind, note = excluded.note",
                    (branch, day.isoformat(), kind, note),
                )
        if changed:
            tx.journal(
                "calendar changed",
                before={day.isoformat(): said[day] for day in changed if day in said},
                after={day.isoformat(): now for day, now in changed.items()},
            )
        moved = move_past_closure(tx, desk.branch, changed)
    return ChangedDays(len(changed), moved)


def due_between(reader: Reader, branch: str, first: date, last: date) -> int:
    """How many items that this branch lent are to be back on a day from `first` to `last`: their dates do not move."""
    row = reader.read_one(
        "SELECT count(*) FROM loan WHERE returned_on IS NULL AND lent_branch = ? AND due_on BETWEEN ? AND ?",
        (branch, first.isoformat(), last.isoformat()),
    )
    return int(row[0]) if row else 0


def holidays_of(reader: Reader, branch: Branch, year: int) -> list[Holiday]:
    """The public holidays of a year at a branch, in order.

    Closing is proposed where the branch would be open and the calendar says nothing yet, but for days on which many
    work all the same: those are for the desk.
    """
    months = (month_days(reader, branch, date(year, month, 1)) for month in range(1, 13))
    days = {one.day: one for month in months for one in month}
    found = []
    for day, name in public_holidays(year):
        one = days[day]
        found.append(Holiday(one, name, one.kind is None and one.usually_open and name not in _OFTEN_OPEN))
    return found


def public_holidays(year: int) -> list[tuple[date, str]]:
    """The Dutch holidays of a year with their names, in order; on which of them a branch is closed is for the desk."""
    import holidays

    return sorted(holidays.country_holidays("NL", years=year, language="nl").items())
