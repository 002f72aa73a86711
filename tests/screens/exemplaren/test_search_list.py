"""Zoeklijst with keys: searched, found on the shelf, let go, taken back, on paper, and to who says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.lending.at_home import in_bezit
from balie.lending.claims import claim, look_at_claim
from balie.lending.lend import lend
from tests.support.borrowers import borrower, new_item
from tests.support.desk_driver import Driver, running


@pytest.fixture
def book(desk: Desk) -> str:
    """What a customer had 30 days, and said yesterday to have brought back."""
    customer_id, book = borrower(desk), new_item(desk)
    lend(replace(desk, working_date=desk.working_date - timedelta(days=30)), customer_id, book)
    (row,) = in_bezit(desk, customer_id)
    yesterday = replace(desk, working_date=desk.working_date - timedelta(days=1))
    claim(yesterday, customer_id, look_at_claim(yesterday, customer_id, row.loan_id))
    return book


def loans(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT returned_on, claimed_on, searched_on FROM loan")


def in_box(driver: Driver) -> str:
    """What stands in the box on top, on one line."""
    return " ".join(" ".join(line.split("│")[1] for line in driver.lines if line.count("│") > 1).split())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_searched_then_found_and_each_taken_back(desk: Desk, book: str, size: tuple[int, int]) -> None:
    said = f"{desk.working_date - timedelta(days=1):%d-%m-%Y}"
    async with running(desk, size=size) as driver:
        await driver.keys("alt+e", "alt+l")
        assert book in driver.text
        assert f"Zoek sinds {said}" in driver.text
        await driver.keys("f4")
        assert driver.message == "Op deze lijst is nog niets gedaan dat terug kan."
        await driver.keys("z")
        assert f"gezocht {desk.working_date:%d-%m-%Y}" in driver.text
        await driver.keys("z")
        assert driver.message == "Dit exemplaar is vandaag al gezocht."
        await driver.keys("f4")
        assert "gezocht" not in driver.text.partition("Geannuleerd")[0]
        await driver.keys("g", "n")
        assert loans(desk)[0][0] is None
        await driver.keys("g")
        assert f"gevonden? Het telt als ingeleverd op {said}." in in_box(driver)
        await driver.keys("j")
        assert f"ingenomen per {said}." in driver.message
        assert "niets te zoeken" in driver.text
        await driver.keys("f4")
        assert "Geannuleerd" in driver.message
        assert book in driver.text


async def test_let_go_it_is_missing_and_taken_back(desk: Desk, book: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+e", "alt+l", "m")
        assert "niet meer zoeken?" in in_box(driver)
        await driver.keys("j")
        assert "is vermist." in driver.message
        assert desk.store.read("SELECT status FROM item WHERE number = ?", (book,)) == [("M",)]
        await driver.keys("f4")
        assert desk.store.read("SELECT status FROM item WHERE number = ?", (book,)) == [("B",)]
        assert loans(desk)[0][0] is None


async def test_enter_shows_the_item_and_k_who_says_so(desk: Desk, book: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+e", "alt+l", "enter")
        assert "zoek sinds" in driver.text
        await driver.keys("escape", "k")
        assert "In bezit" in driver.text
        assert "zoek sinds" in driver.text
        await driver.keys("z", "j", "escape")
        assert "niets te zoeken" in driver.text


async def test_the_list_goes_on_paper(desk: Desk, book: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+e", "alt+l", "ctrl+d")
        assert desk.store.read("SELECT template FROM receipt ORDER BY id DESC LIMIT 1") == [("receipt-search-list",)]
        await driver.keys("z", "ctrl+d")
        assert "nu niets te zoeken" in driver.message
    assert any("ZOEKLIJST: 1 exemplaar" in path.read_text() for path in desk.spool.rglob("*") if path.is_file())
