"""Who comes back on the same day is not asked about again, unless there is something new; what blocks comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.customers.tabs.editing import read_edit, save_edit
from balie.desk import Desk
from balie.ledger import Charge, book_charge
from balie.lending.lend import lend
from balie.library.terms import ChargeKind
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import Driver, running

ASKED = "F2 = Doorgaan"


def note(desk: Desk, text: str) -> None:
    save_edit(desk, 1, "5", {"note_1": text}, read_edit(desk, 1, "5"))


async def arrive(driver: Driver, number: str) -> None:
    await driver.keys("alt+b")
    await driver.burst(f"{number}\r")


async def leave(driver: Driver) -> None:
    await driver.keys("f12")
    assert "▸Klantnummer" in driver.text


@pytest.fixture
def number(desk: Desk, member: Member) -> str:
    """The pass of customer 1, of whom there is a note."""
    found = member(BASIC)
    note(desk, "Bril gevonden")
    return found


async def test_who_comes_back_today_is_told_of_but_not_asked_about(desk: Desk, number: str) -> None:
    async with running(desk) as driver:
        await arrive(driver, number)
        assert ASKED in driver.text
        await driver.keys("f2")
        await leave(driver)
        await arrive(driver, number)
        assert ASKED not in driver.text
        assert "Melding: Bril gevonden" in driver.message
        assert "▸Exemplaar" in driver.text


async def test_something_new_is_asked_about_with_all_the_rest(desk: Desk, number: str) -> None:
    async with running(desk) as driver:
        await arrive(driver, number)
        await driver.keys("f2")
        await leave(driver)
        with desk.transaction() as tx:
            book_charge(tx, desk.library, 1, Charge(ChargeKind.FINE, 20))
        await arrive(driver, number)
        assert ASKED in driver.text
        assert "Bril gevonden" in driver.text


async def test_who_was_stopped_is_asked_about_again(desk: Desk, number: str) -> None:
    async with running(desk) as driver:
        await arrive(driver, number)
        await driver.keys("escape")
        await arrive(driver, number)
        assert ASKED in driver.text


async def test_scans_behind_who_comes_back_are_lent(desk: Desk, number: str, copy: Copy) -> None:
    book = copy("Boek")
    async with running(desk) as driver:
        await arrive(driver, number)
        await driver.keys("f2")
        await leave(driver)
        await driver.burst(f"{number}\r{book}\r")
        assert "1 Geleend" in driver.text


async def test_what_blocks_stands_first(desk: Desk, number: str, copy: Copy) -> None:
    lend(replace(desk, working_date=desk.working_date - timedelta(days=60)), 1, copy("Laat"))
    with desk.transaction() as tx:
        tx.execute("INSERT INTO block VALUES (1, 'general', 'Kwam niet terug', '2024-04-01', 'ebt')")
    async with running(desk) as driver:
        await arrive(driver, number)
        told = driver.text
        assert told.index("Lenen kan nu") < told.index("Kwam niet terug") < told.index("Bril") < told.index("Te laat")
