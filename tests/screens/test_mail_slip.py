"""A mail domain that looks like a slip is asked about once, at the form where it was typed, and keeps nobody."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import UP_TO_SAVING, running
from tests.support.enrolling import go_to


@pytest.mark.parametrize(("answer", "stored"), [("j", "e@hotmail.com"), ("n", "e@hotmial.com")])
async def test_on_a_tab_it_is_asked_before_saving(desk: Desk, answer: str, stored: str) -> None:
    number = enrol_tester(desk, number=None).number
    async with running(desk) as driver:
        await driver.burst(f"{number}\r")
        await driver.keys("w", "e", *"e@hotmial.com", "f2")
        assert "hotmial.com lijkt een typefout. Bedoelt u hotmail.com?" in driver.text.replace("\n", " ")
        await driver.keys(answer)
        assert driver.message == "Opgeslagen."
        await driver.keys("w", "f2")
        assert driver.message == "Er was niets gewijzigd."
    assert desk.store.read("SELECT email FROM customer") == [(stored,)]


async def test_at_enrolling_it_is_asked_once(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING)
        await go_to(driver, "E-mail")
        await driver.keys(*"e@gmail.con", "f2")
        assert "Bedoelt u gmail.com?" in driver.text
        await driver.keys("n")
        assert "Opbouw abonnementskosten" in driver.text
        await driver.keys("escape", "f2")
        assert "Opbouw abonnementskosten" in driver.text
