"""The enrolment (rules.md#screens) from the keyboard: what the screens show, and what is stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.desk import Desk
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import SCREEN_1_BYTES, UP_TO_SAVING, running
from tests.support.enrolling import enrol, retype, stored_customers


async def test_the_worked_example_with_digital_only_shows_exactly_this_header(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver, "0141")
        assert "Toegekend eenmalig wachtwoord" in driver.text
        await driver.keys("enter")
        assert driver.lines[4:9] == [
            " 29428000077727 [480874]│9428 (Gieten)│Digital only│Gefactureerd t/m April 2025",
            " Dhr. E.B. Tester     │ geboortedatum 04-01-1991 (33 jr.) │ contributie  € 42,00",
            " Kruisakkers 41       │ laatste activiteit     09-04-2024 │ registratie   € 0,00",
            " 9468 BG  ANNEN       │ in bezit                        0 │ strippen           –",
            " Factuur aangemaakt   │ actieve passen                  1 │ tegoed        € 0,00",
        ]
        await driver.keys("8")
        assert "29428000077727 zonder pasje" in driver.text


async def test_the_worked_example_with_basis_shows_exactly_this_header(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver, "0045")
        await driver.keys("enter")
        assert driver.lines[4:9] == [
            " 29428000077727 [480874] │ 9428 (Gieten) │ Basis │ Gefactureerd t/m April 2025",
            " Dhr. E.B. Tester     │ geboortedatum 04-01-1991 (33 jr.) │ contributie  € 54,00",
            " Kruisakkers 41       │ laatste activiteit     09-04-2024 │ registratie   € 0,00",
            " 9468 BG  ANNEN       │ in bezit                        0 │ strippen         125",
            " Factuur aangemaakt   │ actieve passen                  1 │ tegoed        € 0,00",
        ]


async def test_an_enrolment_stores_person_number_membership_and_charge(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver)
    assert stored_customers(desk) == [
        (
            480874,
            "E.B.",
            None,
            "Tester",
            "1991-01-04",
            "man",
            "29428000077727",
            0,
            "0141",
            "2024-05-01",
            "2025-04-30",
            4200,
        )
    ]


async def test_the_customer_is_there_after_a_restart(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver)
    path = desk.store.path
    desk.store.close()
    with open_store(path) as store:
        assert store.read("SELECT number FROM card") == [("29428000077727",)]


async def test_one_burst_of_bytes_gives_the_same_customer_as_slow_keys(desk: Desk) -> None:
    burst = SCREEN_1_BYTES + "\x1bOQ" + "0141\r"
    async with running(desk) as driver:
        await driver.burst(burst)
        assert "Toegekend eenmalig wachtwoord" in driver.text
    in_burst = stored_customers(desk)
    assert [row[3:9] for row in in_burst] == [("Tester", "1991-01-04", "nvt", "29428000077727", 0, "0141")]


async def test_keys_behind_the_saving_do_not_close_the_password(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(SCREEN_1_BYTES + "\x1bOQ" + "0141\r\r\r\rxyz")
        assert "Toegekend eenmalig wachtwoord" in driver.text


async def test_the_bon_holds_the_password_that_is_shown_and_the_store_does_not(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver)
        shown = driver.lines
        password = (
            shown[next(place for place, line in enumerate(shown) if "Toegekend" in line) + 2].split("│")[1].strip()
        )
    bon = next(desk.spool.glob("bon-*.txt")).read_text(encoding="utf-8")
    assert f"{password[:4]} {password[4:]}" in bon
    assert "480874" not in bon
    desk.store.close()
    stored = b"".join(path.read_bytes() for path in desk.store.path.parent.glob(f"{desk.store.path.name}*"))
    assert password.encode() not in stored
    assert f"{password[:4]} {password[4:]}".encode() not in stored


async def test_f5_prints_the_bon_again_without_the_password(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver)
        await driver.keys("enter", "f5")
        assert "Bon afgedrukt" in driver.text
    first, again = sorted(desk.spool.glob("bon-*.txt"), key=lambda path: len(path.name))
    assert "Eenmalig wachtwoord" in first.read_text(encoding="utf-8")
    duplicate = again.read_text(encoding="utf-8")
    assert "DUPLICAAT" in duplicate
    assert "Eenmalig wachtwoord" not in duplicate


async def test_a_wrong_date_keeps_what_was_typed_and_the_cursor(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst("v\r\reb\r\rTester\r\r31041991\r9468bg\r")
        assert "▸Geboortedatum (dd-mm-jjjj) * 31041991" in driver.text
        assert "april heeft 30 dagen" in driver.message
        assert "Fout:" in driver.text


async def test_everything_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("v", "enter", "enter", "f2")
        assert "(1 van 4)" in driver.text
        wrong = [line.split("*")[0].strip(" ▸!") for line in driver.lines if "!" in line or "▸" in line]
        assert wrong == ["Achternaam", "Geboortedatum (dd-mm-jjjj)", "Postcode"]
        assert "!Huisnummer" in driver.text


async def test_a_printer_that_fails_does_not_undo_the_enrolment(desk: Desk) -> None:
    desk.spool.write_text("no folder", encoding="utf-8")
    async with running(desk) as driver:
        await enrol(driver)
        assert "Bon niet afgedrukt" in driver.text
    assert len(stored_customers(desk)) == 1


async def test_only_a_supervisor_gives_a_subscription_outside_its_ages(desk: Desk) -> None:
    child = "v\r\reb\r\rTester\r\r04012015\r\r9468bg\r41\r"
    async with running(desk) as driver:
        await driver.burst(child)
        await driver.keys("f2")
        assert "ouder of voogd" in driver.message
        await driver.type("Ouder Tester")
        await driver.keys("f2")
        assert "× Basis" in driver.text
        await driver.keys(*"0045", "f2")
        assert "Welke leidinggevende" in driver.text
        await driver.type("abc\r")
        await driver.type("proef met school\r")
        assert "Toegekend eenmalig wachtwoord" in driver.text
    (after,) = desk.store.read_one("SELECT after FROM journal WHERE action = 'enrolled'") or ("",)
    assert "proef met school" in after


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tester", "29428000077727"),
        ("9468bg 41", "29428000077727"),
        ("04-01-1991", "29428000077727"),
        ("Alt+Z 2942800007", "29428000077727"),
        ("nobody", "Niemand gevonden"),
    ],
)
async def test_a_customer_is_found_by_number_name_address_and_birth_date(desk: Desk, typed: str, found: str) -> None:
    async with running(desk) as driver:
        await enrol(driver)
        await driver.keys("enter", "f12")
        if typed.startswith("Alt+Z "):
            await driver.keys("alt+z")
            await driver.type(typed.removeprefix("Alt+Z "))
        else:
            await driver.burst(f"{typed}\r")
        assert found in driver.text
        if found.isdigit():
            await driver.keys("enter")
            assert "[480874]" in driver.text


def test_the_test_store_lies_in_a_folder_of_its_own(desk: Desk, tmp_path: Path) -> None:
    assert desk.store.path.is_relative_to(tmp_path)


async def test_a_street_that_was_put_in_goes_with_its_postcode(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING)
        await retype(driver, "Postcode", "9461aa")
        assert "Straat *" in driver.text
        assert "Kruisakkers" not in driver.text
        assert "ANNEN" not in driver.text
        await retype(driver, "Straat", "Brink")
        await retype(driver, "Postcode", "9461ab")
        assert "Brink" in driver.text
        await retype(driver, "Straat", "")
        await retype(driver, "Postcode", "9468bg")
        assert "Kruisakkers" in driver.text


async def test_a_house_where_a_customer_lives_brings_the_street_of_that_customer(desk: Desk) -> None:
    enrol_tester(
        desk, birth_date="02-03-1960", postcode="7101aa", house_number="5", street="Kerkstraat", town="Winterswijk"
    )
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING)
        await retype(driver, "Postcode", "7101aa")
        assert "Kerkstraat" not in driver.text
        await retype(driver, "/ Huisnummer", "5b")
        assert "Kerkstraat" in driver.text
        assert "WINTERSWIJK" in driver.text


async def test_an_address_corrected_on_screen_1_brings_its_own_street(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING, "escape")
        await retype(driver, "Postcode", "9461aa")
        await driver.keys("f2")
        assert "Genereer klantnummer" in driver.text
        assert "Kruisakkers" not in driver.text


async def test_the_bic_follows_the_iban_and_one_typed_by_hand_stays(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING)
        await retype(driver, "Incasso IBAN", "nl91abna0417164300")
        assert "NL91 ABNA 0417 1643 00" in driver.text
        assert "ABNANL2A" in driver.text
        await retype(driver, "Incasso IBAN", "GB82WEST12345698765432")
        assert "ABNANL2A" not in driver.text
        await retype(driver, "BIC", "NWBKGB2L")
        await retype(driver, "Incasso IBAN", "GB82WEST12345698765432")
        assert "NWBKGB2L" in driver.text


async def test_what_an_empty_list_tells_is_never_cut(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+z")
        assert "of postcode en huisnummer." in " ".join(" ".join(driver.lines).split())
        await driver.keys(*"Niemand")
        assert "of postcode en huisnummer." in " ".join(" ".join(driver.lines).split())


async def test_a_name_that_is_long_does_not_run_into_the_age(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(SCREEN_1_BYTES.replace("Tester", "X" * 60) + "\x1bOQ")
        assert "X…" in driver.text
        assert " Leeftijd  33    Tariefcode  0045" in driver.text
