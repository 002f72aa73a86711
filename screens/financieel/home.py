"""The first screen of Financieel: what can be done there, as a list with a key each."""

from __future__ import annotations

from typing import ClassVar

from screens.menu_page import MenuPage


class FinancePage(MenuPage):
    """The list of the tab; what it opens lies on top of it."""

    MENU = "Financieel"
    ALSO = ("pay",)

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "pay", "search", "menu")

    heading = "Financieel"

    async def do_pay(self) -> None:
        """Ask whose, and show what is open."""
        from screens.choosing import with_customer
        from screens.financieel.paying import PayingPage

        async def show(customer_id: int) -> None:
            await self.desk_app.open(PayingPage(self.desk_app.desk, customer_id))

        await with_customer(self.desk_app, "Betalen", show)
