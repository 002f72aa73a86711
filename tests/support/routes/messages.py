"""Ways to pages of messages."""

from __future__ import annotations

from tests.support.desk_driver import Driver
from tests.support.queued import queue_invoice
from tests.support.routes.going import Go


async def go_messages(driver: Driver) -> None:
    await driver.keys("alt+i")


async def go_waiting(driver: Driver) -> None:
    queue_invoice(driver.app.desk)
    await driver.keys("alt+i", "3")


async def go_message(driver: Driver) -> None:
    await go_waiting(driver)
    await driver.keys("enter")


PAGES: dict[str, Go] = {
    "messages": go_messages,
    "waiting": go_waiting,
    "message": go_message,
}
