"""Z-rapporten: the cash-ups of this till, and each of them as it was printed."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.finance.tills.reports import ZReport, print_job, z_reports
from screens.page import Page
from screens.text_page import TextPage
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel
from screens.widgets.row import cut

if TYPE_CHECKING:
    from balie.desk import Desk

_COLUMNS = f"{'Nr.':>5} Datum      {'Verwacht':>12} {'Geteld':>12} {'Kasverschil':>12} {'Naar de bank':>13} Paraaf"


class ZReportPage(TextPage):
    """A Z-report, exactly as it was made; F2 prints it (again)."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    LABELS: ClassVar[dict[str, str]] = {"main": "Afdrukken"}

    def __init__(self, desk: Desk, report: ZReport) -> None:
        super().__init__(f"Z-rapport {report.number} van kas {report.till}", report.lines)
        self.desk = desk
        self.report = report

    async def do_main(self) -> None:
        """Print it, and say where, or why not."""
        from screens.printing import print_document

        self.say(await print_document(print_job(self.desk, self.report)))


class ZReportsPage(Page):
    """The newest first; more is read on the way down."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    LABELS: ClassVar[dict[str, str]] = {"main": "Tonen"}

    def __init__(self, desk: Desk) -> None:
        self.heading = f"Z-rapporten van kas {desk.till}"
        super().__init__()
        self.desk = desk
        self.rows: list[ZReport] = z_reports(desk)
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=_COLUMNS)
        self.list_box.empty = "Deze kas is nog niet geteld. Dat kan met Kastelling op het tabblad Financieel."

    def body(self) -> list[Widget]:
        """The list."""
        return [self.list_box]

    def on_mount(self) -> None:
        """Show it."""
        self._show()

    def _show(self) -> None:
        self.list.show([_line(row) for row in self.rows], [() for _ in self.rows], at=self.list.at)
        self.list_box.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk; at the end the next page is read. Enter shows the marked one."""
        if key == "enter":
            self.run("main")
            return True
        if character is not None or not self.list.press(key, None):
            return False
        if self.rows and self.list.at >= len(self.rows) - 1:
            self.rows += z_reports(self.desk, before=self.rows[-1].number)
            self._show()
        self.list_box.refresh()
        return True

    def refusal_of(self, action_id: str) -> str:
        """Nothing can be shown where there is nothing."""
        return self.list_box.empty if action_id == "main" and not self.rows else super().refusal_of(action_id)

    async def do_main(self) -> None:
        """Show the marked one as it was printed."""
        await self.desk_app.open(ZReportPage(self.desk, self.rows[self.list.at]))

    def do_back(self) -> Coroutine[object, object, None]:
        """Back to the list of the tab."""
        return self.desk_app.back()


def _line(report: ZReport) -> str:
    amounts = (report.expected_cents, report.counted_cents, report.difference_cents)
    columns = " ".join(f"{format_cents(cents):>12}" for cents in amounts)
    banked = f"{format_cents(report.banked_cents):>13}"
    return f"{report.number:>5} {format_date(report.made_on)} {columns} {banked} {cut(report.initials, 8)}"
