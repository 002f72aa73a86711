"""Verwijder, the button: tells everything that stands in the way, or shows what removing would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.privacy.removal import plan_removal
from screens.klanten.records.reasons import tell_reasons

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer


async def remove(page: OpenCustomer) -> None:
    """Open the page that shows the plan, or tell all reasons against it."""
    from screens.klanten.records.removing import RemovingPage

    plan = plan_removal(page.desk, page.customer_id)
    if plan.reasons:
        await tell_reasons(page.desk_app, "Verwijder", "Deze klant kan nog niet worden verwijderd:", plan.reasons)
    else:
        await page.desk_app.open(RemovingPage(page, plan))
