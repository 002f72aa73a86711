"""Print klantgegevens: a document about a customer as it will be printed; F2 prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from screens.pages.act import Acts, PageAct
from screens.pages.text_page import TextPage

if TYPE_CHECKING:
    from balie.messages.documents import Document
    from screens.klanten.open_customer import OpenCustomer


class DocumentPage(TextPage):
    """The preview of one document."""

    def __init__(self, customer: OpenCustomer, document: Document) -> None:
        super().__init__(document.title, document.lines)
        self.customer = customer
        self.document = document

    async def do_main(self) -> None:
        """Print it, and say where it went; the preview stays."""
        from balie.customers.documents import print_job
        from screens.acts.printing import print_document

        job = print_job(self.customer.desk, self.customer.customer_id, self.document)
        self.say(await print_document(job))
        self.customer.show_anew()

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Afdrukken"),)
