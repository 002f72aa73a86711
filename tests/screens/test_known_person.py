"""Who is known already is shown before a second enrolment, and asked about again when it is another person."""

from __future__ import annotations

from balie.desk import Desk
from tests.support.desk_driver import UP_TO_SAVING, running
from tests.support.enrolling import enrol, retype, stored_customers


async def test_a_known_person_is_shown_before_a_second_enrolment(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver)
        await driver.keys("enter", "f12", *UP_TO_SAVING)
        assert "Is dit een bekende klant?" in driver.text
        assert "zelfde geboortedatum en achternaam, zelfde adres" in driver.text
        await driver.keys("enter", "1", "x")
        assert "Is dit een bekende klant?" in driver.text
        await driver.keys("o")
        assert "[480874]" in driver.text


async def test_a_twin_is_enrolled_after_doorgaan(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver)
        await driver.keys("enter", "f12", *UP_TO_SAVING, "d", "f2", "f2")
    assert [row[6] for row in stored_customers(desk)] == ["29428000077727", "29428000077735"]


async def test_who_is_known_is_asked_again_when_it_has_become_another_person(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver)
        await driver.keys("enter", "f12", *UP_TO_SAVING)
        await driver.keys("escape")
        await retype(driver, "Achternaam", "Anders")
        await retype(driver, "Postcode", "9461aa")
        await driver.keys("f2")
        assert "Genereer klantnummer" in driver.text
        await retype(driver, "Achternaam", "Tester")
        await retype(driver, "Straat", "Brink")
        await retype(driver, "/ Plaats", "Gieten")
        await driver.keys("f2")
        assert "Is dit een bekende klant?" in driver.text
        await driver.keys("d")
        assert "Opbouw abonnementskosten" in driver.text
        await driver.keys("escape", "f2")
        assert "Opbouw abonnementskosten" in driver.text, "about the same people only once"
