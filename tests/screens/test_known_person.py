"""Who is known already is shown before a second enrolment, and asked about again when it is another person."""

from __future__ import annotations

from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import UP_TO_SAVING, Driver, running
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


async def enrol_one(driver: Driver, initials: str, surname: str, born: str, house: str = "9468bg 41") -> bool:
    """Enrol somebody by three screens; whether anything was asked about people who are known."""
    postcode, number = house.split()
    await driver.keys("v", "enter", "enter", *initials, "enter", "enter", *surname, "enter", "enter")
    await driver.keys(*born, "enter", "enter", *postcode, "enter", *number, "f2")
    asked = "Zelfde huishouden?" in driver.text
    if asked:
        assert "Enter = Ja, een nieuwe huisgenoot" in driver.text
        await driver.keys("enter")
    assert "Genereer klantnummer" in driver.text
    while "▸Persoon" not in driver.text:
        await driver.keys("tab")
    await driver.keys("m", "f2", *"0141", "f2")
    assert "Toegekend eenmalig wachtwoord" in driver.text
    await driver.keys("enter", "f12")
    return asked


FAMILY = (("j", "05-06-1980"), ("m", "07-08-1981"), ("a", "09-10-2001"), ("b", "11-12-2002"), ("c", "01-02-2004"))


async def test_a_family_of_five_in_a_row_gives_one_question(desk: Desk) -> None:
    async with running(desk) as driver:
        asked = [await enrol_one(driver, initials, "Berg", born) for initials, born in FAMILY]
    assert asked == [False, True, False, False, False]


async def test_after_another_house_is_asked_again(desk: Desk) -> None:
    async with running(desk) as driver:
        asked = [await enrol_one(driver, initials, "Berg", born) for initials, born in FAMILY[:3]]
        asked.append(await enrol_one(driver, "z", "Ver", "05-05-1955", "9468bg 41a"))
        asked += [await enrol_one(driver, initials, "Berg", born) for initials, born in FAMILY[3:]]
    assert asked == [False, True, False, False, True, False]


async def test_a_double_of_a_housemate_is_asked_about_also_in_a_row(desk: Desk) -> None:
    async with running(desk) as driver:
        for initials, born in FAMILY[:3]:
            await enrol_one(driver, initials, "Berg", born)
        await driver.keys("v", "enter", "enter", *"a", "enter", "enter", *"Berg", "enter", "enter")
        await driver.keys(*"10-09-2001", "enter", "enter", *"9468bg", "enter", *"41", "f2")
        assert "Is dit een bekende klant?" in driver.text
        await driver.keys("enter")
        assert "Is dit een bekende klant?" in driver.text, "no default where it may be the same person"
        assert "Berg, A." in driver.text
        assert "Berg, J." not in driver.text


async def test_a_scan_says_nothing_about_a_household(desk: Desk) -> None:
    enrol_tester(desk, initials="k", birth_date="02-03-1960")
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING)
        assert "Zelfde huishouden?" in driver.text
        await driver.burst("29428000077727\r")
        assert "Zelfde huishouden?" in driver.text
        await driver.keys("escape")
        assert "Zelfde huishouden?" not in driver.text
        await driver.keys("f2", "d")
        assert "Genereer klantnummer" in driver.text
