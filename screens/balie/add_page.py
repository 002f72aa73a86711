"""Klant erbij: who comes along with who is being helped; first of all who lives at the same address.

Source: rules.md#at-the-desk.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, ClassVar, Self, TypeAlias

from textual.events import Resize
from textual.widget import Widget

from balie.catalogue.items import find_item
from balie.customers.finding.entry import KnownCustomer, SearchFor, read_customer
from balie.customers.scans import clean_number
from balie.dutch.counts import many
from balie.refusal import Refusal
from screens.balie.line_page import WALK, LinePage, scans_in
from screens.dialogs.presented_pass import STOPPED, present
from screens.finding.customer_line import customer_line
from screens.pages.act import Acts, PageAct
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel

if TYPE_CHECKING:
    from balie.customers.finding.listing import CustomerRow

_PREVIOUS = "v"
_NOBODY_ELSE = "Op dit adres staat geen andere klant. Scan een pas, of typ een deel van een naam."
_HINT = "Scan een pas, typ een naam, of kies met ↑ ↓ en Enter."

Chosen: TypeAlias = Callable[[int | None, Sequence[str], bool], Coroutine[object, object, None]]
"""What is done with who was chosen (None: nobody), and with the items that were scanned meanwhile.

The last tells whether a pass was shown that does not hold, and the desk settled that.
"""


class AddPage(LinePage):
    """A line for a pass or a name, and below it the people at the same address; Enter on an empty line takes one.

    An item that is scanned here is meant for who is still to be chosen: it waits.
    """

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    heading = "Klant erbij"

    def __init__(self, beside: str, rows: Sequence[CustomerRow], previous: int | None, then: Chosen) -> None:
        super().__init__()
        self.rows = rows
        self.previous = previous
        self.then = then
        self.waiting: list[str] = []
        self.list_box = ListBox(ListModel(), self, heading=f"Op het adres van {beside}", beside_form=True)
        self.list_box.empty = _NOBODY_ELSE

    def body(self) -> list[Widget]:
        """The line and the list."""
        return [self.line, self.list_box]

    def on_mount(self) -> None:
        """Say what is expected."""
        self._show_line()
        self.say(_HINT if self.rows else "")

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        width, model = self.line_width, self.list_box.model
        model.show([customer_line(row, width) for row in self.rows], [() for _ in self.rows], at=model.at)
        self.list_box.refresh()

    def _show_line(self) -> None:
        count = len(self.waiting)
        self.line.show("Klantnummer", f"{many(count, 'scan wacht', 'scans wachten')} op de klant" if count else "")

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk the list too."""
        if key in WALK:
            self.list_box.model.press(key, None)
            self.list_box.refresh()
            return True
        return super().press_in_body(key, character)

    def entered(self) -> None:
        """Take who was scanned, or else who is marked."""
        self.run("main")

    # What can be done.

    async def do_main(self) -> None:
        """Take who was scanned or typed, or else who is marked."""
        text = clean_number(self.desk_app.desk.store, self.line.take())
        if not text:
            if not self.rows:
                raise Refusal(_NOBODY_ELSE)
            await self._take(self.rows[self.list_box.model.at].customer_id)
        elif text.casefold() == _PREVIOUS:
            if self.previous is None:
                raise Refusal("Er is geen vorige klant om erbij te nemen: scan een pas, of zoek op naam.")
            await self._take(self.previous)
        else:
            await self._find(text)

    async def _find(self, text: str) -> None:
        from screens.finding.choose_customer import ChooseCustomerPage

        desk = self.desk_app.desk
        try:
            found = read_customer(desk.store, text, desk.working_date)
        except Refusal:
            if not self._waits(text):
                self.line.keep(text)
                self.desk_app.bell()
                raise
            return
        match found:
            case KnownCustomer(customer_id=customer_id, number=number):
                await self._take_pass(customer_id, number)
            case SearchFor(wanted) if not self._waits(text):
                await self.desk_app.open(ChooseCustomerPage(wanted, self._take))

    async def _take_pass(self, customer_id: int, number: str) -> None:
        shown_pass = await present(self.desk_app, number)
        self.waiting += scans_in(shown_pass.kept)
        if shown_pass.goes_on:
            await self._take(customer_id, pass_settled=shown_pass.settled)
        else:
            self._show_line()
            self.say(STOPPED, wrong=True)

    def _waits(self, text: str) -> bool:
        """Keep an item for who is still to be chosen. Whether it is one."""
        if find_item(self.desk_app.desk.store, text) is None:
            return False
        self.waiting.append(text)
        self._show_line()
        self.say("Dit is een exemplaar: het wacht tot de klant is gekozen.")
        return True

    async def _take(self, customer_id: int, *, pass_settled: bool = False) -> None:
        await self.desk_app.back()
        await self.then(customer_id, self.waiting, pass_settled)

    async def do_back(self) -> None:
        """Nobody comes along."""
        await self.desk_app.back()
        await self.then(None, self.waiting, False)

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Kies klant"),
        PageAct("back", do_back, label="Niemand erbij"),
    )
