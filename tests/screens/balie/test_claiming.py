"""Zoek with keys: said to be back, told in the line and at the item, not after all, undone by F4."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import Driver, running


@pytest.fixture
def book(desk: Desk, member: Member, copy: Copy) -> str:
    """What customer 1 has at home, 2 days late."""
    member(BASIC)
    book = copy("Een")
    lend(replace(desk, working_date=desk.working_date - timedelta(days=30)), 1, book)
    return book


async def at_home(driver: Driver) -> None:
    await driver.keys("alt+b", *"24104000000010", "enter", "f2", "f9")


def in_box(driver: Driver) -> str:
    """What stands in the box on top, on one line."""
    return " ".join(" ".join(line.split("│")[1] for line in driver.lines if line.count("│") > 1).split())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_marked_item_is_zoek_and_renewing_says_so(desk: Desk, book: str, size: tuple[int, int]) -> None:
    since = f"{desk.working_date:%d-%m-%Y}"
    async with running(desk, size=size) as driver:
        await at_home(driver)
        await driver.keys("z")
        assert "zegt de klant dat dit is ingeleverd? Het te-laat-geld stopt vandaag." in in_box(driver)
        await driver.keys("n")
        assert "zoek sinds" not in driver.text
        await driver.keys("z", "j")
        assert driver.message == f"Een / Reve, Gerard: Zoek sinds {since}; het te-laat-geld staat stil."
        assert f"zoek sinds {since[:6]}" in driver.text  # the year is cut at 80: arrows tell the whole line
        await driver.keys("f6")
        assert f"Dit is zoek sinds {since}" in in_box(driver)
        await driver.keys("escape", "escape")
        assert "Zoek" in driver.text
        await driver.keys("f4", *book, "enter")
        assert "Geannuleerd: Een" in driver.message
        await driver.keys("f9")
        assert "zoek sinds" not in driver.text
        assert "2 dagen te laat" in driver.text


async def test_z_once_more_says_that_it_was_not(desk: Desk, book: str) -> None:
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("z", "j", "z")
        assert "Toch niet ingeleverd?" in in_box(driver)
        await driver.keys("j")
        assert driver.message == "Een / Reve, Gerard: Toch niet ingeleverd: de lening loopt weer gewoon."
        assert "2 dagen te laat" in driver.text


async def test_a_scan_in_the_question_notes_nothing(desk: Desk, book: str) -> None:
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("z")
        await driver.burst(f"{book}\r")
        assert desk.store.read("SELECT claimed_on FROM loan") == [(None,)]


async def test_without_anything_at_home_the_key_says_so(desk: Desk, member: Member) -> None:
    member(BASIC)
    async with running(desk) as driver:
        await at_home(driver)
        await driver.keys("z")
        assert driver.message == "De klant heeft niets in bezit."
