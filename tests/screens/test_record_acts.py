"""Zelfde adres, Seriemutatie, Ontdubbelen and Verwijder by the keyboard, read back from the store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.customers.cards.cards import make_primary
from balie.customers.tabs.editing import read_edit, save_edit
from balie.desk import Desk
from balie.finance.pay import pay, plan
from balie.finance.sheet import sheet
from balie.store.connection import open_store
from tests.support.applicants import end_membership, enrol_tester
from tests.support.desk_driver import Driver, running
from tests.support.members import pay_all

HOSTILE = "[red]Jan[/red]"
NUMBERS = ("29428000077727", "29428000077735", "29428000077743")
PHONE, OLD_PHONE = "(0592) 24 36 12", "(088) 012 82 95"


def change(desk: Desk, customer_id: int, tab: str = "2", **typed: str) -> None:
    save_edit(desk, customer_id, tab, typed, read_edit(desk, customer_id, tab))


def phone(desk: Desk, customer_id: int) -> str:
    return read_edit(desk, customer_id, "2").fields["phone"]


def people(desk: Desk) -> list[int]:
    return [row[0] for row in desk.store.read("SELECT id FROM customer ORDER BY id")]


async def scan(driver: Driver, place: int = 0) -> None:
    """Open the customer who was enrolled at that place."""
    await driver.burst(f"{NUMBERS[place]}\r")


# Zelfde adres.


async def test_enter_opens_who_lives_at_the_same_address(desk: Desk) -> None:
    enrol_tester(desk)
    other = enrol_tester(desk, initials="J", surname=HOSTILE).customer_id
    enrol_tester(desk, initials="K", house_number="43")
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("f")
        assert f"▸{HOSTILE}" in driver.text
        assert NUMBERS[2] not in driver.text
        await driver.keys("enter")
        assert f"[{other}]" in driver.lines[4]


async def test_an_address_without_others_says_so(desk: Desk) -> None:
    enrol_tester(desk)
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("f")
        assert driver.message.startswith("Op dit adres staat geen andere klant.")
        assert NUMBERS[0] in driver.lines[4]


# Seriemutatie.


@pytest.fixture
def house(desk: Desk) -> tuple[int, int, int]:
    """Three people in one house, of whom the first got another telephone number today."""
    ids = (
        enrol_tester(desk).customer_id,
        enrol_tester(desk, initials="J", surname=HOSTILE, birth_date="01-01-1960").customer_id,
        enrol_tester(desk, initials="K", birth_date="01-01-1970").customer_id,
    )
    change(desk, ids[0], phone="0592243612")
    return ids


async def test_what_changed_today_is_carried_to_who_was_answered_ja(desk: Desk, house: tuple[int, int, int]) -> None:
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("s")
        assert f"[x] Telefoon: {PHONE}" in driver.text
        assert "[ ] E-mail" in driver.text
        await driver.keys("f2")
        assert f"{HOSTILE}, J." in driver.text
        assert f"was: {OLD_PHONE}" in driver.text
        assert f"wordt: {PHONE}" in driver.text
        await driver.keys("enter", "1", "n")
        assert "Tester, K." in driver.text
        await driver.keys("j")
        assert driver.message == "Overgenomen bij 1 van 2."
    assert [phone(desk, customer_id) for customer_id in house] == [PHONE, OLD_PHONE, PHONE]


async def test_esc_halfway_changes_nobody(desk: Desk, house: tuple[int, int, int]) -> None:
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("s", "enter", "j", "escape")
        assert driver.message == "Seriemutatie gestopt: er is niets gewijzigd."
    assert [phone(desk, customer_id) for customer_id in house] == [PHONE, OLD_PHONE, OLD_PHONE]


async def test_what_is_not_ticked_is_not_carried_and_nothing_ticked_says_so(
    desk: Desk, house: tuple[int, int, int]
) -> None:
    change(desk, house[0], email="eb@voorbeeld.example")
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("s", "space", "down")  # the e-mail address that was typed today is not ticked
        assert "[x]" not in driver.text
        await driver.keys("f2")
        assert "Kies er minstens één met de spatiebalk." in driver.text
        await driver.keys("space", "enter", "j", "j")
    fields = read_edit(desk, house[1], "2").fields
    assert (fields["phone"], fields["email"]) == (OLD_PHONE, "eb@voorbeeld.example")


async def test_a_housemate_changed_by_another_desk_meanwhile_is_not_overwritten(
    desk: Desk, house: tuple[int, int, int]
) -> None:
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("s", "enter", "j")
        with open_store(desk.store.path) as store:
            change(replace(desk, store=store, staff="abc"), house[1], phone="0593111111")
        await driver.keys("j")
        assert "intussen door een andere balie gewijzigd" in driver.message
    assert [phone(desk, customer_id) for customer_id in house[1:]] == ["(0593) 11 11 11", OLD_PHONE]


async def test_who_lives_alone_is_told_before_anything_is_asked(desk: Desk) -> None:
    enrol_tester(desk)
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("s")
        assert driver.message.startswith("Er is geen andere klant op dit adres")


# Ontdubbelen.


@pytest.fixture
def doubles(desk: Desk) -> tuple[int, int]:
    """E.B. Tester twice, the second with a mobile number."""
    return enrol_tester(desk).customer_id, enrol_tester(desk, mobile="0612345678").customer_id


async def test_the_other_record_goes_into_the_one_that_stays_and_comes_back(
    desk: Desk, doubles: tuple[int, int]
) -> None:
    stays, goes = doubles
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("d", "enter")
        assert "BLIJFT" in driver.text
        assert f"≠ Klantnummer           {NUMBERS[0]} [{stays}]" in driver.text
        await driver.keys("f2", "j")
        assert "Ongedaan maken kan: T" in driver.message
        assert people(desk) == [stays]
        assert read_edit(desk, stays, "2").fields["mobile"] == "06-12345678"
        await driver.keys("t", "j")
        assert f"[{goes}] is weer een eigen klant" in driver.message
    assert people(desk) == [stays, goes]
    assert read_edit(desk, stays, "2").fields["mobile"] == ""


@pytest.mark.parametrize("key", ["s", "alt+w"])
async def test_the_other_one_stays_after_a_swap(desk: Desk, doubles: tuple[int, int], key: str) -> None:
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("d", "enter", key, "f2", "j")
        assert f"[{doubles[1]}]" in driver.lines[4]
    assert people(desk) == [doubles[1]]


@pytest.mark.parametrize("keys", [("escape",), ("enter", "escape"), ("enter", "f2", "n", "escape")])
async def test_esc_or_nee_merges_nothing(desk: Desk, doubles: tuple[int, int], keys: tuple[str, ...]) -> None:
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("d", *keys)
        assert NUMBERS[0] in driver.lines[4]
    assert people(desk) == list(doubles)


async def test_a_number_of_nobody_can_be_corrected_and_all_reasons_against_a_merge_are_shown(desk: Desk) -> None:
    enrol_tester(desk)
    enrol_tester(desk, surname="Anders", birth_date="01-01-1960", initials="J")
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("d", *"123", "enter")
        assert "Dit is geen klantnummer dat bekend is" in driver.text
        assert " 123 " in driver.text
        await driver.keys("ctrl+u", *NUMBERS[1], "enter")
        for reason in ("De achternaam verschilt", "De geboortedatum verschilt", "De voorletters verschillen"):
            assert reason in driver.text
        await driver.keys("enter")
        assert NUMBERS[0] in driver.lines[4]


async def test_what_another_desk_changed_after_the_preview_stops_the_merge(
    desk: Desk, doubles: tuple[int, int]
) -> None:
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("d", "enter")
        change(desk, doubles[1], fax="0592243612")
        await driver.keys("f2", "j")
        assert "bekijk opnieuw wat er wordt samengevoegd" in driver.message
    assert people(desk) == list(doubles)


async def test_all_that_stands_in_the_way_of_undoing_is_shown_and_nothing_is_done(
    desk: Desk, doubles: tuple[int, int]
) -> None:
    stays, _ = doubles
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("d", "enter", "f2", "j")
        pay(desk, stays, plan(sheet(desk, stays), None, "contant", "80,00"))
        make_primary(desk, stays, NUMBERS[1])
        await driver.keys("t", "j")
        told = driver.text
        assert "Deze samenvoeging kan niet ongedaan worden gemaakt:" in told
        assert f"maak eerst weer {NUMBERS[0]}" in told
        assert "boek die eerst terug (Historie)" in told
        await driver.keys("enter")
        assert "kan niet ongedaan" not in driver.text
    assert people(desk) == [stays]


async def test_where_nothing_was_merged_there_is_nothing_to_undo(desk: Desk) -> None:
    enrol_tester(desk)
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("t")
        assert driver.message == "Met deze klant is geen andere klant samengevoegd."


# Verwijder.


async def open_former_member(driver: Driver) -> None:
    """Somebody without a running membership is opened from the list of found customers."""
    await driver.keys("alt+z", *NUMBERS[0], "enter")


async def test_all_that_stands_in_the_way_of_removing_is_shown(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    async with running(desk) as driver:
        await scan(driver)
        await driver.keys("alt+y")
        assert "Er staat nog € 54,00 open" in driver.text
        assert "Het abonnement Basis loopt nog" in driver.text
        await driver.keys("enter")
        assert "Deze klant kan nog niet" not in driver.text
    assert people(desk) == [customer_id]


async def test_a_customer_is_removed_after_a_ja_and_the_first_screen_tells_it(desk: Desk) -> None:
    customer_id = enrol_tester(desk, surname=HOSTILE).customer_id
    pay_all(desk, customer_id)
    end_membership(desk, customer_id)
    async with running(desk) as driver:
        await open_former_member(driver)
        await driver.keys("alt+y")
        assert "Dit gaat voorgoed weg:" in driver.text
        assert HOSTILE in driver.text
        await driver.keys("f2", "enter", "1", "j")
        assert driver.message.startswith("De klant is verwijderd.")
        assert "▸Klantnummer" in driver.text
        await driver.keys("f8")
        assert "nog geen andere klant geopend" in driver.message
    assert desk.store.read("SELECT surname FROM customer") == [("Verwijderd",)]


@pytest.mark.parametrize("keys", [("escape",), ("f2", "n", "escape")])
async def test_esc_or_nee_removes_nobody(desk: Desk, keys: tuple[str, ...]) -> None:
    customer_id = enrol_tester(desk).customer_id
    pay_all(desk, customer_id)
    end_membership(desk, customer_id)
    async with running(desk) as driver:
        await open_former_member(driver)
        await driver.keys("alt+y", *keys)
        assert NUMBERS[0] in driver.lines[4]
    assert desk.store.read("SELECT surname FROM customer") == [("Tester",)]
