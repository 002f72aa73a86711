"""An enrolment that is left or gone back in keeps what was typed, or asks first."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from tests.support.desk_driver import UP_TO_SAVING, running
from tests.support.enrolling import enrol, go_to


async def test_esc_goes_back_a_screen_with_everything_typed(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING)
        await go_to(driver, "Voorletters")
        await driver.keys("end", "X", "escape")
        assert "Voorletters    E.B.X" in driver.text or "Voorletters    E.B.X." in driver.text
        assert "Klantnummer *  VVVVVVVVVVVVVV" in driver.text
        await driver.keys("f2")
        assert "Genereer klantnummer voor vestiging: 9428" in driver.text
        assert "Kruisakkers" in driver.text


async def test_leaving_an_enrolment_asks_first_and_enter_does_not_answer(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING, "f12")
        assert "Wijzigingen niet opslaan?" in driver.text
        await driver.keys("enter", "enter")
        assert "Wijzigingen niet opslaan?" in driver.text
        await driver.keys("n")
        assert "Genereer klantnummer" in driver.text
        await driver.keys("f12", "j")
        assert "▸Klantnummer *" in driver.text
        assert "Tester" not in driver.text


async def test_the_last_list_comes_back_at_the_line_that_was_opened(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("ctrl+l")
        assert "nog niet gezocht" in driver.message
        await enrol(driver)
        await driver.keys("enter", "f12", *UP_TO_SAVING, "d", "f2", "f2", "enter", "alt+z", *"tester", "down", "enter")
        assert "[480875]" in driver.text
        await driver.keys("ctrl+l")
        assert next(line for line in driver.lines if "›Tester" in line).count("29428000077735") == 1


BY_NAME = ("alt+z", *"Tester", "enter")
BY_NUMBER = ("shift+tab", "ctrl+u", *"29428000077727", "enter")


@pytest.mark.parametrize("opening", [BY_NAME, BY_NUMBER])
async def test_opening_a_customer_amid_an_enrolment_asks_first(desk: Desk, opening: tuple[str, ...]) -> None:
    async with running(desk) as driver:
        await enrol(driver)
        await driver.keys("enter", "f12", "v", "enter", "enter", "e", "b", "enter", "shift+tab", *opening)
        assert "Wijzigingen niet opslaan?" in driver.text
        await driver.keys("n", "escape", "escape")
        assert "E.B." in driver.text


async def test_a_name_that_was_looked_for_is_no_work_to_lose(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*"Niemand", "enter", "escape", "f12")
        assert "Wijzigingen niet opslaan?" not in driver.text
        assert "Niemand" not in driver.text
