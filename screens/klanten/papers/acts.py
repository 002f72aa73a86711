"""Papers about a customer: Print klantgegevens, and access to all that is kept of them (AVG)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.klanten.reading import while_read

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer


async def documents(page: OpenCustomer) -> None:
    """Ask which document, and show it as it will be printed; the confirmation too of who cancelled."""
    from balie.cancellation.confirmation import last_confirmation
    from balie.customers.document_kinds import DOCUMENTS
    from balie.customers.documents import preview
    from screens.dialogs.pick import Pick
    from screens.klanten.membership.confirmation import ConfirmationPage
    from screens.klanten.papers.document import DocumentPage

    letter = last_confirmation(page.desk, page.customer_id)
    lines = [document.label for document in DOCUMENTS]
    if letter is not None:
        lines.append("Bevestiging van de opzegging")
    chosen = await page.desk_app.ask(Pick("Print klantgegevens", lines))
    if letter is not None and chosen == len(DOCUMENTS):
        await page.desk_app.open(ConfirmationPage(page, letter))
    elif chosen is not None:
        document = preview(page.desk, page.customer_id, DOCUMENTS[chosen].code)
        await page.desk_app.open(DocumentPage(page, document))


async def access(page: OpenCustomer) -> None:
    """Show everything that is kept of the customer; the journal tells that it was shown."""
    from balie.customers.privacy.access import read_access
    from screens.klanten.papers.access import AccessPage

    shown = read_access(page.desk, page.customer_id)
    page.show_anew()
    await page.desk_app.open(AccessPage(page.desk, shown))


PAPER_ACTS = (while_read("documents", documents), while_read("access", access))
