"""An e-mail address that mail comes back from, noted and cleared on the customer screen."""

from __future__ import annotations

from balie.customers.bounces import read_bounce
from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running


def flat(driver: Driver) -> str:
    """The screen as one line, without the frame of a box."""
    return " ".join(driver.text.replace("│", " ").split())


async def test_alt_o_notes_that_mail_comes_back_and_once_more_that_it_is_good(desk: Desk) -> None:
    enrolled = enrol_tester(desk, email="eb@lezer.nl")
    async with running(desk) as driver:
        await driver.burst(f"{enrolled.number}\r")
        await driver.keys("alt+o", *"vol", "enter")
        assert "genoteerd als onbestelbaar" in driver.message
        assert "e-mail onbestelbaar" in driver.text
        await driver.keys("alt+o")
        assert "eb@lezer.nl: e-mail onbestelbaar sinds 09-04-2024 (vol)." in flat(driver)
        await driver.keys("j")
        assert "geldt weer" in driver.message
    assert read_bounce(desk.store, enrolled.customer_id) is None


async def test_a_reason_that_cannot_be_kept_is_told_in_its_box_and_stays(desk: Desk) -> None:
    enrolled = enrol_tester(desk, email="eb@lezer.nl")
    async with running(desk) as driver:
        await driver.burst(f"{enrolled.number}\r")
        await driver.keys("alt+o", *"vol ٣", "enter")
        assert "De reden bevat het cijfer" in flat(driver)
        await driver.keys("backspace", *"3x", "enter")
        assert "genoteerd als onbestelbaar" in driver.message
    noted = read_bounce(desk.store, enrolled.customer_id)
    assert noted is not None
    assert noted.reason == "vol 3x"


async def test_esc_notes_nothing_and_without_an_address_it_is_said_why(desk: Desk) -> None:
    enrolled = enrol_tester(desk, email="eb@lezer.nl")
    other = enrol_tester(desk, email="", surname="Ander")
    async with running(desk) as driver:
        await driver.burst(f"{enrolled.number}\r")
        await driver.keys("alt+o", "escape")
        assert read_bounce(desk.store, enrolled.customer_id) is None
        await driver.burst(f"{other.number}\r")
        await driver.keys("alt+o")
        assert "geen e-mailadres" in driver.message
