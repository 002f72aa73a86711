"""The row of tabs shows the one that the screen is of, whole, and says that it goes on: ‹, and › or a cut name."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from screens.keyboard.actions import TABS
from tests.support.desk_driver import running

WORKING = [place for place, tab in enumerate(TABS) if tab.works]


@pytest.mark.parametrize("place", WORKING)
async def test_the_tab_one_is_on_is_in_sight_whole(desk: Desk, place: int) -> None:
    async with running(desk) as driver:
        await driver.keys(TABS[place].key)
        row = driver.lines[0]
        assert f" {TABS[place].label} " in f"{row} "
        assert row.startswith("‹") == (TABS[0].label not in row)
        assert row.endswith(("›", "…")) == (TABS[-1].label not in row)


@pytest.mark.parametrize("place", range(len(TABS)))
async def test_the_marked_tab_is_in_sight_whole_and_the_cursor_is_on_it(desk: Desk, place: int) -> None:
    async with running(desk) as driver:
        await driver.keys("f10", "home", *["right"] * place)
        row, caret = driver.lines[0], driver.app.page.masthead.caret()
        assert f"▸{TABS[place].label}" in row
        assert caret is not None
        assert row[caret.x] == "▸"


async def test_a_click_opens_the_tab_that_is_drawn_there(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+v")
        driver.app.page.masthead.click_at(driver.lines[0].index("Reserveringen") + 2, 0)
        await driver.settle()
        assert driver.app.current_mode == "reserveringen"


async def test_a_row_with_room_for_all_tabs_shows_all(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.resize(150, 40)
        await driver.keys("alt+v")
        assert driver.lines[0].strip() == "  ".join(tab.label for tab in TABS)


@pytest.mark.parametrize("width", [81, 83, 95, 104, 105, 106, 107, 108, 115, 130, 131, 132])
async def test_at_every_width_the_row_says_whether_it_goes_on(desk: Desk, width: int) -> None:
    async with running(desk) as driver:
        await driver.resize(width, 24)
        await driver.keys("alt+b")
        assert driver.lines[0].endswith(("›", "…")) == (TABS[-1].label not in driver.lines[0])
