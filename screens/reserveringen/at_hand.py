"""What one customer has on reservation, and who waits for one title, for every tab that has one at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.app import DeskApp


async def holds_of_customer(app: DeskApp, customer_id: int) -> None:
    """Show what a customer has on reservation. Only within work begun by `start`."""
    from screens.reserveringen.hold_list import HoldListPage
    from screens.reserveringen.sources import OfCustomer

    await app.open(HoldListPage(app.desk, OfCustomer(customer_id)))


async def queue_of_title(app: DeskApp, title_id: int) -> None:
    """Show who waits for a title, in order. Only within work begun by `start`."""
    from screens.reserveringen.hold_list import HoldListPage
    from screens.reserveringen.sources import OnTitle

    await app.open(HoldListPage(app.desk, OnTitle(title_id)))
