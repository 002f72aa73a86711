"""Kosten boeken and Kosten terugnemen by the keys, from Betalen, the customer and an item."""

from __future__ import annotations

import pytest

from balie.customers.cards.numbers import current_number
from balie.desk import Desk
from balie.finance.sheet import sheet
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running
from tests.support.stock import new_item, new_title


@pytest.fixture
def customer(desk: Desk) -> int:
    """A customer who owes nothing."""
    return enrol_tester(desk, subscription="0086").customer_id


@pytest.mark.parametrize("way", [("alt+j",), ("f7", "alt+j")], ids=["customer", "betalen"])
async def test_costs_are_booked_from_the_customer_and_at_betalen(
    desk: Desk, customer: int, way: tuple[str, ...]
) -> None:
    async with running(desk) as driver:
        driver.app.start(driver.app.open_customer(customer))
        await driver.settle()
        await driver.keys(*way)
        assert "Kosten boeken" in driver.text
        await driver.keys("enter", *"0", "enter")
        assert "Kosten zijn meer dan niets" in " ".join(driver.text.replace("│", " ").split())
        await driver.keys(*"7,5", "enter", *"koffie", "enter", "enter", "j")
        assert "Schade, € 7,50." in driver.message
    assert [(line.text, line.cents) for line in sheet(desk, customer).lines] == [("Schade: koffie", 750)]


async def test_esc_at_any_question_books_nothing(desk: Desk, customer: int) -> None:
    async with running(desk) as driver:
        driver.app.start(driver.app.open_customer(customer))
        await driver.settle()
        steps = ("enter", *"7,5", "enter", "enter", "enter")
        for far in (0, 1, 5, 6, 7):
            await driver.keys("alt+j", *steps[:far], "escape")
            assert sheet(desk, customer).lines == ()


async def test_costs_of_an_item_are_booked_on_who_is_asked_for(desk: Desk, customer: int) -> None:
    item = new_item(desk, new_title(desk))
    async with running(desk) as driver:
        await driver.keys("alt+e", *item, "enter", "alt+j")
        await driver.keys(*(current_number(desk.store, customer) or ""), "enter")
        await driver.keys("enter", *"5", "enter", "enter", "j")
        assert "Geboekt bij" in driver.message
    assert desk.store.read("SELECT item_number FROM charge_item") == [(item,)]


@pytest.mark.parametrize("way", [(), ("ctrl+o",)], ids=["betalen", "historie"])
async def test_costs_are_taken_back_where_they_are_seen(desk: Desk, customer: int, way: tuple[str, ...]) -> None:
    async with running(desk) as driver:
        driver.app.start(driver.app.open_customer(customer))
        await driver.settle()
        await driver.keys("f7", "alt+j", "enter", *"7,5", "enter", "enter", "enter", "j", *way)
        assert "Kosten" in driver.lines[-1]
        await driver.keys("alt+h", *"vergissing", "enter", "j")
        assert driver.message == "Teruggenomen: Schade, € 7,50."
    assert sheet(desk, customer).lines == ()
