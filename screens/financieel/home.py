"""The first screen of Financieel: what can be done there, as a list with a key each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from screens.pages.act import Acts, PageAct
from screens.pages.menu_page import MenuPage

if TYPE_CHECKING:
    from screens.financieel.runs.run_page import RunPage
    from screens.host.asking import Host

Seen = TypeVar("Seen")
Done = TypeVar("Done")


class FinancePage(MenuPage):
    """The list of the tab; what it opens lies on top of it."""

    MENU = "Financieel"
    ALSO = ("pay",)

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "pay", "search", "menu")

    heading = "Financieel"

    def __init__(self) -> None:
        super().__init__()
        self.bank_folder = ""

    async def do_pay(self) -> None:
        """Ask whose, and show what is open."""
        from screens.financieel.paying.paying import PayingPage
        from screens.finding.choose_customer import Chosen, with_customer

        async def show(chosen: Chosen) -> None:
            await self.desk_app.open(PayingPage(self.desk_app.desk, chosen.customer_id))

        await with_customer(self.desk_app, "Betalen", show)

    async def do_invoicing(self) -> None:
        """The contribution of a month."""
        from screens.financieel.runs.invoicing import InvoicingPage

        await open_run(self.desk_app, InvoicingPage(self.desk_app.desk))

    async def do_dunning(self) -> None:
        """What follows when it is not paid."""
        from screens.financieel.runs.dunning import DunningPage

        await open_run(self.desk_app, DunningPage(self.desk_app.desk))

    async def do_collection(self) -> None:
        """The files for the bank."""
        from screens.financieel.runs.collection import CollectionPage

        await open_run(self.desk_app, CollectionPage(self.desk_app.desk))

    async def do_bank_file(self) -> None:
        """What the bank says back; it opens in the folder of the last file."""
        from screens.financieel.bank.bank import BankPage

        await self.desk_app.open(BankPage(self.desk_app.desk, self.bank_folder, self._remember))

    def _remember(self, folder: str) -> None:
        self.bank_folder = folder

    async def do_settling(self) -> None:
        """Who cancelled, to be settled."""
        from screens.financieel.settling.settling import SettlingPage

        await self.desk_app.open(SettlingPage(self.desk_app.desk))

    async def do_payouts(self) -> None:
        """The batch of the week."""
        from screens.financieel.settling.payouts import PayoutsPage

        await open_run(self.desk_app, PayoutsPage(self.desk_app.desk))

    async def do_sell(self) -> None:
        """Sell without a customer."""
        from screens.financieel.till.selling import sell_articles

        await sell_articles(self.desk_app)

    async def do_take_from_till(self) -> None:
        """Pay something out of the till."""
        from screens.financieel.till.selling import take_from_till

        await take_from_till(self.desk_app)

    async def do_take_sale_back(self) -> None:
        """Take back a sale or an outgoing of today."""
        from screens.financieel.till.selling import take_sale_back

        await take_sale_back(self.desk_app)

    async def do_cash_up(self) -> None:
        """Count the till of this desk."""
        from screens.financieel.till.counting import CountingPage

        await self.desk_app.open(CountingPage(self.desk_app.desk))

    async def do_z_reports(self) -> None:
        """The cash-ups of this till."""
        from screens.financieel.till.z_reports import ZReportsPage

        await self.desk_app.open(ZReportsPage(self.desk_app.desk))

    async def do_overviews(self) -> None:
        """Choose an overview."""
        from screens.financieel.overviews.overviews import OverviewsPage

        await self.desk_app.open(OverviewsPage(self.desk_app.desk))

    ACTS: Acts[Self] = (
        PageAct("pay", do_pay),
        PageAct("invoicing", do_invoicing),
        PageAct("dunning", do_dunning),
        PageAct("collection", do_collection),
        PageAct("bank_file", do_bank_file),
        PageAct("settling", do_settling),
        PageAct("payouts", do_payouts),
        PageAct("sell", do_sell),
        PageAct("take_from_till", do_take_from_till),
        PageAct("take_sale_back", do_take_sale_back),
        PageAct("cash_up", do_cash_up),
        PageAct("z_reports", do_z_reports),
        PageAct("overviews", do_overviews),
    )


async def open_run(app: Host, page: RunPage[Seen, Done]) -> None:
    """Open the page of a run and look what it would do."""
    await app.open(page)
    await page.find_out()
