"""Verwijder: what would go and what stays, before a customer is removed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from screens.pages.act import Acts, PageAct
from screens.pages.text_page import TextPage

if TYPE_CHECKING:
    from balie.customers.privacy.removal import RemovalPlan
    from screens.klanten.open_customer import OpenCustomer


class RemovingPage(TextPage):
    """The plan to read; F2 asks once more and then removes the customer."""

    def __init__(self, customer: OpenCustomer, plan: RemovalPlan) -> None:
        name = customer.header.name
        super().__init__(
            "Klant verwijderen",
            [
                f" {name}",
                f" {customer.header.number}",
                "",
                " Dit gaat voorgoed weg:",
                *(f"   {line}" for line in plan.goes),
                "",
                " Dit blijft, zonder de persoon:",
                *(f"   {line}" for line in plan.stays),
            ],
        )
        self.customer = customer

    async def do_main(self) -> None:
        """Ask, remove, and go to the first screen: there is no customer to go back to."""
        from balie.customers.privacy.removal import remove
        from screens.dialogs.question import Question

        app, customer_id = self.desk_app, self.customer.customer_id
        name = self.customer.header.name
        if not await app.ask(Question(f"{name} voorgoed verwijderen? Dit kan niet ongedaan worden gemaakt.")):
            return
        removed = remove(self.customer.desk, customer_id)
        app.forget_customer(customer_id)
        await app.home()
        app.page.say(removed.message)

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Verwijder"),)
