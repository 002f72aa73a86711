"""A known number with something around it is that number on every screen where a barcode is scanned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.library.structs import Library
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running
from tests.support.stock import new_item, new_title

AROUND = ["A{}B", "]C0{}", "0{}.", "{}7"]


@pytest.fixture
def desk(desk: Desk, poort: Library) -> Desk:
    """Branch 4104 of Achterhoekse Poort."""
    return replace(desk, library=poort, branch=poort.branches[0])


@pytest.fixture
def item(desk: Desk) -> str:
    return new_item(desk, new_title(desk, title="Rituelen"))


@pytest.fixture
def member(desk: Desk) -> int:
    young = {"birth_date": "04-01-2012", "guardian": "A. de Ouder"}
    return enrol_tester(desk, subscription="0001", number=None, **young).customer_id


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("way", [("alt+e",), ("alt+c",), ("alt+t",)], ids=["items", "catalogue", "titles"])
async def test_the_item_or_its_title_is_opened(desk: Desk, item: str, around: str, way: tuple[str, ...]) -> None:
    async with running(desk) as driver:
        await driver.keys(*way)
        await driver.burst(f"{around.format(item)}\r")
        assert "Rituelen" in driver.text
        assert driver.lines[1].startswith((" Exemplaar", " Titel"))


@pytest.mark.parametrize("around", AROUND)
async def test_an_item_on_a_page_without_a_field_is_the_next_one(desk: Desk, item: str, around: str) -> None:
    other = new_item(desk, new_title(desk, title="Het bureau"))
    async with running(desk) as driver:
        await driver.keys("alt+e")
        await driver.burst(f"{other}\r")
        await driver.burst(f"{around.format(item)}\r")
        assert f"Exemplaar {item}" in driver.lines[1]


@pytest.mark.parametrize("around", AROUND)
async def test_it_is_written_off_as_what_it_is(desk: Desk, item: str, around: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+e", "ctrl+x")
        await driver.burst(f"{around.format(item)}\r")
        await driver.keys("space")
    assert desk.store.read("SELECT status FROM item") == [("A",)]


@pytest.mark.parametrize("around", AROUND)
async def test_it_is_set_aside_from_the_list_and_found_on_the_list(
    desk: Desk, item: str, member: int, around: str
) -> None:
    ((title_id,),) = desk.store.read("SELECT title_id FROM item")
    place_hold(desk, member, int(str(title_id)))
    async with running(desk) as driver:
        await driver.keys("alt+r", "1")
        await driver.burst(f"{around.format(item)}\r")
        assert desk.store.read("SELECT status FROM item") == [("R",)]
        await driver.keys("escape", "2")
        await driver.burst(f"{around.format(item)}\r")
        assert "╭─" not in driver.text, "the start sign is no Annuleren"
        assert "klaar" in driver.lines[1]


@pytest.mark.parametrize("around", AROUND)
async def test_what_is_scanned_to_be_taken_back_is_found_in_the_session(
    desk: Desk, item: str, member: int, around: str
) -> None:
    ((number,),) = desk.store.read("SELECT number FROM card")
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{around.format(number)}\r{around.format(item)}\r")
        assert desk.store.read("SELECT item_number FROM loan") == [(item,)]
        await driver.keys("f4")
        await driver.burst(f"{around.format(item)}\r")
    assert desk.store.read("SELECT 1 FROM loan") == []


async def test_an_item_with_something_around_it_waits_for_the_second_customer(
    desk: Desk, item: str, member: int
) -> None:
    lend(desk, member, new_item(desk, new_title(desk, title="Thuis")))
    second = enrol_tester(
        desk, subscription="0001", number=None, surname="Ander", birth_date="04-01-2013", guardian="A. O"
    ).customer_id
    numbers = {int(str(who)): str(number) for who, number in desk.store.read("SELECT customer_id, number FROM card")}
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{numbers[member]}\r")
        await driver.keys("alt+n")
        await driver.burst(f"A{item}B\r")
        assert "1 scan wacht" in driver.text
        await driver.burst(f"A{numbers[second]}B\r")
    assert desk.store.read("SELECT customer_id FROM loan WHERE item_number = ?", (item,)) == [(second,)]


async def test_the_lists_know_what_stands_ready(desk: Desk, item: str, member: int) -> None:
    ((title_id,),) = desk.store.read("SELECT title_id FROM item")
    place_hold(desk, member, int(str(title_id)))
    assert set_aside(desk, f"A{item}B").number == item
