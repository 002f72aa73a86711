"""`--muis`: a click means what a key means; without it nobody needs a mouse."""

from __future__ import annotations

from textual import events

from balie.desk import Desk
from tests.support.desk_driver import SCREEN_1_BYTES, Driver, running


async def click(driver: Driver, text: str) -> None:
    """Click on the first cell of the first place where this text stands."""
    y = next(number for number, line in enumerate(driver.lines) if text in line)
    x = driver.lines[y].index(text)
    await driver.app.on_event(events.MouseDown(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))
    await driver.settle()


async def test_a_click_on_a_field_puts_the_cursor_there(desk: Desk) -> None:
    async with running(desk) as driver:
        await click(driver, "Achternaam")
        assert "▸Achternaam" in driver.text


async def test_a_click_on_a_button_answers_the_question(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("v", "enter")
        await click(driver, "[ Ja ]")
        assert "VVVVVVVVVVVVVV" in driver.text


async def test_a_click_on_a_key_of_the_foot_line_presses_it(desk: Desk) -> None:
    async with running(desk) as driver:
        await click(driver, "Alt+Z")
        assert "Klant zoeken" in driver.lines[1]


async def test_a_click_opens_a_menu_and_chooses_in_it(desk: Desk) -> None:
    async with running(desk) as driver:
        await click(driver, "Klant  Afsluiten")
        await click(driver, "Klant zoeken")
        assert "Klant zoeken" in driver.lines[1]


async def test_a_click_on_a_dimmed_tab_says_that_it_does_not_work_yet(desk: Desk) -> None:
    async with running(desk, size=(140, 24)) as driver:
        await click(driver, "KSM")
        assert "KSM werkt nog niet" in driver.message


async def test_a_click_marks_a_subscription_and_shows_its_costs(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(SCREEN_1_BYTES)
        await driver.keys("f2")
        await click(driver, "0141")
        assert "Saldo              € 42,00" in driver.text
