"""Z-rapporten: the cash-ups of this till, and each of them as it was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.finance.tills.reports import ZReport, print_job, z_reports
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage
from screens.pages.text_page import TextPage
from screens.widgets.row import cut

if TYPE_CHECKING:
    from balie.desk import Desk

_COLUMNS = f"{'Nr.':>5} Datum      {'Verwacht':>12} {'Geteld':>12} {'Kasverschil':>12} {'Naar de bank':>13} Paraaf"
_PAGE = 50


class ZReportPage(TextPage):
    """A Z-report, exactly as it was made; F2 prints it (again)."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    def __init__(self, desk: Desk, report: ZReport) -> None:
        super().__init__(f"Z-rapport {report.number} van kas {report.till}", report.lines)
        self.desk = desk
        self.report = report

    async def do_main(self) -> None:
        """Print it, and say where, or why not."""
        from screens.acts.printing import print_document

        self.say(await print_document(print_job(self.desk, self.report)))

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Afdrukken"),)


class ZReportsPage(ListPage[ZReport]):
    """The newest first; more is read on the way down."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    def __init__(self, desk: Desk) -> None:
        self.heading = f"Z-rapporten van kas {desk.till}"
        empty = "Deze kas is nog niet geteld. Dat kan met Kastelling op het tabblad Financieel."
        super().__init__(desk, heading=_COLUMNS, empty=empty)
        self.read_on()

    def read_on(self) -> None:
        """Read the next page."""
        more = z_reports(self.desk, before=self.rows[-1].number if self.rows else None, limit=_PAGE)
        self.rows += more
        self.goes_on = len(more) == _PAGE

    def drawn(self, width: int) -> list[str]:
        """Number, day and amounts."""
        return [_line(row) for row in self.rows]

    async def do_main(self) -> None:
        """Show the marked one as it was printed."""
        await self.desk_app.open(ZReportPage(self.desk, self.rows[self.list.at]))

    ACTS: Acts[Self] = (PageAct("main", do_main, refused=ListPage.nothing_listed, label="Tonen"),)


def _line(report: ZReport) -> str:
    amounts = (report.expected_cents, report.counted_cents, report.difference_cents)
    columns = " ".join(f"{format_cents(cents):>12}" for cents in amounts)
    banked = f"{format_cents(report.banked_cents):>13}"
    return f"{report.number:>5} {format_date(report.made_on)} {columns} {banked} {cut(report.initials, 8)}"
