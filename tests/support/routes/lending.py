"""Ways to pages of lending and returning."""

from __future__ import annotations

from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver
from tests.support.routes.going import Go


async def go_lending(driver: Driver) -> None:
    await driver.keys("alt+b")


async def go_helping(driver: Driver) -> None:
    """A customer at the desk."""
    if not driver.app.desk.store.read("SELECT 1 FROM customer"):
        enrol_tester(driver.app.desk)
    await driver.keys("alt+b", *"29428000077727", "enter", "f2")


async def go_returning(driver: Driver) -> None:
    await driver.keys("alt+b", "f11")


async def go_at_home(driver: Driver) -> None:
    await go_helping(driver)
    await driver.keys("f9")


PAGES: dict[str, Go] = {
    "lending": go_lending,
    "helping": go_helping,
    "returning": go_returning,
    "at_home": go_at_home,
}
