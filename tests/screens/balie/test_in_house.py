"""In huis at Innemen: what lies about is counted and nothing is taken in, until it is put off or the session ends."""

from __future__ import annotations

from balie.circulation.in_house import uses_of
from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import Copy, Member
from tests.support.desk_driver import running


async def test_a_pile_is_counted_and_a_second_reading_only_when_it_is_said(
    desk: Desk, member: Member, copy: Copy
) -> None:
    member()
    first, second, lent = copy("Een"), copy("Twee"), copy("Uitgeleend")
    lend(desk, 1, lent)
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11", "ctrl+n")
        assert "In huis gebruikt" in driver.lines[1]
        assert "niet als ingenomen" in driver.text
        await driver.burst(f"{first}\r{first}\r{second}\r{lent}\r")
        await driver.keys("enter")
        assert "! in huis: 2" in driver.text
        assert "moet worden ingenomen" in driver.text
        await driver.keys("down", "down")
        assert "Dit exemplaar is net geteld" in driver.lines[-3]
        await driver.keys("f2")
        assert uses_of(desk.store, first)[0] == 2
        await driver.keys("f4")
        await driver.burst(f"{second}\r")
        assert uses_of(desk.store, second)[0] == 0
        await driver.keys("f12")
        assert "2 in huis gebruikt" in driver.text
        await driver.keys("f12")
        assert driver.lines[1].strip().startswith("Innemen")
        await driver.burst(f"{lent}\r")
    assert desk.store.read("SELECT count(*) FROM loan WHERE returned_on IS NULL") == [(0,)]


async def test_put_off_it_takes_in_again(desk: Desk, member: Member, copy: Copy) -> None:
    member()
    book = copy("Een")
    lend(desk, 1, book)
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11", "ctrl+n")
        await driver.burst(f"{book}\r")
        assert "╭─ Niet geteld" in driver.text
        assert "is uitgeleend en moet worden" in driver.text
        await driver.keys("enter", "ctrl+n")
        assert "Wat u scant wordt weer ingenomen." in driver.text
        await driver.burst(f"{book}\r")
        assert "Ingenomen" in driver.text
    assert uses_of(desk.store, book)[0] == 0
