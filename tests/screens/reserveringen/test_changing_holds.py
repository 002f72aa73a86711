"""Changing a reservation with keys: put off and taken up again, with wrong days on the way."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.library.structs import Library
from tests.support.catalogue import AVONDEN, add_with_items
from tests.support.desk_driver import running
from tests.support.holds import NAMES, desk_at, reader, stored, two_branches

FIRST = "34104000000017"


@pytest.fixture
def east(desk: Desk, poort: Library) -> Desk:
    return desk_at(desk, two_branches(poort))


@pytest.fixture
def hold_id(east: Desk) -> int:
    """Anna waits for De avonden, of which a copy stands here."""
    title_id = add_with_items(east, AVONDEN, FIRST)[0]
    return place_hold(east, reader(east, NAMES[0]), title_id).hold_id


async def test_u_puts_off_and_r_takes_up_again(east: Desk, hold_id: int) -> None:
    async with running(east) as driver:
        await driver.keys("alt+r", "4", "r")
        assert driver.message == "Deze reservering is niet uitgesteld."
        await driver.keys("u", *"09042024", "enter")
        assert "Kies een dag van 10-04-2024 tot en met 09-04-2025" in driver.text
        await driver.keys(*"15042024", "enter")
        assert driver.message == "Uitgesteld tot 15-04-2024; de plaats in de rij blijft."
        assert "Uitgesteld tot 15-04-2024, eerste in de rij" in driver.text
        assert "09-04-2024  Uitgesteld" in driver.text
        assert "R Hervatten" in driver.text
        await driver.keys("u", "escape", "r")
        assert driver.message == "Doet weer mee, op dezelfde plaats in de rij."
        assert "U Uitstellen" in driver.text
    assert stored(east, hold_id).starts_on is None


async def test_t_sends_what_stands_ready_to_another_branch(east: Desk, hold_id: int) -> None:
    set_aside(east, FIRST)
    async with running(east) as driver:
        await driver.keys("alt+r", "2", "t")
        assert "4105 Winterswijk" in driver.text
        await driver.keys("escape")
        assert stored(east, hold_id).branch == "4104"
        await driver.keys("t", "enter")
        assert driver.message.startswith("Afhalen in 4105 (Winterswijk). Haal exemplaar 34104000000017 van de plank")
    assert (stored(east, hold_id).branch, stored(east, hold_id).state) == ("4105", "T")


async def test_c_chooses_how_the_customer_hears_of_it(east: Desk, hold_id: int) -> None:
    async with running(east) as driver:
        await driver.keys("alt+r", "4", "c", "b", "enter")
        assert driver.message == "Bericht over deze reservering: Brief."
        assert driver.text.count("Bericht over deze reservering: Brief.") == 2
        await driver.keys("c", "g", "enter")
    assert stored(east, hold_id).contact == "geen"


async def test_one_branch_is_all_there_is(desk: Desk, poort: Library) -> None:
    alone = desk_at(desk, poort)
    title_id = add_with_items(alone, AVONDEN, FIRST)[0]
    place_hold(alone, reader(alone, NAMES[0]), title_id)
    async with running(alone) as driver:
        await driver.keys("alt+r", "4", "t")
        assert driver.message == "Deze bibliotheek heeft maar één vestiging."
