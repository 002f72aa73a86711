"""The klanttype at the first screen: what is asked follows from it, and what was typed stays."""

from __future__ import annotations

import pytest

from balie.customers.invariants import CUSTOMER_INVARIANTS
from balie.desk import Desk
from balie.store.check import check
from tests.support.applicants import end_membership, enrol_tester
from tests.support.desk_driver import SCREEN_1_BYTES, Driver, running
from tests.support.enrolling import go_to

UP = "\x1b[A"
HOUSE = UP + "i\rv\r\rDe Oefenhoek\rA. de Vries\rGroep 5\r\r9468bg\r41\r"
"""Screen 1 of an institution, as the bytes a terminal sends; the cursor begins in Klantnummer."""
F2 = "\x1bOQ"


def labels(driver: Driver) -> str:
    return "\n".join(driver.lines[3:])


async def test_an_institution_has_a_name_a_contact_person_and_a_department_and_no_date(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("up", "i")
        shown = labels(driver)
        for label in ("Klanttype      Instelling", "Naam", "Contactpersoon", "Afdeling"):
            assert label in shown
        for label in ("Voorletters", "Voorvoegsel", "Achternaam", "Roepnaam", "Geboortedatum"):
            assert label not in shown


async def test_what_was_typed_stays_for_who_chooses_another_klanttype_and_comes_back(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst("v\r\reb\r\rTester\r\r04011991\r")
        await driver.keys(*["up"] * 10)
        await go_to(driver, "Klanttype")
        await driver.keys("i")
        assert "Tester" in labels(driver)
        assert "1991" not in labels(driver)
        await driver.keys("r")
        assert "04-01-1991" in labels(driver)
        assert "E.B." in labels(driver)


@pytest.mark.parametrize("slow", [False, True])
async def test_an_institution_has_no_age_and_pays_what_screen_3_shows(desk: Desk, slow: bool) -> None:
    async with running(desk) as driver:
        if slow:
            await driver.keys("up", "i", "enter", "v", "enter", "enter")
            await driver.type("De Oefenhoek\rA. de Vries\rGroep 5\r\r9468bg\r41\r")
        else:
            await driver.burst(HOUSE)
        assert "Contactpersoon" in labels(driver)
        for label in ("Persoon/Instelling", "Geboren", "Ouder/verzorger"):
            assert label not in labels(driver)
        await driver.keys("f2", *"0141")
        assert "Leeftijd" not in driver.text
        assert "Saldo              € 42,00" in driver.text
        await driver.keys("f2", "enter")
        assert "contributie  € 42,00" in driver.text
        assert "De Oefenhoek" in driver.lines[5]
        assert "jr.)" not in driver.text
    row = desk.store.read_one("SELECT surname, kind, birth_date, contact_name, department FROM customer")
    assert row == ("De Oefenhoek", "instelling", None, "A. de Vries", "Groep 5")
    assert check(desk.store, CUSTOMER_INVARIANTS) == []


async def test_all_that_an_institution_lacks_is_told_at_its_fields(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(UP + "i\rv\r\r" + F2)
        assert "Vul de naam van de instelling in. (1 van 3)" in driver.text
        assert "▸" in next(line for line in driver.lines if "Naam" in line)


async def test_a_name_without_letters_is_told_as_that_of_an_institution(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(UP + "i\rv\r\r12345\r")
        assert "De naam van de instelling bevat geen letters: 12345." in driver.text
        await driver.keys("ctrl+u")
        await driver.burst("De Oefenhoek\r\r\r\r9468bg\r41\r")
        await go_to(driver, "Naam")
        await driver.keys("ctrl+u", *"678", "f2")
        assert "De naam van de instelling bevat geen letters: 678." in driver.text


async def test_a_long_contact_person_stays_in_its_place_in_the_header(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(HOUSE.replace("A. de Vries", "V" * 70))
        await driver.keys("f2", *"0141", "f2", "enter")
        assert "contributie  € 42,00" in driver.lines[5]
        assert "VVV…" in driver.lines[5]


async def test_the_next_customer_begins_as_a_regular_one(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(HOUSE)
        await driver.keys("f2", *"0141", "f2", "enter", "alt+k")
        assert "Reguliere klant" in driver.text
        assert "Geboortedatum" in driver.text


async def test_screen_2_has_no_institution_to_choose_for_a_person(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(SCREEN_1_BYTES)
        await go_to(driver, "Persoon/Instelling")
        await driver.keys("i")
        assert "Persoon/Instelling N.v.t." in driver.text


async def test_tab_2_of_an_institution_has_its_department_and_no_birth_date(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(HOUSE)
        await driver.keys("f2", *"0141", "f2", "enter", "w")
        assert "Afdeling" in driver.text
        assert "Geboren" not in driver.text
        await go_to(driver, "Afdeling")
        await driver.keys("ctrl+u", *"Groep")
        await driver.keys("space", "6", "f2")
        assert "Groep 6" in driver.text
    assert desk.store.read_one("SELECT department FROM customer") == ("Groep 6",)


async def test_who_enrols_again_is_told_at_once_that_a_person_becomes_no_institution(desk: Desk) -> None:
    known = enrol_tester(desk).customer_id
    end_membership(desk, known)
    async with running(desk) as driver:
        await driver.type("29428000077727\r")
        assert "Herinschrijven" in driver.text
        await go_to(driver, "Klanttype")
        await driver.keys("i", "f2")
        assert "Deze klant is een persoon en wordt geen instelling" in driver.text
        assert "Contactpersoon" in driver.text
        await driver.keys("r", "f2")
        assert "Persoon/Instelling" in driver.text
