"""The first screen of Vestigingsbeheer: what can be done, and below it what this workplace is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from screens.host.settings import RETURNS
from screens.keyboard.actions import BRANCH_MENU, tab_of
from screens.pages.act import Acts, PageAct
from screens.pages.menu_page import MenuPage
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk


class BranchPage(MenuPage):
    """The list of the tab; what it opens lies on top of it."""

    MENU = BRANCH_MENU

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "working_date", "calendar", "menu")

    heading = "Vestigingsbeheer"

    def __init__(self) -> None:
        super().__init__()
        self.workplace = Summary(self, heading="Deze werkplek")

    def body(self) -> list[Widget]:
        """The list takes the lines it needs, and one more; the rest is for the workplace."""
        self.list_box.styles.height = len(self.choices()) + 1
        return [self.list_box, self.workplace]

    def on_mount(self) -> None:
        """Tell what this workplace is."""
        self.show_workplace()

    def tab_shown(self) -> None:
        """The calendar may say something else, or it may be another day."""
        self.show_workplace()

    def returned_to(self) -> None:
        """Something may have been changed."""
        self.show_workplace()

    def show_workplace(self) -> None:
        """Who, where, on what day; where money and bons go."""
        from balie.circulation.opening_days import book_drop_day
        from balie.dutch.counts import many
        from balie.dutch.dates import format_date
        from balie.messages.unprinted import MOST_COUNTED, count_unprinted

        desk = self.desk_app.desk
        waiting = count_unprinted(desk)
        more = "meer dan " if waiting > MOST_COUNTED else ""
        bons = f"{more}{many(min(waiting, MOST_COUNTED), 'bon', 'bonnen')}"
        self.workplace.show(
            (
                *((("! Niet afgedrukt", f"{bons} (6)"),) if waiting else ()),
                ("Vestiging", f"{desk.branch.number} {desk.branch.name}"),
                ("Medewerker", desk.staff),
                ("Werkdatum", format_date(desk.working_date)),
                *((("Vandaag is het", format_date(desk.today)),) if desk.working_date != desk.today else ()),
                ("De inleverbus van nu telt voor", format_date(book_drop_day(desk))),
                ("Kas", desk.till),
                ("Opent met", start_label(self.desk_app.settings.opens_with)),
                ("Bonnen gaan naar", _bons_go_to(desk)),
            ),
            (),
        )

    def works_today(self) -> str:
        """Why there is no day to go back to; empty when there is one."""
        desk = self.desk_app.desk
        return "De werkdatum is vandaag: er is niets terug te zetten." if desk.working_date == desk.today else ""

    async def do_working_date(self) -> None:
        """Ask which day."""
        from screens.vestigingsbeheer.working_date import WorkingDatePage

        await self.desk_app.open(WorkingDatePage(self.desk_app.desk))

    async def do_today(self) -> None:
        """The day on the calendar again."""
        from balie.dutch.dates import format_date
        from balie.workplace import set_working_date
        from screens.vestigingsbeheer.handing_over import change_desk

        today = self.desk_app.desk.today
        if await change_desk(self, lambda desk: set_working_date(desk, today)):
            self.show_workplace()
            self.say(f"De werkdatum is weer vandaag: {format_date(today)}.")

    async def do_switch_user(self) -> None:
        """Ask who goes on."""
        from screens.vestigingsbeheer.user import UserPage

        await self.desk_app.open(UserPage(self.desk_app.desk))

    async def do_calendar(self) -> None:
        """The month of the working date."""
        from screens.vestigingsbeheer.calendar import CalendarPage

        await self.desk_app.open(CalendarPage(self.desk_app.desk))

    async def do_bons(self) -> None:
        """What was not printed."""
        from screens.vestigingsbeheer.bons import BonsPage

        await self.desk_app.open(BonsPage(self.desk_app.desk))

    async def do_till(self) -> None:
        """Ask which till."""
        from screens.vestigingsbeheer.till import TillPage

        await self.desk_app.open(TillPage(self.desk_app.desk))

    async def do_first_tab(self) -> None:
        """Choose what this workplace opens with, and remember it."""
        from screens.dialogs.pick import Pick
        from screens.host.settings import STARTS

        settings, starts = self.desk_app.settings, list(STARTS)
        labels = [start_label(start) for start in starts]
        chosen = await self.desk_app.ask(Pick("Begintabblad", labels, at=starts.index(settings.opens_with)))
        if chosen is not None:
            settings.remember_start(starts[chosen])
            self.show_workplace()
            self.say(f"Deze werkplek opent voortaan met {labels[chosen]}.")

    ACTS: Acts[Self] = (
        PageAct("working_date", do_working_date),
        PageAct("today", do_today, refused=works_today),
        PageAct("switch_user", do_switch_user),
        PageAct("calendar", do_calendar),
        PageAct("bons", do_bons),
        PageAct("till", do_till),
        PageAct("first_tab", do_first_tab),
    )


def start_label(start: str) -> str:
    """`Klanten`, or `Innemen (Balie)`."""
    return "Innemen (Balie)" if start == RETURNS else tab_of(start).label


def _bons_go_to(desk: Desk) -> str:
    """The folder or the printer; where people practise the folder is of that desk alone."""
    from balie.messages.printing import printer_of

    if desk.is_practice:
        return "de map van deze oefenbalie"
    queue = printer_of(desk)
    return str(desk.spool) if queue is None else f"printer {queue}"
