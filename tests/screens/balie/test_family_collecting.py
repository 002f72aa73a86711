"""Lending what a member of the family reserved, with keys: asked once, Nee leaves it, Ja lends it, F4 undoes it."""

from __future__ import annotations

import pytest

from balie.customers.relations import relate
from balie.customers.tabs.property_row import write_property
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import Driver, running


@pytest.fixture
def book(silent: Desk, member: Member, copy: Copy) -> str:
    """What stands ready for customer 2, a child of customer 1 who lets the family collect."""
    member(BASIC)
    member(surname="Kindman")
    with silent.transaction() as tx:
        relate(tx, 2, 1)
        write_property(tx, 2, family_collects=1)
    number = copy("Een")
    (row,) = silent.store.read("SELECT title_id FROM item WHERE number = ?", (number,))
    place_hold(silent, 2, int(str(row[0])))
    set_aside(silent, number)
    return number


def loans(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT customer_id, item_number FROM loan WHERE returned_on IS NULL")


def states(desk: Desk) -> list[object]:
    return [state for (state,) in desk.store.read("SELECT state FROM hold")]


async def helped(driver: Driver) -> None:
    await driver.keys("alt+b", *"24104000000010", "enter")
    assert "Voor gezinslid Kindman" in " ".join(driver.text.replace("│", " ").split())
    await driver.keys("f2")


async def test_it_is_asked_once_and_f4_takes_it_back(silent: Desk, book: str) -> None:
    async with running(silent) as driver:
        await helped(driver)
        await driver.burst(f"{book}\r")
        assert "Voor een gezinslid" in driver.text
        await driver.keys("enter")
        assert loans(silent) == []
        await driver.keys("f2", "n")
        assert loans(silent) == []
        await driver.keys("f2", "j")
        assert loans(silent) == [(1, book)]
        assert states(silent) == ["U"]
        assert driver.message.startswith("Opgehaald voor Kindman")
        await driver.keys("f4")
        await driver.burst(f"{book}\r")
        assert "Geannuleerd: Een" in driver.message
    assert (loans(silent), states(silent)) == ([], ["O"])


async def test_a_scan_behind_it_answers_nothing(silent: Desk, book: str, copy: Copy) -> None:
    other = copy("Twee")
    async with running(silent) as driver:
        await helped(driver)
        await driver.burst(f"{book}\r{other}\r")
        assert loans(silent) == [(1, other)]
        assert states(silent) == ["O"]
