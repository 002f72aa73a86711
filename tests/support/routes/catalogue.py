"""Ways to pages of titles and items."""

from __future__ import annotations

from tests.support.catalogue import add_avonden
from tests.support.desk_driver import Driver
from tests.support.routes.going import Go


async def go_catalogue(driver: Driver) -> None:
    add_avonden(driver.app.desk, "B-17")
    await driver.keys("alt+c", *"avonden")


async def go_title(driver: Driver) -> None:
    await go_catalogue(driver)
    await driver.keys("enter")


async def go_title_history(driver: Driver) -> None:
    await go_title(driver)
    await driver.keys("h")


async def go_new_title(driver: Driver) -> None:
    await driver.keys("alt+t", "f3")


async def go_titles(driver: Driver) -> None:
    await driver.keys("alt+t")


async def go_change_title(driver: Driver) -> None:
    await go_title(driver)
    await driver.keys("w")


async def go_new_item(driver: Driver) -> None:
    await go_title(driver)
    await driver.keys("k")


async def go_items(driver: Driver) -> None:
    await driver.keys("alt+e")


async def go_item(driver: Driver) -> None:
    add_avonden(driver.app.desk, "B-17")
    await driver.keys("alt+e", *"b-17", "enter")


async def go_change_item(driver: Driver) -> None:
    await go_item(driver)
    await driver.keys("w")


async def go_items_found(driver: Driver) -> None:
    await driver.keys("alt+e", *"reve", "enter")


async def go_write_off(driver: Driver) -> None:
    add_avonden(driver.app.desk, "B-17")
    await driver.keys("alt+e", "ctrl+x", *"b-17", "enter")


PAGES: dict[str, Go] = {
    "catalogue": go_catalogue,
    "title": go_title,
    "title_history": go_title_history,
    "titles": go_titles,
    "new_title": go_new_title,
    "change_title": go_change_title,
    "new_item": go_new_item,
    "items": go_items,
    "item": go_item,
    "change_item": go_change_item,
    "items_found": go_items_found,
    "write_off": go_write_off,
}
