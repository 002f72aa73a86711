"""Klant zoeken on the screen: as many lines as there is room for, the rest when one walks there."""

from __future__ import annotations

import pytest

from balie.customers.finding.search import PAGE
from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.catalogue import add_avonden
from tests.support.desk_driver import Driver, running

PEOPLE = 40
NAMES = sorted(f"Jans{first}{second}" for first in "abcdefgh" for second in "klmno")


@pytest.fixture
def crowd(desk: Desk) -> Desk:
    for name in NAMES:
        enrol_tester(desk, surname=name)
    return desk


def names(driver: Driver) -> list[str]:
    """The surnames in the list, from top to bottom."""
    return [line[1:].split(",")[0] for line in driver.lines if line[1:5] == "Jans"]


@pytest.mark.parametrize(("size", "shown"), [((80, 24), PAGE), ((120, 40), 31)])
async def test_a_window_is_filled_whatever_its_height_and_the_arrow_says_that_there_are_more(
    crowd: Desk, size: tuple[int, int], shown: int
) -> None:
    async with running(crowd, size=size) as driver:
        await driver.keys("alt+z", *"jans")
        assert names(driver) == NAMES[:shown]
        assert sum("↓" in line for line in driver.lines) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_walking_reaches_everybody_and_the_arrow_goes_at_the_end(crowd: Desk, size: tuple[int, int]) -> None:
    async with running(crowd, size=size) as driver:
        await driver.keys("alt+z", *"jans", *["down"] * (PEOPLE - 1))
        assert names(driver)[-1] == NAMES[-1]
        assert "↓" not in driver.text
        await driver.keys(*["up"] * (PEOPLE - 1), "pagedown", "pagedown", "pagedown")
        assert f"›{NAMES[-1]}" in driver.text


async def test_a_list_that_fits_has_no_arrow(crowd: Desk) -> None:
    async with running(crowd) as driver:
        await driver.keys("alt+z", *"jansa")
        assert names(driver) == NAMES[:5]
        assert "↓" not in driver.text


async def test_part_of_a_double_name_is_found_as_one_types(desk: Desk) -> None:
    enrol_tester(desk, surname="Bakker-de Vries")
    async with running(desk) as driver:
        await driver.keys("alt+z", *"vri")
        assert "›Bakker-de V" in driver.text


async def test_an_item_that_is_scanned_here_is_told_and_the_search_stays(desk: Desk) -> None:
    enrol_tester(desk)
    _, (item,) = add_avonden(desk, None)
    async with running(desk) as driver:
        await driver.keys("alt+z", *"teste")
        await driver.burst(f"{item}\r")
        assert f"{item} is een exemplaar: kies eerst de klant" in driver.message
        assert "Zoek teste" in driver.text
        assert "›Tester, E.B." in driver.text


async def test_a_pass_that_is_scanned_behind_a_name_opens_its_customer(desk: Desk) -> None:
    enrol_tester(desk)
    enrol_tester(desk, surname="Ander")
    async with running(desk) as driver:
        await driver.keys("alt+z", *"teste")
        await driver.burst("29428000077735\r")
        assert "E.B. Ander" in driver.text
