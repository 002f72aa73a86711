"""F11 from any tab is Innemen; what lies on the other tab stays as it was left."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import running


@pytest.mark.parametrize("tab", ["alt+k", "alt+f", "alt+c", "alt+v", "alt+r", "alt+b"])
async def test_a_pile_is_taken_back_from_any_tab(desk: Desk, member: Member, copy: Copy, tab: str) -> None:
    member(BASIC)
    books = [copy(f"Deel {number}") for number in range(5)]
    for book in books:
        lend(desk, 1, book)
    async with running(desk) as driver:
        await driver.keys(tab, "f11")
        assert driver.app.page.heading == "Innemen"
        await driver.burst("".join(f"{book}\r" for book in books))
        await driver.keys("f12", "f12")
        assert driver.message.startswith("5 ingenomen.")
    assert desk.store.read("SELECT count(*) FROM loan WHERE returned_on IS NULL") == [(0,)]


async def test_what_is_typed_on_the_other_tab_stays(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*"294", "f11", "alt+k")
        assert "294" in driver.text


async def test_innemen_that_is_open_on_its_tab_stays_open_and_f11_there_is_uitlenen(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11", "alt+k", "f11")
        assert driver.app.page.heading == "Innemen"
        await driver.keys("f11")
        assert driver.app.page.heading == "Uitlenen"


async def test_what_lies_above_uitlenen_is_left_first(desk: Desk, member: Member) -> None:
    number = member(BASIC)
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{number}\r")
        await driver.keys("f2", "f9", "alt+k", "f11")
        assert driver.message.startswith("Ga eerst terug met Esc")
