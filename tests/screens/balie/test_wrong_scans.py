"""What is no item, scanned where an item is asked: it is told what it is, and what to do from there."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from tests.screens.balie.conftest import Copy, Member
from tests.support.desk_driver import Driver, running
from tests.support.stock import EVENINGS, new_item, new_title

INNEMEN = ("alt+b", "f11")


def words(driver: Driver) -> list[str]:
    """What the log says of each scan, oldest first."""
    return [line.word for line in reversed(driver.app.page.work.log.lines)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("active", "Uitlenen aan deze klant: F11, en scan de pas daar."),
        ("blocked", "is geblokkeerd"),
        ("replaced", "is vervangen"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "A{}B"])
async def test_innemen_tells_of_a_pass_what_is_wrong_with_it(
    desk: Desk, member: Member, state: str, told: str, around: str
) -> None:
    number = member()
    with desk.transaction() as tx:
        tx.execute("UPDATE card SET state = ?", (state,))
    async with running(desk) as driver:
        await driver.keys(*INNEMEN)
        await driver.burst(f"{around.format(number)}\r")
        assert driver.message.startswith("Dit is een pas, geen exemplaar: scan het boek.")
        assert told in driver.message
        assert ("F11, en scan" in driver.message) is (state == "active")


async def test_annuleren_tells_a_pass_and_an_isbn_as_what_they_are(desk: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy("Een")
    new_item(desk, new_title(desk, isbn=EVENINGS))
    async with running(desk) as driver:
        await driver.keys(*INNEMEN)
        await driver.burst(f"{book}\r")
        for scan, told in (
            (number, "Dit is een pas, geen exemplaar"),
            (EVENINGS, "is het ISBN van De avonden"),
            (book[:-1], "In deze sessie is met dit exemplaar niets gedaan"),
        ):
            await driver.keys("f4")
            await driver.burst(f"{scan}\r")
            assert told in driver.message, scan


async def test_what_was_not_lent_was_scanned_and_did_not_come_in(desk: Desk, copy: Copy) -> None:
    book = copy("Een")
    async with running(desk) as driver:
        await driver.keys(*INNEMEN)
        await driver.burst(f"{book}\r")
        assert words(driver) == ["Gescand"]
        assert driver.message == "Dit exemplaar was al binnen."


@pytest.mark.parametrize("tab", ["alt+c", "alt+t"])
@pytest.mark.parametrize("around", ["{}", "A{}B", "{}."])
async def test_a_pass_where_a_title_is_looked_for_is_told_as_one(
    desk: Desk, member: Member, tab: str, around: str
) -> None:
    number = member()
    async with running(desk) as driver:
        await driver.keys(tab)
        await driver.burst(f"{around.format(number)}\r")
        assert f"{number} is een klantnummer" in driver.text


async def test_enter_in_an_empty_box_says_that_something_is_to_be_typed(desk: Desk, copy: Copy) -> None:
    book = copy("Een")
    async with running(desk) as driver:
        await driver.keys("alt+r", "7")
        await driver.burst(f"{book}\r")
        await driver.keys("enter")
        assert "Er is nog niets getypt." in driver.text
        await driver.keys("x")
        assert "Er is nog niets getypt." not in driver.text
