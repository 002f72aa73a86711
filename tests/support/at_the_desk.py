"""Somebody helped at the desk, what is on the log, and what they have at home."""

from __future__ import annotations

from balie.desk import Desk
from tests.support.desk_driver import Driver


def at_home(desk: Desk) -> list[tuple[object, ...]]:
    """Which item is on whose name."""
    return desk.store.read("SELECT item_number, customer_id FROM loan WHERE returned_on IS NULL ORDER BY id")


def words(driver: Driver) -> list[str]:
    """What the log says of each scan, oldest first."""
    return [line.word for line in reversed(driver.app.page.work.log.lines)]  # type: ignore[attr-defined]


async def help_customer(driver: Driver, number: str) -> None:
    await driver.keys("alt+b")
    await driver.burst(f"{number}\r")
    if "F2 = Doorgaan" in driver.text:
        await driver.keys("f2")
