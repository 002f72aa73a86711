"""What one customer has on reservation, for every tab that has a customer at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.app import DeskApp


async def holds_of_customer(app: DeskApp, customer_id: int) -> None:
    """Show what a customer has on reservation. Only within work begun by `start`."""
    from screens.reserveringen.hold_list import HoldListPage
    from screens.reserveringen.sources import OfCustomer

    await app.open(HoldListPage(app.desk, OfCustomer(customer_id)))
