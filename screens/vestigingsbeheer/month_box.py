"""A month as a grid of weeks, drawn by one widget: a cell a day, with a word where it is not as usual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

from balie.circulation.opening_days import DayKind
from balie.dutch.dates import month_year
from balie.library.terms import Weekday
from screens.widgets.row import Row

if TYPE_CHECKING:
    from balie.circulation.calendar import CalendarDay
    from screens.pages.page import Page

WEEKS = 6
"""As many weeks as a month can touch."""
_WIDEST = 16
_WIDE = 15
"""From so many cells a day on, words are written in full."""
_SHORT = {DayKind.CLOSED: "gesl.", DayKind.FINE_FREE: "b.vrij", DayKind.OPEN: "open"}
_USUALLY_CLOSED = "-"


class MonthBox(Widget):
    """Draws the days of one month; ▸ marks one, * is the working date."""

    DEFAULT_CSS = f"MonthBox {{ height: {WEEKS + 2}; width: 1fr; }}"

    def __init__(self, page: Page, walk: Callable[[date], None]) -> None:
        super().__init__()
        self.page = page
        self.walk = walk
        self.days: Sequence[CalendarDay] = ()
        self.at = date.min
        self.working_date = date.min

    def show(self, days: Sequence[CalendarDay], at: date, working_date: date) -> None:
        """Show the days of a month, and mark one of them."""
        self.days, self.at, self.working_date = days, at, working_date
        self.refresh()

    @property
    def cell(self) -> int:
        """How wide a day is."""
        return min(_WIDEST, (self.size.width - 2) // len(Weekday))

    def click_at(self, x: int, y: int) -> None:
        """A click on a day marks it."""
        column = (x - 1) // max(1, self.cell)
        place = (y - 2) * len(Weekday) + column - self.days[0].day.weekday()
        if y >= 2 and 0 <= column < len(Weekday) and 0 <= place < len(self.days):
            self.walk(self.days[place].day)

    def caret(self) -> Offset | None:
        """The day that is marked."""
        if self.page.masthead.active or not self.days:
            return None
        return Offset(1 + self.at.weekday() * self.cell, 2 + self._week_of(self.at))

    def _week_of(self, day: date) -> int:
        """Which row of the month a day stands in, from 0 on."""
        return (day.day - 1 + self.days[0].day.weekday()) // len(Weekday)

    def text_of(self, one: CalendarDay) -> str:
        """`25* gesl.`, or `25* gesloten` where there is room."""
        star = "*" if one.day == self.working_date else " "
        word = "" if one.usually_open else _USUALLY_CLOSED
        if one.kind is not None:
            word = str(one.kind) if self.cell >= _WIDE else _SHORT[one.kind]
        return f"{one.day.day:>2}{star} {word}".rstrip()

    def render_line(self, y: int) -> Strip:
        """Draw the month, the days of the week, or a week."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        if not self.days:
            return row.strip()
        if y == 0:
            row.put(1, month_year(self.days[0].day), look.title)
        elif y == 1:
            for column, name in enumerate(Weekday):
                row.put(2 + column * self.cell, name, look.text_label)
        else:
            for one in self.days:
                if self._week_of(one.day) == y - 2:
                    self._draw(row, one)
        return row.strip()

    def _draw(self, row: Row, one: CalendarDay) -> None:
        look = self.page.look
        x = 1 + one.day.weekday() * self.cell
        if one.day == self.at:
            marked = not self.page.masthead.active
            row.put(x, f"{'▸' if marked else '›'}{self.text_of(one)}", look.selected if marked else look.title)
        else:
            usual = look.base if one.usually_open else look.dimmed
            row.put(x + 1, self.text_of(one), usual if one.kind is None else look.title)
