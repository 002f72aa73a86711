"""A day or a period of the calendar as a form: from, until, what it is, and a note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Self

from balie.circulation.calendar import LONGEST_NOTE, USUAL, ChangedDays, read_note, read_period, set_days
from balie.circulation.opening_days import DayKind
from balie.dutch.dates import format_date, parse_date
from screens.keyboard.actions import BRANCH_MENU
from screens.pages.act import Acts, PageAct
from screens.vestigingsbeheer.desk_form import LABEL, BranchForm
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from balie.circulation.calendar import CalendarDay
    from balie.desk import Desk

_KINDS = (
    Choice(DayKind.CLOSED, "Gesloten"),
    Choice(DayKind.FINE_FREE, "Boetevrij"),
    Choice(DayKind.OPEN, "Open"),
    Choice(USUAL, "Weer zoals gewoonlijk"),
)
_FIELDS = (
    FieldSpec("first", "Van (dd-mm-jjjj)", 0, required=True, longest=20, label_width=LABEL, width=14),
    FieldSpec("last", "Tot en met", 1, longest=20, label_width=LABEL, width=14),
    FieldSpec("kind", "Wordt", 2, required=True, label_width=LABEL, choices=_KINDS),
    FieldSpec("note", "Opmerking", 3, longest=LONGEST_NOTE + 20, label_width=LABEL),
)
_SENTENCES = (
    "Dit geldt voor elke dag van de periode, wat de kalender er nu ook van zegt. Tot en met leeg: alleen die ene dag.",
    "Een inleverdatum op een gesloten dag schuift niet op. Hoeft de klant voor zulke dagen geen te-laat-geld te"
    " betalen, kies dan Boetevrij.",
    "Een boetevrije dag is open of dicht zoals de dag van de week dat is.",
)


class PeriodPage(BranchForm):
    """Four fields; F2 sets every day of the period in one act."""

    heading = "Dag of periode"

    def __init__(self, desk: Desk, marked: CalendarDay, changed: Callable[[date, date, ChangedDays], None]) -> None:
        day = format_date(marked.day)
        start = {"first": day, "last": "", "kind": marked.kind or DayKind.CLOSED, "note": marked.note}
        super().__init__(desk, _FIELDS, start, _SENTENCES)
        self.changed = changed
        self.readers = {
            "first": self._day,
            "last": lambda text: self._day(text) if text.strip() else "",
            "note": read_note,
        }

    def _day(self, text: str) -> str:
        return format_date(parse_date(text, self.desk.working_date))

    async def do_main(self) -> None:
        """Set the period, and go back to the month."""
        period = read_period(self.model.values(), self.desk.working_date)
        changed = set_days(self.desk, period.settings())
        await self.desk_app.back()
        self.changed(period.first, period.last, changed)

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Opslaan", menu=BRANCH_MENU),)
