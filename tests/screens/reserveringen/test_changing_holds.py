"""Changing a reservation with keys: put off and taken up again, with wrong days on the way."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.lending.holds.holds import place_hold
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
