"""Datum with keys: from Uitlenen and from In bezit; what is typed wrong stays to be mended; undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import Copy, Member
from tests.support.desk_driver import Driver, running


@pytest.fixture
def books(desk: Desk, member: Member, copy: Copy) -> list[str]:
    """Two items; customer 1 has the first at home."""
    member()
    books = [copy("Een"), copy("Twee")]
    lend(desk, 1, books[0])
    return books


def due(desk: Desk) -> list[str]:
    return [day for (day,) in desk.store.read("SELECT due_on FROM loan ORDER BY id")]


async def helped(driver: Driver) -> None:
    await driver.keys("alt+b", *"24104000000010", "enter", "f2")


async def allow(driver: Driver, day: str) -> None:
    await driver.keys(*day, "enter", *"adm", "enter", *"afgesproken", "enter")


async def test_what_was_just_lent_gets_another_date_and_f4_takes_it_back(desk: Desk, books: list[str]) -> None:
    async with running(desk) as driver:
        await helped(driver)
        await driver.keys("alt+u")
        assert driver.message == "Kies met ↑ ↓ wat is uitgeleend, of ga naar In bezit (F9) en kies het daar."
        await driver.burst(f"{books[1]}\r")
        await driver.keys("alt+u")
        assert "terug op 07-05-2024. Op welke dag" in driver.text
        await driver.keys(*"08042024", "enter")
        assert "08-04-2024 is al voorbij" in driver.text
        await allow(driver, "13062024")
        assert "2 Datum" in driver.text
        assert driver.message == "Eigen inleverdatum, was 07-05-2024."
        assert due(desk) == ["2024-05-07", "2024-06-13"]
        await driver.keys("f4")
        await driver.burst(f"{books[1]}\r")
        assert "Geannuleerd: Twee" in driver.message
    assert due(desk) == ["2024-05-07", "2024-05-07"]


async def test_in_bezit_gives_the_marked_line_another_date(desk: Desk, books: list[str]) -> None:
    lend(desk, 1, books[1])
    async with running(desk) as driver:
        await helped(driver)
        await driver.keys("f9", "down", "alt+u")
        await driver.keys("escape")
        await driver.keys("alt+u")
        await allow(driver, "13-06-2024")
        assert driver.message == "Twee / Reve, Gerard: Terug op 13-06-2024, was 07-05-2024."
        assert "eigen datum" in driver.text
        await driver.keys("escape")
        assert "1 Datum" in driver.text
    assert due(desk) == ["2024-05-07", "2024-06-13"]


async def test_a_scan_in_the_box_is_no_date_and_what_is_late_is_told(desk: Desk, books: list[str]) -> None:
    async with running(desk) as driver:
        await helped(driver)
        await driver.keys("f9", "alt+u")
        await driver.burst(f"{books[1]}\r")
        assert "Op welke dag" in driver.text
    assert due(desk) == ["2024-05-07"]
    async with running(replace(desk, working_date=desk.working_date + timedelta(days=40))) as driver:
        await helped(driver)
        await driver.keys("f9", "alt+u")
        assert "Dit exemplaar is al te laat" in driver.message
