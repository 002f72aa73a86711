"""The first screen of Exemplaren: scan an item to see it; below it those that were looked at before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.events import Resize
from textual.widget import Widget

from balie.catalogue.copies import copy_of
from balie.catalogue.items import find_item, item_of
from balie.catalogue.provisional import provisional_items
from balie.catalogue.titles import title_of
from balie.circulation.availability import due_dates
from balie.customers.scans import item_scanned
from balie.refusal import Reason, Refusal
from screens.host.places import ItemAt
from screens.keyboard.actions import ITEM_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.form_talk import FormTalk
from screens.pages.new_title import NEW_TITLE, OffersNewTitle
from screens.pages.page import Page
from screens.widgets.form import Form
from screens.widgets.form_model import FieldSpec, FormModel
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import WALKING, ListModel
from screens.widgets.row import padded

if TYPE_CHECKING:
    from balie.desk import Desk

_MOST_SEEN = 30
_EMPTY = "Scan of typ het nummer van een exemplaar, of woorden van de titel: Enter. Veel tegelijk afschrijven: Ctrl+X."


class ItemsPage(OffersNewTitle, FormTalk, Page):
    """Enter opens what is typed; on an empty line the marked item of the list."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "provisional", "write_off_series", "menu")

    heading = "Exemplaren"

    def __init__(self) -> None:
        super().__init__()
        self.model = FormModel([FieldSpec("number", "Exemplaar", 0, longest=200, label_width=9)], self)
        self.form = Form(self.model, self)
        self.form.styles.height = 2
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, beside_form=True)
        self.list_box.empty = _EMPTY
        self.seen: list[str] = []
        self.listed: list[str] = []
        self.only_provisional = False

    def body(self) -> list[Widget]:
        """The line and the list."""
        return [self.form, self.list_box]

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def _show(self) -> None:
        desk = self.desk_app.desk
        width = self.line_width
        self.seen = [number for number in self.seen if find_item(desk.store, number) is not None]
        if self.only_provisional:
            self.listed = [one.number for one in provisional_items(desk.store)]
            self.list_box.heading = "Voorlopig opgevoerd aan de balie: de titel is nog aan te vullen"
            self.list_box.empty = "Niets is voorlopig opgevoerd."
        else:
            self.listed = self.seen
            self.list_box.heading = "Eerder bekeken" if self.seen else ""
            self.list_box.empty = _EMPTY
        lines = [_line(desk, number, width) for number in self.listed]
        self.list.show(lines, [() for _ in lines], at=self.list.at)
        self.list_box.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk the list, the rest is typed."""
        if key in WALKING:
            self.list.press(key, None)
            self.list_box.refresh()
            return True
        if self.model["number"].error and character is not None and character.isprintable():
            self.model.set("number", "")  # the next scan, not the end of the one that was refused
        handled = self.model.press(key, character)
        if handled:
            self.show_form()
        return handled

    async def do_main(self) -> None:
        """Inzien: the item with this number; words are looked for in Catalogus."""
        from screens.finding.found_titles import find_titles

        typed = self.model["number"].text.strip()
        if not typed:
            if not self.listed:
                self.say(_EMPTY)
                return
            await self._open(self.listed[self.list.at])
            return
        store = self.desk_app.desk.store
        if find_item(store, typed) is not None or any(character in "0123456789" for character in typed):
            await self._open(item_scanned(store, typed, self.desk_app.desk.library).number)
        else:
            await find_titles(self.desk_app, typed)

    async def _open(self, number: str) -> None:
        await self.desk_app.show(ItemAt(number))
        self.remember(number)
        self.model.clear()
        self.form.state_changed()

    def remember(self, number: str) -> None:
        """Put an item on top of the list of those that were looked at."""
        self.seen = [number, *(seen for seen in self.seen if seen != number)][:_MOST_SEEN]
        if not self.only_provisional:
            self.list.at = 0

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """What was refused is what was typed."""
        super().refuse(Refusal(*reasons).for_field("number").reasons)

    def do_provisional(self) -> None:
        """Voorlopig: what the desk noted of unknown items; once more shows what was looked at before."""
        self.only_provisional = not self.only_provisional
        self.list.at = 0
        self._show()

    async def do_write_off_series(self) -> None:
        """Afschrijven in serie."""
        from screens.exemplaren.write_off import WriteOffPage

        await self.desk_app.open(WriteOffPage(self.desk_app.desk))

    async def do_list_search(self) -> None:
        """Zoeklijst: what customers say was brought back."""
        from screens.exemplaren.search_list import SearchListPage

        await self.desk_app.open(SearchListPage(self.desk_app.desk))

    async def do_written_off(self) -> None:
        """Afgeschreven: what can still be taken back."""
        from screens.exemplaren.written_off import WrittenOffPage

        await self.desk_app.open(WrittenOffPage(self.desk_app.desk))

    def begin_again(self) -> None:
        """An empty line."""
        self.only_provisional = False
        self.model.clear()
        self.show_form()
        self._show()

    def returned_to(self) -> None:
        """Back from an item that may have been changed."""
        self._show()

    def tab_shown(self) -> None:
        """What was done on another tab meanwhile shows."""
        self._show()

    ACTS: Acts[Self] = (
        NEW_TITLE,
        PageAct("main", do_main, label="Inzien", menu=ITEM_MENU, help="Toont het exemplaar."),
        PageAct("provisional", do_provisional),
        PageAct("write_off_series", do_write_off_series),
        PageAct("written_off", do_written_off),
        PageAct("list_search", do_list_search),
    )


def _line(desk: Desk, number: str, width: int) -> str:
    copy = copy_of(desk.store, item_of(desk.store, number), due_dates)
    status = f" {copy.status_text}"
    name = title_of(desk.store, copy.item.title_id).name
    return f"{padded(number, 20)} {padded(name, width - 21 - len(status))}{status}"
