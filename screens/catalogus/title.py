"""A title: its facts and its items, with where each of them is."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.events import Resize
from textual.widget import Widget

from balie.catalogue.copies import Copy, copies
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.titles import Title, title_of
from balie.circulation.availability import due_dates
from balie.circulation.holds import open_holds_on
from balie.dutch.counts import many
from screens.actions import TITLE_MENU
from screens.catalogus.lines import LABEL, copy_heading, copy_line, title_facts
from screens.exemplaren.scanning import ScanKeys
from screens.page import Page
from screens.titels.new_title import OffersNewTitle
from screens.widgets.facts import Facts
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel
from screens.widgets.row import padded

if TYPE_CHECKING:
    from balie.desk import Desk

_NO_ITEMS = "Deze titel heeft geen exemplaren. Hang er een aan met K."
_NUMBER = 14


class TitlePage(ScanKeys, OffersNewTitle, Page):
    """Arrows walk the items, Enter opens one; a scanned item opens whatever its title is."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "reserve", "change_title", "add_copy", "back")
    LABELS: ClassVar[dict[str, str]] = {**OffersNewTitle.LABELS, "main": "Exemplaar"}
    MENUS: ClassVar[dict[str, str]] = {**OffersNewTitle.MENUS, "main": TITLE_MENU}
    HELPS: ClassVar[dict[str, str]] = {**OffersNewTitle.HELPS, "main": "Opent het exemplaar."}

    heading = "Titel"

    def __init__(self, desk: Desk, title_id: int) -> None:
        super().__init__()
        self.desk = desk
        self.title_id = title_id
        self.record: Title = title_of(desk.store, title_id)
        self.copies: list[Copy] = []
        self.facts = Facts(self)
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=" ")
        self.list_box.empty = _NO_ITEMS

    def body(self) -> list[Widget]:
        """The facts, the items."""
        return [self.facts, self.list_box]

    def on_mount(self) -> None:
        """Show it."""
        self.show_anew()

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def show_anew(self) -> None:
        """Show the title as the store has it now."""
        self.record = title_of(self.desk.store, self.title_id)
        self.copies = copies(self.desk.store, self.title_id, due_dates)
        self._show()

    def returned_to(self) -> None:
        """Back from something that may have changed it."""
        self.show_anew()

    def tab_shown(self) -> None:
        """What was done on another tab meanwhile shows."""
        self.show_anew()

    def _show(self) -> None:
        width = self.desk_app.size.width - 4
        self.facts.show([*title_facts(self.record.values, width), f"{padded('Binnen', LABEL)}{self._counted()}"])
        numbers = max([_NUMBER, *(cell_len(copy.item.number) for copy in self.copies)])
        self.list_box.heading = copy_heading(numbers, width) if self.copies else ""
        lines = [copy_line(copy, numbers, width) for copy in self.copies]
        self.list.show(lines, [() for _ in lines], at=self.list.at)
        self.list_box.refresh()

    def _counted(self) -> str:
        """`1 van 2; 3 reserveringen`."""
        there = [copy for copy in self.copies if copy.item.status is not ItemStatus.WRITTEN_OFF]
        waiting = len(open_holds_on(self.desk.store, self.title_id))
        holds = f"; {many(waiting, 'reservering', 'reserveringen')}" if waiting else ""
        return f"{sum(copy.is_in for copy in there)} van {len(there)}{holds}"

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a scanned number; arrows walk; Enter opens the marked item."""
        if self.press_scanned(key, character):
            return True
        if key == "enter":
            self.run("main")
            return True
        if character is not None or not self.list.press(key, None):
            return False
        self.list_box.refresh()
        return True

    def refusal_of(self, action_id: str) -> str:
        """There may be no item to open."""
        return _NO_ITEMS if action_id == "main" and not self.copies else super().refusal_of(action_id)

    # What can be done.

    async def do_main(self) -> None:
        """Show the marked item."""
        from screens.exemplaren.item import open_item

        await open_item(self.desk_app, self.copies[self.list.at].item.number)

    async def do_change_title(self) -> None:
        """Wijzig."""
        from screens.titels.title_form import ChangeTitlePage

        await self.desk_app.open(ChangeTitlePage(self.desk, self.title_id))

    async def do_add_copy(self) -> None:
        """Exemplaar erbij."""
        from screens.exemplaren.item_form import NewItemPage

        await self.desk_app.open(NewItemPage(self.desk, self.title_id))

    async def do_reserve(self) -> None:
        """Reserveer: the title, whichever item comes in first."""
        from screens.catalogus.reserving import reserve

        await reserve(self.desk_app, self.title_id)

    async def do_title_history(self) -> None:
        """Historie: what was done with the title."""
        from balie.catalogue.history import title_history
        from screens.exemplaren.history import EventsPage

        await self.desk_app.open(
            EventsPage(
                "Historie van de titel",
                lambda after: title_history(self.desk.store, self.title_id, after=after),
            )
        )

    def do_back(self) -> Coroutine[object, object, None]:
        """Back to the list."""
        return self.desk_app.back()
