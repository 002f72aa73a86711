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

    async def do_cash_up(self) -> None:
        """Count the till of this desk."""
        from screens.financieel.counting import CountingPage

        await self.desk_app.open(CountingPage(self.desk_app.desk))

    async def do_z_reports(self) -> None:
        """The cash-ups of this till."""
        from screens.financieel.z_reports import ZReportsPage

        await self.desk_app.open(ZReportsPage(self.desk_app.desk))

    async def do_overviews(self) -> None:
        """Choose an overview."""
        from screens.financieel.overviews import OverviewsPage

        await self.desk_app.open(OverviewsPage(self.desk_app.desk))
