"""The field Ouder of voogd at the desk: a scan, a name, a name of several, and what cannot be."""

from __future__ import annotations

import pytest

from balie.customers.guardians import guardian_text
from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running
from tests.support.enrolling import go_to, retype


async def to_screen_2(driver: Driver) -> None:
    await driver.keys("v", "enter")
    assert "laten genereren" in driver.text
    await driver.keys("enter", *"k jansen", "enter", *"02-03-2015", "enter", "enter", *"9468bg", "enter", *"41", "f2")
    if "Zelfde huishouden?" in driver.text:
        await driver.keys("enter")
    await go_to(driver, "Persoon")
    await driver.keys("v")
    await go_to(driver, "Ouder/verzorger")


def only_child(desk: Desk) -> str:
    ((child,),) = desk.store.read("SELECT id FROM customer WHERE surname = 'Jansen'")
    return guardian_text(desk.store, child)


async def test_a_scan_is_the_customer_at_once_and_is_linked(desk: Desk) -> None:
    parent = enrol_tester(desk)
    async with running(desk) as driver:
        await to_screen_2(driver)
        await retype(driver, "Ouder/verzorger", str(parent.number))
        assert "Opbouw abonnementskosten" in driver.text
        await driver.keys("escape")
        assert f"E.B. Tester [{parent.customer_id}]" in driver.text
        await driver.keys("f2", *"0141", "f2")
        assert "Toegekend eenmalig wachtwoord" in driver.text
    assert only_child(desk) == f"E.B. Tester [{parent.customer_id}]"


async def test_a_child_or_a_number_of_nobody_is_told_at_the_field_and_nothing_is_lost(desk: Desk) -> None:
    child = enrol_tester(desk, subscription="0141", surname="Kind", birth_date="01-01-2012", guardian="wie")
    async with running(desk) as driver:
        await to_screen_2(driver)
        await retype(driver, "Ouder/verzorger", str(child.number))
        assert "nog geen 18" in driver.text
        await driver.keys("f2")
        assert "nog geen 18" in driver.text
        await retype(driver, "Ouder/verzorger", "29428000077776")
        assert "Ouder/verzorger" in driver.text
        await retype(driver, "Ouder/verzorger", "M. Jansen")
        assert "Opbouw abonnementskosten" in driver.text


async def test_the_parent_in_the_own_house_is_linked_by_name_without_a_question(desk: Desk) -> None:
    parent = enrol_tester(desk)
    enrol_tester(desk, initials="z", house_number="9", birth_date="05-05-1955")
    async with running(desk) as driver:
        await to_screen_2(driver)
        await retype(driver, "Ouder/verzorger", "eb tester")
        assert "Opbouw abonnementskosten" in driver.text
        await driver.keys("escape")
        assert f"E.B. Tester [{parent.customer_id}]" in driver.text


@pytest.mark.parametrize(("answer", "linked"), [(("enter",), 0), (("down", "enter"), 1), (("end", "enter"), None)])
async def test_of_a_name_that_several_have_is_asked_who_once(
    desk: Desk, answer: tuple[str, ...], linked: int | None
) -> None:
    people = [
        enrol_tester(desk, surname="Berg", house_number=house, birth_date=born).customer_id
        for house, born in (("7", "05-05-1955"), ("9", "06-06-1966"))
    ]
    async with running(desk) as driver:
        await to_screen_2(driver)
        await retype(driver, "Ouder/verzorger", "E. Berg")
        assert "Welke klant is E. Berg?" in driver.text
        assert "05-05-1955" in driver.text
        await driver.keys("escape")
        assert "▸Ouder/verzorger" in driver.text
        await driver.keys("f2", *answer)
        assert "Opbouw abonnementskosten" in driver.text
        await driver.keys("escape", "f2", *"0141", "f2")
        assert "Toegekend eenmalig wachtwoord" in driver.text
    assert only_child(desk) == ("E. Berg" if linked is None else f"E.B. Berg [{people[linked]}]")


async def test_on_tab_2_a_scan_links_and_the_header_tells_it(desk: Desk) -> None:
    parent = enrol_tester(desk)
    child = enrol_tester(desk, subscription="0141", surname="Jansen", birth_date="01-01-2012", guardian="wie")
    async with running(desk) as driver:
        await driver.burst(f"{child.number}\r")
        await driver.keys("2", "w")
        await go_to(driver, "Ouder of voogd")
        await driver.keys("ctrl+u", *str(child.number), "f2")
        assert "nog geen 18" in driver.text or "klant zelf" in driver.text
        await driver.keys("ctrl+u", *str(parent.number), "f2")
        assert "Opgeslagen" in driver.message
        assert f"! ouder/voogd E.B. Tester [{parent.customer_id}]" in driver.text
        await driver.keys("w")
        await go_to(driver, "Ouder of voogd")
        await driver.keys("ctrl+u", *"eb tester", "f2")
        assert driver.message == "Er was niets gewijzigd."
    assert only_child(desk) == f"E.B. Tester [{parent.customer_id}]"
