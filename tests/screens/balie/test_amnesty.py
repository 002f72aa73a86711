"""Boetevrij with keys: asked for with who and why, shown while it lasts, told at the end, and over with the session."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import running


@pytest.fixture
def late(desk: Desk, member: Member, copy: Copy) -> list[str]:
    """Three items of customer 1 that are 2, 2 and 2 days late: € 0,40 each."""
    member(BASIC)
    books = [copy(title) for title in ("Een", "Twee", "Drie")]
    for book in books:
        lend(replace(desk, working_date=desk.working_date - timedelta(days=30)), 1, book)
    return books


def fines(desk: Desk) -> list[int]:
    return [cents for (cents,) in desk.store.read("SELECT cents FROM charge WHERE kind = 'te laat' ORDER BY id")]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_pile_comes_in_without_fines_until_that_is_over(
    desk: Desk, late: list[str], size: tuple[int, int]
) -> None:
    async with running(desk, size=size) as driver:
        await driver.keys("alt+b", "f11", "ctrl+k")
        assert "Welke leidinggevende staat dit toe?" in " ".join(driver.text.replace("│", " ").split())
        await driver.keys("escape")
        assert "boetevrij" not in driver.text
        await driver.keys("ctrl+k", *"ans", "enter", *"open dag", "enter")
        assert "Innemen boetevrij" in driver.text
        assert driver.message == "Tot u weer Ctrl+K kiest of afsluit komt alles zonder te-laat-geld in."
        await driver.burst(f"{late[0]}\r{late[1]}\r")
        assert "! boetevrij: 2, € 0,80" in driver.text
        assert "Boetevrij: € 0,40 niet geboekt." in driver.message
        assert fines(desk) == []
        await driver.keys("f4", *late[1], "enter")
        assert "! boetevrij: 1, € 0,40" in driver.text
        await driver.keys("ctrl+k")
        assert driver.message == "Te-laat-geld wordt weer geboekt."
        await driver.burst(f"{late[1]}\r")
        assert fines(desk) == [40]
        await driver.keys("f12")
        assert "1 boetevrij (€ 0,40)" in driver.text


async def test_it_is_over_with_the_session(desk: Desk, late: list[str]) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11", "ctrl+k", *"ans", "enter", *"open dag", "enter")
        await driver.burst(f"{late[0]}\r")
        await driver.keys("f12", "f12", "escape", "f11")
        assert "Innemen" in driver.text
        assert "boetevrij" not in driver.text
        await driver.burst(f"{late[1]}\r")
        assert fines(desk) == [40]
