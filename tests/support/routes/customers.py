"""Ways to pages of customers: enrolling, the customer, and what is done with one."""

from __future__ import annotations

from tests.support.applicants import enrol_tester
from tests.support.desk_driver import UP_TO_SAVING, Driver
from tests.support.routes.going import Go


async def go_basic(driver: Driver) -> None:
    """The first screen."""


async def go_details(driver: Driver) -> None:
    await driver.keys(*UP_TO_SAVING)
    if "bekende klant" in driver.text:
        await driver.keys("d")


async def go_subscription(driver: Driver) -> None:
    await go_details(driver)
    await driver.keys("f2")


async def go_customer(driver: Driver) -> None:
    desk = driver.app.desk
    if not desk.store.read("SELECT 1 FROM customer"):
        enrol_tester(desk)
    await driver.burst("29428000077727\r")


async def go_replace_card(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("m")


async def go_access(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("x")


async def go_cancelling(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("z")


async def go_changing(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("c")


async def go_second_record(driver: Driver) -> None:
    """The same person again, under another number."""
    desk = driver.app.desk
    while len(desk.store.read("SELECT 1 FROM customer")) < 2:
        enrol_tester(desk)
    await driver.burst("29428000077735\r")


async def go_family(driver: Driver) -> None:
    await go_second_record(driver)
    await driver.keys("f")


async def go_merging(driver: Driver) -> None:
    await go_second_record(driver)
    await driver.keys("d", "enter")


async def go_editing(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("5", "w")


async def go_search(driver: Driver) -> None:
    await driver.keys("alt+z", *"tester")


PAGES: dict[str, Go] = {
    "basic": go_basic,
    "details": go_details,
    "subscription": go_subscription,
    "customer": go_customer,
    "replace_card": go_replace_card,
    "access": go_access,
    "cancelling": go_cancelling,
    "changing": go_changing,
    "family": go_family,
    "merging": go_merging,
    "editing": go_editing,
    "search": go_search,
}
