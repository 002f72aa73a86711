"""One Esc too many leads to the menu bar: what is typed there and means nothing is told, and a scan chooses nothing."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from tests.support.desk_driver import running


@pytest.mark.parametrize("tab", ["k", "c", "e", "r", "v"])
@pytest.mark.parametrize("typed", ["29428000077727\r", "34104000000034\r", "341\r"])
async def test_a_scan_in_the_menu_bar_chooses_nothing_and_says_where_it_belongs(
    desk: Desk, tab: str, typed: str
) -> None:
    async with running(desk) as driver:
        await driver.keys(f"alt+{tab}", "f10")
        mode, depth = driver.app.current_mode, len(driver.app.screen_stack)
        await driver.burst(typed)
        assert driver.message.startswith("Dit is de menubalk: een nummer hoort in het scherm. Druk op Esc")
        assert (driver.app.current_mode, len(driver.app.screen_stack)) == (mode, depth)
        assert driver.app.page.masthead.active
        await driver.keys("escape")
        assert not driver.app.page.masthead.active


async def test_the_number_is_taken_after_that_esc(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+e", "escape")
        await driver.burst("29428000077727\r")
        await driver.keys("escape")
        await driver.burst("29428000077727")
        assert "29428000077727" in driver.text


@pytest.mark.parametrize(("key", "told"), [("x", "de letter x"), ("space", "de spatiebalk"), ("-", "Met - kiest")])
async def test_what_chooses_nothing_is_told_with_what_would(desk: Desk, key: str, told: str) -> None:
    async with running(desk) as driver:
        await driver.keys("f10", key)
        assert told in driver.message
        assert "Enter of de onderstreepte letter" in driver.message
        assert driver.app.page.masthead.active


async def test_enter_without_a_scan_still_chooses(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+k", "f10", "left", "enter")
        assert driver.app.current_mode == "balie"
