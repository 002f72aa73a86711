"""Uitlenen with keys and with bursts of a scanner; read back from the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.customers.tabs.editing import read_edit, save_edit
from balie.desk import Desk
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.running_fines import book_running_fines
from balie.lending.take_back import take_back
from balie.store.connection import open_store
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.at_the_desk import at_home, help_customer, words
from tests.support.desk_driver import running


async def test_a_pass_and_then_items_make_loans_with_title_due_date_and_fee(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number = member(BASIC)
    book, top = copy("De avonden"), copy("Toptitel", top_title="ja")
    async with running(desk) as driver:
        await driver.keys("alt+b")
        assert "▸Klantnummer" in driver.text
        await help_customer(driver, number)
        assert "▸Exemplaar" in driver.text
        await driver.burst(f"{book}\r{top}\r")
        newest, first = (line for line in driver.lines if "Geleend " in line)
        assert newest.split() == ["›", "2", "Geleend", "Toptitel", "/", "Reve,", "Gerard", "07-05-2024", "€", "1,50"]
        assert "De avonden / Reve" in first
        assert any("in bezit                        2" in line for line in driver.lines)
    assert [item for item, _ in at_home(desk)] == [book, top]


@pytest.mark.parametrize("typed", ["Tester", "tes", "04-01-2012"])
async def test_somebody_is_found_by_name_or_date_and_then_helped(desk: Desk, member: Member, typed: str) -> None:
    member()
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.type(f"{typed}\r")
        assert "Klant zoeken" in driver.text
        await driver.keys("enter")
        assert "▸Exemplaar" in driver.text
        assert "E.B. Tester" in driver.text


async def test_v_is_the_previous_customer_and_says_so_when_there_is_none(desk: Desk, member: Member) -> None:
    number = member()
    async with running(desk) as driver:
        await driver.keys("alt+b", "v", "enter")
        assert driver.message.startswith("Er is in deze sessie nog geen klant geopend.")
        await help_customer(driver, number)
        await driver.keys("f12", "v", "enter")
        assert "▸Exemplaar" in driver.text
        assert number in driver.text


async def test_what_is_no_customer_explains_itself_and_is_typed_over_by_the_next_scan(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{book}\r")
        assert "Dit is een exemplaar: scan eerst de pas van de klant." in driver.message
        await driver.burst("24104000999999\r")
        assert driver.message.startswith("Het controlecijfer klopt niet")
        await driver.burst(f"{number}\r")
        assert "▸Exemplaar" in driver.text
        assert words(driver) == ["! Geweigerd", "! Geweigerd"]
    assert at_home(desk) == []


async def test_everything_there_is_to_know_stands_in_one_box_in_the_order_of_wise(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, late = member(BASIC), copy("Te laat")
    save_edit(desk, 1, "5", {"note_1": "[red]Adres[/red] navragen"}, read_edit(desk, 1, "5"))
    lend(replace(desk, working_date=desk.working_date - timedelta(days=30)), 1, late)
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{number}\r")
        box = driver.text
        places = [
            box.index(text) for text in ("Melding: [red]Adres[/red]", "! Te laat: 1 te laat", "Openstaande kosten")
        ]
        assert places == sorted(places)
        await driver.keys("escape")
        assert "▸Klantnummer" in driver.text
        assert driver.message.startswith("Gestopt")


@pytest.mark.parametrize(("answer", "lent"), [("f2", 3), ("escape", 0)])
async def test_no_scan_answers_that_box_and_none_is_lost_in_it(
    desk: Desk, member: Member, copy: Copy, answer: str, lent: int
) -> None:
    number, books = member(BASIC), [copy(f"Titel {place}") for place in range(3)]
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst("".join(f"{scan}\r" for scan in (number, *books[:2])))
        assert "2 scans wachten" in driver.text
        assert at_home(desk) == []
        await driver.burst(f"{books[2]}\r")
        assert "3 scans wachten" in driver.text
        await driver.keys(answer)
        assert len(words(driver)) == 3
    assert len(at_home(desk)) == lent


async def test_what_renewing_costs_is_told_before_it_is_done_and_again_where_it_changed(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(BASIC), copy("Duur", top_title="ja")
    loan = lend(replace(desk, working_date=desk.working_date - timedelta(days=30)), 1, book).loan_id
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        assert "Verlengen t/m 05-05-2024: te-laat-geld € 0,40, leengeld € 1,50." in driver.text
        book_running_fines(desk, 1, [loan], 40)
        await driver.keys("f6")
        assert "! Er is intussen iets veranderd" in driver.text
        assert "leengeld € 1,50." in driver.text
        assert desk.store.read("SELECT renewals FROM loan") == [(0,)]
        await driver.keys("f6")
    assert desk.store.read("SELECT due_on, renewals FROM loan") == [("2024-05-05", 1)]


async def test_a_supervisor_allows_the_renewal_that_was_refused_after_a_scan(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    loan = lend(desk, 1, book).loan_id
    for _ in range(2):
        renew(desk, 1, [loan])
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.keys("f6")
        assert "Verlengen kan niet" in driver.text
        await driver.keys("f2")
        await driver.type("ans\rziek geweest\r")
        assert words(driver) == ["! Geweigerd", "! Geweigerd", "Verlengd"]
        assert "(toch verlengd)" in driver.text
    assert desk.store.read("SELECT count(*), max(renewals) FROM loan") == [(1, 3)]


@pytest.mark.parametrize(("answer", "whose"), [("f12", [1, 2]), ("escape", [1, 1])])
async def test_another_pass_holds_what_comes_behind_it_until_it_is_clear_whose_it_is(
    silent: Desk, member: Member, copy: Copy, answer: str, whose: list[int]
) -> None:
    first, second = member(), member(surname="Ander")
    books = copy("Een"), copy("Twee")
    async with running(silent) as driver:
        await help_customer(driver, first)
        await driver.burst("".join(f"{scan}\r" for scan in (books[0], second, books[1])))
        assert "Dit is de pas van een andere klant." in driver.text
        assert len(at_home(silent)) == 1
        await driver.keys(answer)
    assert at_home(silent) == list(zip(books, whose, strict=True))


async def test_two_desks_scan_the_same_item_and_one_gets_it(desk: Desk, member: Member, copy: Copy) -> None:
    ann, bob, book = member(surname="Ann"), member(surname="Bob"), copy()
    with open_store(desk.store.path) as other:
        async with running(desk) as first, running(replace(desk, store=other, staff="bob")) as second:
            await help_customer(first, ann)
            await help_customer(second, bob)
            await first.burst(f"{book}\r")
            await second.burst(f"{book}\r")
            assert words(first) == ["Geleend"]
            assert "Op een andere naam" in second.text
            await second.keys("n")
    assert at_home(desk) == [(book, 1)]


async def test_a_scan_while_the_menu_bar_is_open_is_a_scan(desk: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.keys("f10")
        await driver.burst(f"{book}\r")
    assert at_home(desk) == [(book, 1)]


async def test_pasted_lines_are_scans(desk: Desk, member: Member, copy: Copy) -> None:
    number, first, second = member(), copy("Een"), copy("Twee")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"\x1b[200~{first}\n{second}\n\x1b[201~")
    assert [item for item, _ in at_home(desk)] == [first, second]


async def test_who_is_helped_stays_while_other_tabs_and_innemen_are_looked_at(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.keys("alt+a")
        assert driver.app.page.heading == "Klantenadministratie"
        await driver.keys("alt+b")
        assert "1 Geleend" in driver.text
        await driver.keys("f11")
        assert driver.app.page.heading == "Innemen"
        await driver.keys("alt+b")
        assert "1 Geleend" in driver.text


async def test_the_record_of_the_desk_does_not_open_another_customer_before_this_one_is_done(
    desk: Desk, member: Member
) -> None:
    number = member()
    async with running(desk) as driver:
        await help_customer(driver, number)
        for key in ("alt+z", "f8", "ctrl+l"):
            await driver.keys(key)
            assert driver.message.startswith("Er wordt nog een klant geholpen: sluit eerst af (F12)")


async def test_a_refused_act_does_not_take_the_scan_behind_it(desk: Desk, member: Member, copy: Copy) -> None:
    number, book, other = member(), copy("Een"), copy("Twee")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r{book}\r")
        await driver.keys("enter")
        take_back(replace(desk, staff="bob"), book)
        await driver.burst(f"\x1bOQ{other}\r")
        assert words(driver) == ["Geleend", "! Geweigerd", "Geleend"]
    assert at_home(desk) == [(other, 1)]


async def test_the_head_makes_room_for_a_notice_that_comes_during_the_session_and_closes_up_when_it_goes(
    desk: Desk, member: Member
) -> None:
    number = member()
    async with running(desk) as driver:
        await help_customer(driver, number)
        for note, head in (("[b]Adres[/b] navragen", 6), ("", 5)):
            await driver.keys("alt+k")
            save_edit(desk, 1, "5", {"note_1": note}, read_edit(desk, 1, "5"))
            await driver.keys("alt+b")
            assert "▸Exemplaar" in driver.lines[4 + head]
            assert ("! 1 melding" in driver.lines[4 + head - 1]) is bool(note)
