"""Klant zoeken: one line that understands number, name, address, birth date; the answers below as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from screens.finding.customer_line import customer_line
from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK
from screens.pages.search_line import SearchLinePage

if TYPE_CHECKING:
    from balie.customers.finding.listing import CustomerRow
    from balie.customers.finding.search import AfterCustomer

NOTHING = "Niemand gevonden. Typ minder letters, of zoek op geboortedatum of postcode en huisnummer."


class CustomerSearchPage(SearchLinePage["CustomerRow", "AfterCustomer"]):
    """Each key that changes the line is searched for at once."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "close", "menu")

    heading = "Klant zoeken"

    def __init__(self, text: str = "", *, at: int = 0) -> None:
        super().__init__(text, at=at, longest=80, nothing=NOTHING)

    def found(self, after: AfterCustomer | None) -> tuple[Sequence[CustomerRow], AfterCustomer | None]:
        """Customers, by number, name, address or birth date."""
        from balie.customers.finding.search import PAGE, search

        desk = self.desk_app.desk
        limit = max(PAGE, self.list.height)
        page = search(desk.store, desk.library, self.text, desk.working_date, after=after, limit=limit)
        return page.rows, page.after

    def drawn(self, width: int) -> list[str]:
        """Name, age, address and number."""
        return [customer_line(row, width) for row in self.rows]

    def show_form(self) -> None:
        """Search for what is typed now."""
        super().show_form()
        self.catch_up()

    async def do_main(self) -> None:
        """Open the marked customer, or whose pass was scanned behind what stood there."""
        from balie.customers.finding.entry import scanned_pass
        from screens.dialogs.presented_pass import may_go_on

        self.catch_up()
        number = scanned_pass(self.desk_app.desk.store, self.text)
        if not self.rows and number:
            self.model.fill({"text": number})
        row = self.row()
        if row is None:
            self._tell_of_item()
        elif not number or await may_go_on(self.desk_app, number):
            await self.take(row.customer_id)

    def _tell_of_item(self) -> None:
        """Whoever scans an item here has yet to choose the customer: say so, and keep what was searched for."""
        from balie.customers.scans import ItemScan, read_scan, refuse_wrong_scan

        store = self.desk_app.desk.store
        scan = read_scan(store, self.text)
        if isinstance(scan, ItemScan):
            before, _, _ = self.text.upper().partition(scan.number)
            self.model.fill({"text": self.text[: len(before)] if len(before) < len(self.text) else ""})
            self.search()
            self.say(f"{scan.number} is een exemplaar: kies eerst de klant, en scan het daarna opnieuw.", wrong=True)
            self.desk_app.bell()
        else:
            refuse_wrong_scan(store, scan)

    async def take(self, customer_id: int) -> None:
        """Open the customer, and remember the list."""
        self.desk_app.last_search = (self.text, self.list.at)
        if not await self.desk_app.may_leave_all():
            return
        await self.desk_app.open_customer(customer_id)

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Open klant"),
        BACK,
    )
