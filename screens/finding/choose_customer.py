"""Choosing a customer for what is about to be done: a scanned pass, a typed number, or anything the search knows."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, NamedTuple, Self, TypeAlias

from screens.dialogs.ask_text import AskText
from screens.finding.customer_search import CustomerSearchPage
from screens.pages.act import Acts, PageAct

if TYPE_CHECKING:
    from screens.host.asking import Host

Then: TypeAlias = Callable[[int], Coroutine[object, object, None]]
"""What is done with a customer that was chosen."""


class Chosen(NamedTuple):
    """Who was chosen, and whether the pass that was shown for it does not hold and the desk settled that."""

    customer_id: int
    pass_settled: bool = False


class ChooseCustomerPage(CustomerSearchPage):
    """The search, where Enter takes the marked customer instead of opening it."""

    def __init__(self, text: str, then: Then) -> None:
        super().__init__(text)
        self.then = then

    async def take(self, customer_id: int) -> None:
        """Go back and on with this customer."""
        await self.desk_app.back()
        await self.then(customer_id)

    ACTS: Acts[Self] = (PageAct("main", CustomerSearchPage.do_main, label="Kies klant"),)


async def with_customer(app: Host, title: str, then: Callable[[Chosen], Coroutine[object, object, None]]) -> None:
    """Ask whose, and do `then` with that customer; Esc does nothing. Only within work begun by `start`."""
    from balie.customers.finding.entry import KnownCustomer, SearchFor, read_customer
    from screens.dialogs.presented_pass import present_for_next

    desk = app.desk
    typed = await app.ask(
        AskText(
            title,
            "Scan de pas, of typ een klantnummer, naam, geboortedatum, postcode of e-mailadres.",
            longest=80,
            makes_way=True,
            read=lambda text: read_customer(desk.store, text, desk.working_date),
        )
    )
    if typed is None:
        return
    match read_customer(desk.store, typed, desk.working_date):
        case KnownCustomer(customer_id=customer_id, number=number):
            shown = await present_for_next(app, number)
            if shown.goes_on:
                await then(Chosen(customer_id, shown.settled))
        case SearchFor(text):
            await app.open(ChooseCustomerPage(text, lambda customer_id: then(Chosen(customer_id))))
