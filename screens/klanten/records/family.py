"""Zelfde adres: the list of who else lives in the house; Enter opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.events import Resize
from textual.widget import Widget

from balie.customers.finding.same_address import same_address
from balie.refusal import Refusal
from screens.finding.customer_line import customer_line
from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK, Page
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel

if TYPE_CHECKING:
    from balie.customers.finding.listing import CustomerRow
    from screens.klanten.open_customer import OpenCustomer


async def show_family(customer: OpenCustomer) -> None:
    """Open the list. Raises `Refusal` where nobody else lives there."""
    desk = customer.desk
    living = same_address(desk.store, desk.library, customer.customer_id, desk.working_date)
    rows = [row for row in living if row.customer_id != customer.customer_id]
    if not rows:
        raise Refusal("Op dit adres staat geen andere klant. Zoeken op postcode en huisnummer: Alt+Z.")
    await customer.desk_app.open(FamilyPage(customer, rows))


class FamilyPage(Page):
    """A list that arrows and letters walk."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "close", "menu")

    def __init__(self, customer: OpenCustomer, rows: list[CustomerRow]) -> None:
        self.heading = "Zelfde adres"
        super().__init__()
        self.rows = rows
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=f"Ook op het adres van {customer.header.name}")

    def body(self) -> list[Widget]:
        """The list."""
        return [self.list_box]

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        width = self.line_width
        lines = [customer_line(row, width) for row in self.rows]
        self.list.show(lines, [(row.name,) for row in self.rows], at=self.list.at)
        self.list_box.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows and letters walk, Enter opens."""
        if key == "enter":
            self.run("main")
            return True
        handled = self.list.press(key, character)
        if handled:
            self.list_box.refresh()
        return handled

    async def do_main(self) -> None:
        """Open the marked customer."""
        await self.desk_app.open_customer(self.rows[self.list.at].customer_id)

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Open klant"),
        BACK,
    )
