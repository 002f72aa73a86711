"""Kwijt with keys: proposed, told together, asked without a default, booked, undone, and found again at Innemen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import Driver, running


@pytest.fixture
def books(desk: Desk, member: Member, copy: Copy) -> list[str]:
    """What customer 1 has at home: one that is 2 days late, and one that is not."""
    member(BASIC)
    books = [copy("Een"), copy("Twee")]
    for book, days in zip(books, (30, 1), strict=True):
        lend(replace(desk, working_date=desk.working_date - timedelta(days=days)), 1, book)
    return books


def charges(desk: Desk) -> list[tuple[object, ...]]:
    """What was charged for what was lost, with what counters it."""
    return desk.store.read(
        "SELECT kind, cents FROM charge WHERE kind NOT IN ('contributie', 'inschrijfkosten') ORDER BY id"
    )


LOST = [("te laat", 40), ("verloren exemplaar", 1250), ("administratie", 250)]


def in_box(driver: Driver) -> str:
    """What stands in the box on top, on one line."""
    return " ".join(" ".join(line.split("│")[1] for line in driver.lines if line.count("│") > 1).split())


async def at_home(driver: Driver) -> None:
    await driver.keys("alt+b", *"24104000000010", "enter", "f2", "f9")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_marked_item_is_reported_lost_and_that_is_undone(
    desk: Desk, books: list[str], size: tuple[int, int]
) -> None:
    async with running(desk, size=size) as driver:
        await at_home(driver)
        await driver.keys("k")
        assert "Een" in driver.text
        assert "welke vergoeding? 0 = geen." in driver.text
        assert "20,00" in driver.text
        await driver.keys(*"veel", "enter")
        assert charges(desk) == []
        await driver.keys(*["backspace"] * 4, *"12,50", "enter")
        asked = in_box(driver)
        assert "vergoeding € 12,50, administratie € 2,50, te-laat-geld € 0,40, samen € 15,40?" in asked
        await driver.keys("enter")  # it costs money: Enter is no answer
        await driver.keys("n")
        assert "12,50" in driver.text  # back at the amount
        await driver.keys("enter", "j")
        assert driver.message == "Kwijt gemeld; € 15,40 geboekt. Betalen: F7."
        assert charges(desk) == LOST
        assert books[0] not in driver.text
        await driver.keys("escape")
        assert "1 Kwijt" in driver.text
        await driver.keys("f4", *books[0], "enter")
        assert "Geannuleerd: Een" in driver.message
        assert charges(desk) == [*LOST, *((kind, -int(str(cents))) for kind, cents in LOST)]
    assert desk.store.read("SELECT count(*) FROM loan WHERE returned_on IS NULL") == [(2,)]


async def test_esc_goes_back_and_books_nothing(desk: Desk, books: list[str]) -> None:
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("k", "enter", "escape")
        assert "welke vergoeding?" in driver.text
        await driver.keys("escape")
        assert "In bezit" in driver.text
        assert charges(desk) == []
        await driver.keys("k")
        await driver.burst(f"{books[1]}\r")  # a scan is no amount
        assert charges(desk) == []
        assert desk.store.read("SELECT count(*) FROM loan WHERE returned_on IS NULL") == [(2,)]


async def test_innemen_tells_that_it_was_lost_and_what_goes_back(desk: Desk, books: list[str]) -> None:
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("k", "enter", "j", "escape", "f12")
        await driver.keys("escape", "f11", *books[0], "enter")
        assert "Als kwijt gemeld door" in " ".join(driver.text.replace("│", " ").split())
        assert ("verloren exemplaar", -2000) in charges(desk)
        await driver.keys("f4", "f4")
        assert charges(desk)[-1] == ("verloren exemplaar", 2000)


async def test_without_anything_at_home_the_key_says_so(desk: Desk, member: Member) -> None:
    member(BASIC)
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("k")
        assert driver.message == "Er is niets in bezit om kwijt te melden."
