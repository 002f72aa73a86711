"""A till that was counted: what should be there beside what is, before it is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.dutch.money import format_cents
from balie.finance.tills.cash_up import INITIALS, LONGEST_INITIALS, LONGEST_NOTE, NOTE, cash_up, read_signature
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage
from screens.widgets.form_model import FieldSpec
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.tills.counting import Count

_SCROLLS = frozenset({"pageup", "pagedown"})


class CountedPage(FormPage):
    """The amounts, what is to be said of them, and who answers for a difference. F2 asks, then books; Esc corrects.

    `signed` is what was typed here before, and keeps what is typed now.
    """

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    heading = "Kastelling"

    def __init__(self, desk: Desk, count: Count, signed: dict[str, str]) -> None:
        super().__init__(
            (
                FieldSpec(INITIALS, "Paraaf", 0, longest=LONGEST_INITIALS, width=10, required=count.needs_initials),
                FieldSpec(NOTE, "Toelichting", 1, longest=LONGEST_NOTE),
            )
        )
        self.desk = desk
        self.count = count
        self.signed = signed
        self.model.fill(signed)
        self.form.styles.height = 2
        self.summary = Summary(self, heading=f"Kas {desk.till}, kastelling {count.form.number}, {count.form.since}")
        self.summary.show(count.lines(), count.remarks() or ["De kas klopt."])

    def body(self) -> list[Widget]:
        """The amounts, then the fields."""
        return [self.summary, self.form]

    def read_field(self, name: str, text: str) -> str:
        """The fields are judged together when it is booked."""
        return text

    def press_in_body(self, key: str, character: str | None) -> bool:
        """PgUp and PgDn scroll what does not fit."""
        return self.summary.press(key) if key in _SCROLLS else super().press_in_body(key, character)

    async def do_main(self) -> None:
        """Boeken: ask, write the Z-report, show it."""
        from screens.dialogs.question import Question
        from screens.financieel.till.z_reports import ZReportPage

        values = self.model.values()
        initials, note = values[INITIALS], values[NOTE]
        read_signature(self.count, initials, note)
        if not await self.desk_app.ask(Question(_asked(self.count))):
            return
        report = cash_up(self.desk, self.count, initials=initials, note=note)
        self.model.clear()
        await self.desk_app.leave_pages()
        page = ZReportPage(self.desk, report)
        await self.desk_app.open(page)
        page.say(f"Kastelling {report.number} is geboekt. F2 drukt het Z-rapport af.")

    async def do_back(self) -> None:
        """Back to the count, to correct it: nothing is lost."""
        self.signed.update(self.model.values())
        await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Boeken"),
        PageAct("back", do_back, label="Telling verbeteren"),
    )


def _asked(count: Count) -> str:
    """What is booked, in one sentence."""
    asked = f"Kastelling {count.form.number} boeken"
    if count.difference_cents:
        word = "te veel" if count.difference_cents > 0 else "te weinig"
        asked += f", met {format_cents(abs(count.difference_cents))} {word} in de kas"
    return f"{asked}? Daarna ligt hij vast."
