"""A title: its facts and its items, with where each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from rich.cells import cell_len
from textual.widget import Widget

from balie.catalogue.copies import Copy, copies
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.titles import Title, title_of
from balie.circulation.availability import due_dates
from balie.circulation.holds import open_holds_on
from balie.dutch.counts import many
from screens.catalogus.lines import LABEL, copy_heading, copy_line, title_facts
from screens.host.places import ChangedTitle, ItemAt, NewItemOf, Queue, TitleAt
from screens.keyboard.actions import TITLE_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage
from screens.pages.new_title import NEW_TITLE, OffersNewTitle
from screens.pages.scan_keys import ScanKeys
from screens.widgets.facts import Facts
from screens.widgets.row import padded

if TYPE_CHECKING:
    from balie.desk import Desk

_NO_ITEMS = "Deze titel heeft geen exemplaren. Hang er een aan met K."
_NUMBER = 14


class TitlePage(ScanKeys, OffersNewTitle, ListPage[Copy]):
    """Arrows walk the items, Enter opens one; a scanned item opens whatever its title is."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "reserve", "change_title", "add_copy", "back")

    heading = "Titel"

    def __init__(self, desk: Desk, title_id: int) -> None:
        super().__init__(desk, heading=" ", empty=_NO_ITEMS)
        self.title_id = title_id
        self.place = TitleAt(title_id)
        self.record: Title = title_of(desk.store, title_id)
        self.facts = Facts(self)

    def body(self) -> list[Widget]:
        """The facts, the items."""
        return [self.facts, *super().body()]

    def read_anew(self) -> None:
        """Read the title as the store has it now."""
        self.record = title_of(self.desk.store, self.title_id)
        self.rows = copies(self.desk.store, self.title_id, due_dates)
        self.show_rows()

    def drawn(self, width: int) -> list[str]:
        """The items; above them what the title is."""
        self.facts.show([*title_facts(self.record.values, width), f"{padded('Binnen', LABEL)}{self._counted()}"])
        numbers = max([_NUMBER, *(cell_len(copy.item.number) for copy in self.rows)])
        self.list_box.heading = copy_heading(numbers, width) if self.rows else ""
        return [copy_line(copy, numbers, width) for copy in self.rows]

    def _counted(self) -> str:
        """`1 van 2; 3 reserveringen`."""
        there = [copy for copy in self.rows if copy.item.status is not ItemStatus.WRITTEN_OFF]
        waiting = len(open_holds_on(self.desk.store, self.title_id))
        holds = f"; {many(waiting, 'reservering', 'reserveringen')}" if waiting else ""
        return f"{sum(copy.is_in for copy in there)} van {len(there)}{holds}"

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a scanned number."""
        return self.press_scanned(key, character) or super().press_in_body(key, character)

    # What can be done.

    async def do_main(self) -> None:
        """Show the marked item."""
        await self.desk_app.show(ItemAt(self.rows[self.list.at].item.number))

    async def do_change_title(self) -> None:
        """Wijzig."""
        await self.desk_app.show(ChangedTitle(self.title_id))

    async def do_add_copy(self) -> None:
        """Exemplaar erbij."""
        await self.desk_app.show(NewItemOf(self.title_id))

    async def do_reserve(self) -> None:
        """Reserveer: the title, whichever item comes in first."""
        from screens.acts.reserving import reserve

        await reserve(self.desk_app, self.title_id)

    async def do_reserved(self) -> None:
        """Wachtrij: who waits for it."""
        await self.desk_app.show(Queue(self.title_id))

    async def do_title_history(self) -> None:
        """Historie: what was done with the title."""
        from balie.catalogue.history import title_history
        from screens.pages.events_page import EventsPage

        await self.desk_app.open(
            EventsPage(
                "Historie van de titel",
                lambda after: title_history(self.desk.store, self.title_id, after=after),
            )
        )

    ACTS: Acts[Self] = (
        NEW_TITLE,
        PageAct(
            "main",
            do_main,
            refused=ListPage.nothing_listed,
            label="Exemplaar",
            menu=TITLE_MENU,
            help="Opent het exemplaar.",
        ),
        PageAct("change_title", do_change_title),
        PageAct("add_copy", do_add_copy),
        PageAct("reserve", do_reserve),
        PageAct(
            "reserved",
            do_reserved,
            label="Wachtrij",
            menu=TITLE_MENU,
            help="Toont wie er op deze titel wachten, op volgorde.",
        ),
        PageAct("title_history", do_title_history),
    )
