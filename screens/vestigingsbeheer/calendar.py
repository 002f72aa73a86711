"""Kalender: a month of this branch, with the exceptions to its opening days; days and periods are changed in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.circulation.calendar import (
    CalendarDay,
    ChangedDays,
    Holiday,
    Setting,
    due_between,
    holidays_of,
    month_days,
    set_day,
    set_days,
    stretches,
)
from balie.circulation.opening_days import DayKind, book_drop_day
from balie.dutch.counts import many
from balie.dutch.dates import format_date, long_date
from balie.dutch.periods import add_months, last_of_month
from balie.library.terms import Weekday
from screens.keyboard.actions import CALENDAR_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.page import Page
from screens.vestigingsbeheer.month_box import MonthBox
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk

_WEEK = tuple(Weekday)
_STEPS = {"left": -1, "right": 1, "up": -7, "down": 7}
_MONTHS = {"pageup": -1, "pagedown": 1}
_WALK = frozenset((*_STEPS, *_MONTHS, "home", "end"))
_MEANING = "gesl. gesloten · b.vrij boetevrij · - gewoonlijk dicht · * werkdatum"


class CalendarPage(Page):
    """Arrows walk the days, PgUp and PgDn the months; a letter sets the marked day, Enter opens it with its note."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "day_closed", "day_fine_free", "day_usual", "day_period", "back")

    heading = "Kalender"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.month = MonthBox(self, self._go)
        self.month.show(month_days(desk.store, desk.branch, desk.working_date), desk.working_date, desk.working_date)
        self.told = Summary(self, heading="")

    def body(self) -> list[Widget]:
        """The month, and below it what the marked day is."""
        return [self.month, self.told]

    def on_mount(self) -> None:
        """The month of the working date."""
        self.show()

    def returned_to(self) -> None:
        """A period may have been set."""
        self.show()

    @property
    def at(self) -> date:
        """The day that is marked: always one of the month that is shown."""
        return self.month.at

    @property
    def marked(self) -> CalendarDay:
        """The marked day."""
        return self.month.days[self.at.day - 1]

    def show(self, at: date | None = None) -> None:
        """Read the month of the marked day, or of `at`, which is marked then; nothing changes if it cannot be read."""
        desk, at = self.desk, at or self.at
        days = month_days(desk.store, desk.branch, at)
        self.month.show(days, at, desk.working_date)
        one = self.marked
        note = f" · {one.note}" if one.note else ""
        self.told.heading = f"{_WEEK[at.weekday()]} {long_date(at)}: {_said(one)}{note}"
        rows = [
            (f"{_span(found.first, found.last)}  {found.kind}", found.note or "(geen opmerking)")
            for found in stretches(days)
        ]
        self.told.show(rows, self._sentences())
        self.told.refresh()

    def _sentences(self) -> tuple[str, ...]:
        fines = self.desk.library.fines
        counts = "tellen mee" if fines is not None and fines.count_closed_days else "tellen niet mee"
        return (
            _MEANING,
            f"De inleverbus van nu telt voor {format_date(book_drop_day(self.desk))}. Gesloten dagen {counts} voor"
            " te-laat-geld; een inleverdatum op zo'n dag schuift niet op.",
        )

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Walk, or open the marked day."""
        if key in _WALK:
            try:
                self._go(self._day_at(key))
            except (OverflowError, ValueError):  # no calendar goes on beyond the years 1 and 9999
                self.desk_app.bell()
        elif key == "enter":
            self.run("main")
        else:
            return False
        return True

    def _day_at(self, key: str) -> date:
        if key in _STEPS:
            return self.at + timedelta(days=_STEPS[key])
        if key in _MONTHS:
            first = add_months(self.at.replace(day=1), _MONTHS[key])
            return first.replace(day=min(self.at.day, last_of_month(first).day))
        return self.at.replace(day=1) if key == "home" else last_of_month(self.at)

    def _go(self, day: date) -> None:
        self.show(day)
        self.say("")

    # What can be done.

    async def do_day_closed(self) -> None:
        """Gesloten."""
        self._set(DayKind.CLOSED)

    async def do_day_fine_free(self) -> None:
        """Boetevrij."""
        self._set(DayKind.FINE_FREE)

    async def do_day_open(self) -> None:
        """Open, though it usually is not."""
        self._set(DayKind.OPEN)

    async def do_day_usual(self) -> None:
        """As every week."""
        self._set(None)

    def _set(self, kind: DayKind | None) -> None:
        changed = set_day(self.desk, self.at, kind, note=self.marked.note if kind is not None else "")
        self.show()
        self.say(f"{format_date(self.at)}: {_said(self.marked)}. {self._due(self.at, self.at, changed)}".rstrip())

    async def do_main(self) -> None:
        """The marked day, or a period from it on."""
        await self.do_day_period()

    async def do_day_period(self) -> None:
        """Ask from when until when."""
        from screens.vestigingsbeheer.period import PeriodPage

        await self.desk_app.open(PeriodPage(self.desk, self.marked, self.changed))

    async def do_day_holidays(self) -> None:
        """Propose the holidays of this year; those that the calendar knows already are not ticked."""
        from screens.dialogs.tick_list import TickList

        year = self.at.year
        holidays = holidays_of(self.desk.store, self.desk.branch, year)
        labels, ticked = [_proposal(one) for one in holidays], [one.proposed for one in holidays]
        chosen = await self.desk_app.ask(TickList(f"Gesloten op feestdagen in {year}", labels, ticked=ticked))
        if chosen is None:
            return
        settings = [Setting(one.day.day, DayKind.CLOSED, one.name) for one in (holidays[place] for place in chosen)]
        changed = set_days(self.desk, settings)
        self.show()
        set_to = f"{many(changed.days, 'dag', 'dagen')} op gesloten gezet. {_kept_longer(changed)}".rstrip()
        self.say(set_to if changed.days else "Die dagen waren al gesloten.")

    def do_day_working(self) -> None:
        """The working date."""
        self._go(self.desk.working_date)

    def changed(self, first: date, last: date, changed: ChangedDays) -> None:
        """Tell what a period did."""
        if not changed.days:
            self.say("Er was niets te wijzigen: de kalender zei dit al.")
            return
        self.say(f"{many(changed.days, 'dag', 'dagen')} gewijzigd. {self._due(first, last, changed)}".rstrip())

    def _due(self, first: date, last: date, changed: ChangedDays) -> str:
        """What is to come back on days that were changed, and what stands ready longer; empty where none was."""
        return " ".join(filter(None, (self._to_return(first, last), _kept_longer(changed)))) if changed.days else ""

    def _to_return(self, first: date, last: date) -> str:
        count = due_between(self.desk.store, self.desk.branch.number, first, last)
        if not count:
            return ""
        moment = "die dag" if first == last else "in die tijd"
        return f"{many(count, 'exemplaar moet', 'exemplaren moeten')} {moment} terug; dat schuift niet op."

    async def do_back(self) -> None:
        """To the list of the tab."""
        await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("day_closed", do_day_closed),
        PageAct("day_fine_free", do_day_fine_free),
        PageAct("day_open", do_day_open),
        PageAct("day_usual", do_day_usual),
        PageAct(
            "main",
            do_main,
            label="Dag of periode",
            menu=CALENDAR_MENU,
            help="Wijzigt de dag met een opmerking, of een periode die er begint.",
        ),
        PageAct("day_period", do_day_period),
        PageAct("day_holidays", do_day_holidays),
        PageAct("day_working", do_day_working),
        PageAct("back", do_back),
    )


def _said(one: CalendarDay) -> str:
    """What holds of a day: the exception, else the usual."""
    if one.kind is not None:
        return str(one.kind)
    return "open, zoals gewoonlijk" if one.usually_open else "dicht, zoals gewoonlijk"


def _span(first: date, last: date) -> str:
    return format_date(first) if first == last else f"{format_date(first)} t/m {format_date(last)}"


def _proposal(holiday: Holiday) -> str:
    one = holiday.day
    about = f" (staat op {one.kind})" if one.kind else "" if one.usually_open else " (dan gewoonlijk dicht)"
    return f"{_WEEK[one.day.weekday()]} {format_date(one.day)}  {holiday.name}{about}"


def _kept_longer(changed: ChangedDays) -> str:
    """That what stands ready can be collected later."""
    if not changed.kept_longer:
        return ""
    stands = "reservering staat" if changed.kept_longer == 1 else "reserveringen staan"
    return f"{changed.kept_longer} {stands} langer klaar, tot de eerste dag dat u weer open bent."
