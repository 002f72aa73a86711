"""Ways to pages of reservations."""

from __future__ import annotations

from datetime import date

from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from tests.support.catalogue import AVONDEN, add_with_items
from tests.support.desk_driver import Driver
from tests.support.holds import NAMES, reader
from tests.support.routes.going import Go, at_poort


def at_reservations(driver: Driver) -> Desk:
    """Have the desk be one that lends, with a title on the shelf that two wait for; one copy stands ready."""
    at = at_poort(driver, date(2025, 4, 9))
    desk = at(date(2025, 4, 9))
    if not desk.store.read("SELECT 1 FROM customer"):
        readers = [reader(desk, name, born=f"04-01-198{nth}") for nth, name in enumerate(NAMES[:2])]
        title_id, (first, _) = add_with_items(desk, AVONDEN, None, None)
        for customer_id in readers:
            place_hold(desk, customer_id, title_id)
        set_aside(desk, first)
    return desk


async def go_holds(driver: Driver) -> None:
    await driver.keys("alt+r")


async def go_pull_list(driver: Driver) -> None:
    at_reservations(driver)
    await driver.keys("alt+r", "1")


async def go_hold_list(driver: Driver) -> None:
    at_reservations(driver)
    await driver.keys("alt+r", "4")


async def go_uncollected(driver: Driver) -> None:
    await driver.keys("alt+r", "3")


async def go_choose_title(driver: Driver) -> None:
    await driver.keys("alt+r", "6")


PAGES: dict[str, Go] = {
    "holds": go_holds,
    "pull_list": go_pull_list,
    "hold_list": go_hold_list,
    "uncollected": go_uncollected,
    "choose_title": go_choose_title,
}
