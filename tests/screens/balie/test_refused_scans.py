"""Scans that are refused, belong to somebody else or ask something at lending."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import Copy, Member
from tests.support.at_the_desk import at_home, help_customer, words
from tests.support.desk_driver import running

HOSTILE = "[red]Rituelen[/red] \x1b[31m\u202e"


async def test_a_refusal_tells_every_reason_and_a_supervisor_allows_it(desk: Desk, member: Member, copy: Copy) -> None:
    number = member()
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO block (customer_id, kind, reason, since, set_by)"
            " VALUES (1, 'general', 'Boek zoek', '2024-04-01', 'ebt')"
        )
        tx.execute("UPDATE card SET state = 'blocked'")
    book = copy()
    with desk.transaction() as tx:
        tx.execute("UPDATE title SET title = ?", (HOSTILE,))
    async with running(desk) as driver:
        await help_customer(driver, number)
        assert f"Pas {number} is geblokkeerd" in driver.text
        await driver.keys("escape", "alt+z", *"Tester", "enter", "f2")
        await driver.burst(f"{book}\r")
        told = " ".join(" ".join(driver.text.split("│")).split())
        assert "De pas is geblokkeerd" in told
        assert "Boek zoek" in told
        assert at_home(desk) == []
        await driver.keys("f2", *"ans-", "enter")
        assert "De code van een leidinggevende is" in driver.text
        assert " ans- " in driver.text
        await driver.keys("backspace", "enter", *"moeder staat erbij", "enter")
        assert words(driver) == ["! Geweigerd", "! Geweigerd", "Geleend"]
        assert "(toch geleend)" in driver.text
        assert "[red]Rituelen[/red]" in driver.text
    assert at_home(desk) == [(book, 1)]
    (kept,) = desk.store.read("SELECT after FROM journal WHERE action = 'lending allowed'")
    assert "moeder staat erbij" in str(kept[0])


async def test_what_nobody_may_allow_is_only_told(desk: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy()
    with desk.transaction() as tx:
        tx.execute("UPDATE item SET status = 'A', written_off_on = '2024-04-01', write_off_reason = 'stuk'")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        assert "Dit exemplaar is afgeschreven" in driver.text
        assert "Toestaan" not in driver.text
        await driver.keys("enter", "f2")
        assert driver.message.startswith("Deze regel vraagt niets.")
    assert at_home(desk) == []


@pytest.mark.parametrize(("answer", "whose"), [("j", 2), ("n", 1), ("enter", 1), ("escape", 1)])
async def test_an_item_on_another_name_is_taken_over_only_by_j(
    desk: Desk, member: Member, copy: Copy, answer: str, whose: int
) -> None:
    member(surname="Eerder")
    number, book = member(), copy()
    lend(desk, 1, book)
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        assert "Op een andere naam" in driver.text
        assert "Eerder" not in driver.text
        await driver.keys(answer)
    assert at_home(desk) == [(book, whose)]


async def test_a_scan_makes_the_question_go_and_f2_takes_it_up_again(desk: Desk, member: Member, copy: Copy) -> None:
    member(surname="Eerder")
    number, book, other = member(), copy("Van een ander"), copy("Vrij")
    lend(desk, 1, book)
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.burst(f"{other}\r")
        assert "Op een andere naam" not in driver.text
        assert words(driver) == ["! Geweigerd", "Geleend"]
        await driver.keys("down", "f2", "j")
        assert words(driver)[-1] == "Geleend"
    assert sorted(at_home(desk)) == sorted([(other, 2), (book, 2)])


async def test_a_code_that_begins_with_j_is_a_scan_and_no_yes(desk: Desk, member: Member, copy: Copy) -> None:
    member(surname="Eerder")
    number, book, other = member(), copy("Van een ander"), copy("Vrij", number="J123456")
    lend(desk, 1, book)
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.burst(f"{other}\r")
        assert words(driver) == ["! Geweigerd", "Geleend"]
    assert at_home(desk) == [(book, 1), (other, 2)]


async def test_the_own_pass_is_no_item_and_an_item_twice_can_be_renewed(desk: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{number}\r")
        assert "Dit is de pas van deze klant zelf" in driver.text
        await driver.burst(f"{book}\r")
        await driver.burst(f"{book}\r")
        assert "Verlengen t/m 04-06-2024: kost niets." in driver.text
        await driver.keys("f6")
        assert words(driver) == ["! Geweigerd", "Geleend", "! Geweigerd", "Verlengd"]
    assert desk.store.read("SELECT due_on, renewals FROM loan") == [("2024-06-04", 1)]
