"""Items looked at, missing, found, written off one by one and in series, by keys and scans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from balie.catalogue.items import item_of
from balie.catalogue.stock import write_off
from balie.desk import Desk
from balie.importing.titles.titles import TitleImport
from balie.lending.holds.holds import place_hold
from balie.lending.stock import hindrances
from balie.library.structs import Library
from tests.support.applicants import enrol_tester
from tests.support.borrowers import ALLOWED
from tests.support.catalogue import add_avonden, lend_out
from tests.support.desk_driver import Driver, running
from tests.support.holds import NAMES, desk_at, reader, two_branches


def statuses(desk: Desk) -> list[str]:
    return [str(status) for (status,) in desk.store.read("SELECT status FROM item ORDER BY number")]


async def open_item(driver: Driver, number: str) -> None:
    await driver.burst(f"\x1be{number}\r")


async def test_a_scan_shows_the_item_in_its_groups(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    async with running(desk) as driver:
        await open_item(driver, number)
        for told in ("Status        Binnen", "1 Titel       De avonden / Reve, Gerard", "2 Plaatsing", "3 Notities"):
            assert told in driver.text
        assert "Vestiging        9428 Gieten" in driver.text
        assert "Exemplaar opgevoerd" in driver.text
        await driver.keys("4")
        assert f"Historie van {number}" in driver.text
        await driver.keys("escape", "1")
        assert "Binnen         1 van 1" in driver.text
        await driver.keys("escape", "escape")
        assert f"›{number}" in driver.text
        await driver.keys("enter")
        assert f"Exemplaar {number}" in driver.text


async def test_the_history_of_what_was_imported_does_not_say_that_nothing_was_done_with_it(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "titels.csv"
    file.write_text("Titel;Exemplaarnummer\nDe avonden;39428000000016\n", encoding="utf-8")
    with TitleImport(desk, file) as work:
        work.check(lambda line: None)
        work.carry_out()
    lend_out(desk, enrol_tester(desk).customer_id, "39428000000016", desk.working_date)
    async with running(desk) as driver:
        await open_item(driver, "39428000000016")
        assert "4 Historie    Nog niets gewijzigd. Uitlenen en innemen staan hier niet." in driver.text


async def test_who_has_an_item_is_told_and_one_key_away_and_back(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    async with running(desk) as driver:
        await open_item(driver, number)
        await driver.keys("alt+a")
        assert driver.message == "Niemand heeft dit exemplaar, en het staat voor niemand apart."
        lend_out(desk, enrol_tester(desk).customer_id, number, date(2024, 4, 30))
        await driver.keys("escape")
        await open_item(driver, number)
        assert "Geleend door  Dhr. E.B. Tester (29428000077727)" in driver.text
        assert "sinds 09-04-2024, terug op 30-04-2024" in driver.text
        await driver.keys("alt+a")
        assert "29428000077727 [480874]" in driver.text
        await driver.keys("alt+e")
        assert f"Exemplaar     {number}" in driver.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("39428000000990", "Exemplaar 39428000000990 is niet bekend"),
        ("12", "Exemplaar 12 is niet bekend"),
        ("B-17", "Exemplaar B-17 is niet bekend"),
        ("39428000000017", "Het controlecijfer van 39428000000017 klopt niet"),
        ("29428000077727", "29428000077727 is een klantnummer"),
        ("1" * 40, "Het exemplaarnummer is te lang"),
        ("1[red]2", "is geen exemplaarnummer"),
    ],
)
async def test_a_number_of_nothing_is_told_and_stays(desk: Desk, typed: str, told: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+e", *typed, "enter")
        assert told in driver.message
        assert f"▸Exemplaar {typed}" in driver.text


async def test_the_scan_after_one_that_was_refused_stands_alone(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    async with running(desk) as driver:
        await driver.keys("alt+e")
        await driver.burst("39428000000099\r")
        assert "39428000000099" in driver.text
        await driver.burst(f"{number}\r")
        assert "1 Titel       De avonden" in driver.text


async def test_words_are_looked_for_among_the_titles(desk: Desk) -> None:
    add_avonden(desk, None)
    async with running(desk) as driver:
        await driver.keys("alt+e", *"reve", "enter")
        assert "De avonden: een winterverhaal" in driver.text
        await driver.keys("escape")
        assert "▸Exemplaar reve" in driver.text


async def test_the_next_scan_takes_the_place_of_the_item(desk: Desk) -> None:
    _, numbers = add_avonden(desk, *[None] * 4)
    async with running(desk) as driver:
        await driver.burst("\x1be" + "".join(f"{number}\r" for number in numbers))
        assert f"Exemplaar {numbers[-1]}" in driver.text
        await driver.burst(f"{numbers[0]}\r")
        assert f"Exemplaar {numbers[0]}" in driver.text
        await driver.burst("12345\r")
        assert "Exemplaar 12345 is niet bekend" in driver.message
        await driver.keys("escape")
        assert driver.app.page.heading == "Exemplaren"


async def test_missing_and_found_again(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    async with running(desk) as driver:
        await open_item(driver, number)
        await driver.keys("m", "n")
        assert statuses(desk) == ["B"]
        await driver.keys("m", "j")
        assert "Status        Vermist" in driver.text
        await driver.keys("m", "j")
        assert "kan niet vermist raken" in driver.message
        await driver.keys("g")
        assert "Status        Binnen, laatst gezien 09-04-2024" in driver.text
        await driver.keys("g")
        assert "is niet vermist" in driver.message
    assert statuses(desk) == ["B"]


async def test_an_item_is_written_off_with_a_reason_and_taken_back(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    async with running(desk) as driver:
        await open_item(driver, number)
        await driver.keys("x", "v", "enter")
        assert "Dit is het laatste exemplaar van deze titel." in driver.text
        assert "afschrijven: Versleten of beschadigd?" in " ".join(driver.text.split())
        await driver.keys("enter")
        assert statuses(desk) == ["B"]
        await driver.keys("j")
        assert "Afgeschreven op 09-04-2024: Versleten of beschadigd" in driver.text
        await driver.keys("x")
        assert "al afgeschreven" in driver.message
        await driver.keys("u", "j")
        assert "Status        Binnen" in driver.text
    assert statuses(desk) == ["B"]


async def test_esc_at_every_question_writes_nothing_off(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    async with running(desk) as driver:
        await open_item(driver, number)
        await driver.keys("x", "escape", "x", "enter", "escape")
    assert statuses(desk) == ["B"]


async def test_writing_off_cannot_be_taken_back_after_thirty_days(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    write_off(desk, [number], hindrances)
    async with running(replace(desk, working_date=desk.working_date + timedelta(days=31))) as driver:
        await open_item(driver, number)
        await driver.keys("u", "j")
        assert "is op 09-04-2024 afgeschreven" in driver.message
    assert statuses(desk) == ["A"]


async def test_what_was_written_off_lately_is_listed_and_taken_back(desk: Desk) -> None:
    _, numbers = add_avonden(desk, None, None, None)
    for number, days in zip(numbers, (1, 0, 31), strict=True):
        write_off(replace(desk, working_date=desk.working_date - timedelta(days=days)), [number], hindrances)
    async with running(desk) as driver:
        await driver.keys("alt+e", "alt+u")
        assert [line.strip("▸› ")[:32] for line in driver.lines if "De avonden" in line] == [
            f"09-04-2024  {numbers[1]}  9428",
            f"08-04-2024  {numbers[0]}  9428",
        ]
        await driver.keys("u", "escape")
        await driver.keys("down", "u", "j")
        assert driver.message == f"Exemplaar {numbers[0]} hoort weer bij de collectie."
        assert f"08-04-2024  {numbers[0]}" not in driver.text
        await driver.keys("enter")
        assert "Afgeschreven op 09-04-2024: Verouderd" in driver.text
        await driver.keys("escape")
        await driver.burst(f"{numbers[2]}\r")
        assert "Afgeschreven op 09-03-2024: Verouderd" in driver.text
    assert statuses(desk) == ["B", "A", "A"]


async def test_what_is_lent_out_stays(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    lend_out(desk, enrol_tester(desk).customer_id, number, date(2024, 5, 7))
    async with running(desk) as driver:
        await open_item(driver, number)
        assert "Status        Uitgeleend tot 07-05-2024" in driver.text
        await driver.keys("x")
        assert driver.message == "Het is uitgeleend tot 07-05-2024: neem het eerst in."
        await driver.keys("m", "j")
        assert driver.message == "Het is uitgeleend tot 07-05-2024: neem het eerst in."
    assert statuses(desk) == ["B"]


async def test_a_series_is_scanned_in_a_burst_and_written_off_with_space(desk: Desk) -> None:
    _, numbers = add_avonden(desk, *[None] * 5)
    lend_out(desk, enrol_tester(desk).customer_id, numbers[1], date(2024, 5, 7))
    async with running(desk) as driver:
        await driver.keys("alt+e", "ctrl+x", "space")
        assert "Er staat nog geen exemplaar op de lijst" in driver.message
        await driver.burst("".join(f"{number}\r" for number in (*numbers[:4], numbers[0], "nergens9")))
        assert "Af te schrijven: 3 exemplaren" in driver.text
        assert f"Niet: {numbers[1]} De avonden / Reve, Gerard. Het is uitgeleend" in driver.text
        assert "Niet: NERGENS9. Exemplaar NERGENS9 is niet bekend" in driver.text
        assert statuses(desk) == ["B"] * 5
        await driver.keys("tab", "t", "tab", "up", "up", "delete")
        assert "Af te schrijven: 2 exemplaren" in driver.text
        await driver.keys("space")
        assert driver.message.startswith("2 exemplaren afgeschreven: Te veel exemplaren.")
        assert "Niet: NERGENS9" in driver.text
    assert sorted(statuses(desk)) == ["A", "A", "B", "B", "B"]
    assert {item_of(desk.store, number).write_off_reason for number in numbers} == {None, "dubbel"}


async def test_the_last_item_is_warned_for_and_esc_asks_before_a_list_is_lost(desk: Desk) -> None:
    _, numbers = add_avonden(desk, None, None)
    async with running(desk) as driver:
        await driver.keys("alt+e", "ctrl+x")
        await driver.burst("".join(f"{number}\r" for number in numbers))
        assert f"{numbers[1]} LET OP: Dit is het laatste exemplaar" in driver.text
        await driver.keys("escape")
        assert "Wijzigingen niet opslaan?" in driver.text
        await driver.keys("n")
        assert "Af te schrijven: 2 exemplaren" in driver.text
        await driver.keys("alt+k", "alt+e")
        assert "Af te schrijven: 2 exemplaren" in driver.text
        await driver.keys("escape", "j")
        assert driver.app.page.heading == "Exemplaren"
    assert statuses(desk) == ["B", "B"]


async def test_lent_out_at_another_desk_meanwhile_writes_none_off_and_shows_which(desk: Desk) -> None:
    _, numbers = add_avonden(desk, None, None)
    async with running(desk) as driver:
        await driver.keys("alt+e", "ctrl+x")
        await driver.burst("".join(f"{number}\r" for number in numbers))
        lend_out(desk, enrol_tester(desk).customer_id, numbers[0], date(2024, 5, 7))
        await driver.keys("space")
        assert f"Exemplaar {numbers[0]}: Het is uitgeleend" in driver.message
        assert "Af te schrijven: 1 exemplaar" in driver.text
        assert statuses(desk) == ["B", "B"]
        await driver.keys("space")
    assert statuses(desk) == ["B", "A"]


async def test_one_item_is_reserved_and_then_stays(desk: Desk, poort: Library) -> None:
    lending = desk_at(desk, two_branches(poort))
    _, numbers = add_avonden(lending, None, None)
    reader(lending, NAMES[0])
    async with running(lending) as driver:
        await open_item(driver, numbers[1])
        await driver.keys("r", *NAMES[0], "enter", "enter", "enter", "j")
        assert driver.message.startswith("Gereserveerd, eerste in de rij")
        await driver.keys("x")
        assert "Er wacht een klant op dit exemplaar" in driver.message
    assert desk.store.read("SELECT item_number FROM hold") == [(numbers[1],)]


def test_the_forms_have_every_field_there_is() -> None:
    from balie.catalogue.item_form import ITEM_FIELDS
    from balie.catalogue.title_form import TITLE_FIELDS
    from screens.exemplaren import item, item_form
    from screens.titels import title_form

    assert set(item_form._LAYOUT) == set(ITEM_FIELDS)
    assert set(title_form._LAYOUT) == set(TITLE_FIELDS)
    assert {*item._PLACING, *item._NOTES} == set(ITEM_FIELDS) - {"number"}


async def test_who_waits_for_the_only_copy_is_told_when_it_is_kept_in(desk: Desk) -> None:
    title, (number,) = add_avonden(desk, None)
    place_hold(desk, enrol_tester(desk).customer_id, title, override=ALLOWED)
    async with running(desk) as driver:
        await open_item(driver, number)
        await driver.keys("w")
        while "▸Niet uitleenbaar" not in driver.text:
            await driver.keys("tab")
        await driver.keys("j", "f2")
        assert "Opgeslagen. Let op: er wacht 1 klant op" in driver.message
        assert "annuleer de reservering" in driver.message
