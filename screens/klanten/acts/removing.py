"""Verwijder, the button: tells everything that stands in the way, or shows what removing would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.removal import plan_removal

if TYPE_CHECKING:
    from screens.klanten.customer import CustomerPage


async def remove(page: CustomerPage) -> None:
    """Open the page that shows the plan, or tell all reasons against it."""
    from screens.klanten.removing import RemovalPage
    from screens.widgets.question import Notice

    plan = plan_removal(page.desk, page.customer_id)
    if not plan.reasons:
        await page.desk_app.open(RemovalPage(page, plan))
        return
    reasons = [f"- {reason.text}" for reason in plan.reasons]
    await page.desk_app.ask(Notice(["Deze klant kan nog niet worden verwijderd:", "", *reasons], title="Verwijder"))
