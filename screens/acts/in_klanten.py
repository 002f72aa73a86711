"""Going from another tab to a customer on the tab Klanten."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.host.asking import Host


async def open_in_klanten(app: Host, customer_id: int) -> None:
    """Open a customer on the tab Klanten, if nothing typed there is lost by it; else come back."""
    here = app.current_mode
    await app.show_tab("klanten")
    if await app.may_leave_all():
        await app.open_customer(customer_id)
    else:
        await app.show_tab(here)
