"""The confirmation of a cancellation as it will be printed; F2 prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from balie.cancellation.confirmation import confirmation_text
from screens.pages.act import Acts, PageAct
from screens.pages.text_page import TextPage

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer


class ConfirmationPage(TextPage):
    """The letter that waits among the bons."""

    def __init__(self, customer: OpenCustomer, receipt_id: int) -> None:
        super().__init__("Bevestiging van de opzegging", confirmation_text(customer.desk, receipt_id).splitlines())
        self.customer = customer
        self.receipt_id = receipt_id

    async def do_main(self) -> None:
        """Print it, and say where it went; the letter stays."""
        from screens.acts.printing import print_receipt

        self.say(await print_receipt(self.customer.desk, self.receipt_id, None))

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Afdrukken"),)
