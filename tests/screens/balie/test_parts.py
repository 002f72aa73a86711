"""The parts of Uitlenen and Innemen by themselves: undoing, helping, the customers of a session."""

from __future__ import annotations

from datetime import date

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from balie.lending.session.acts import Returned
from screens.balie.lend_page import LendPage
from screens.balie.return_page import ReturnPage
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import Driver, running

OF_CUSTOMER = ("in_bezit", "extend", "pay", "book_fines", "customer_record", "reserved", "customer_bon", "add_customer")


def lending(driver: Driver) -> LendPage:
    page = driver.app.page
    assert isinstance(page, LendPage)
    return page


def refusals(page: LendPage) -> dict[str, str]:
    return {act.action.id: act.refused for act in page.acts_now()}


def at_home(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT item_number, customer_id FROM loan WHERE returned_on IS NULL ORDER BY id")


async def scan(driver: Driver, *scans: str) -> None:
    await driver.burst("".join(f"{one}\r" for one in scans))


# Undoing.


async def test_nothing_is_undone_in_a_session_in_which_nothing_was_done(desk: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await driver.keys("alt+b")
        undoing = lending(driver).undoing
        assert "nog niets gedaan" in undoing.refused()
        await scan(driver, number, book)
        assert undoing.refused() == ""
        assert not undoing.on


async def test_the_next_scan_is_taken_back_and_the_one_behind_it_is_lent(
    silent: Desk, member: Member, copy: Copy
) -> None:
    number, first, second = member(), copy("Een"), copy("Twee")
    async with running(silent) as driver:
        await driver.keys("alt+b")
        await scan(driver, number, first)
        undoing = lending(driver).undoing
        undoing.begin()
        assert undoing.on
        assert lending(driver).is_busy
        await scan(driver, first, second)
        assert not undoing.on
    assert at_home(silent) == [(second, 1)]


async def test_undoing_ends_with_esc_and_with_another_customer(silent: Desk, member: Member, copy: Copy) -> None:
    first, other, book = member(surname="Een"), member(surname="Twee"), copy()
    async with running(silent) as driver:
        await driver.keys("alt+b")
        await scan(driver, first, book)
        page = lending(driver)
        page.undoing.begin()
        await driver.keys("escape")
        assert not page.undoing.on
        page.undoing.begin()
        page.customers.open(2)
        assert not page.undoing.on
        assert page.customer_id == 2
        await scan(driver, book)
    assert at_home(silent) == [(book, 1)]
    assert other


async def test_the_same_class_takes_a_return_back_at_innemen(silent: Desk, member: Member, copy: Copy) -> None:
    member()
    book = copy()
    lend(silent, 1, book)
    async with running(silent) as driver:
        await driver.keys("alt+b", "f11")
        page = driver.app.page
        assert isinstance(page, ReturnPage)
        await scan(driver, book)
        act = page.session.acts[-1]
        assert isinstance(act, Returned)
        page.undoing.take_back(act)
        await driver.settle()
        assert not page.session.acts
        assert page.work.log.lines[0].word == "Geannuleerd"
    assert at_home(silent) == [(book, 1)]


# Helping.


async def test_what_needs_a_customer_is_refused_until_one_is_there(desk: Desk, member: Member) -> None:
    number = member()
    async with running(desk) as driver:
        await driver.keys("alt+b")
        page = lending(driver)
        assert {refusals(page)[name] for name in OF_CUSTOMER} == {"Scan eerst de pas van de klant."}
        await scan(driver, number)
        assert {refusals(page)[name] for name in OF_CUSTOMER} == {""}
        page.end()
        assert page.helping.refused() == "Scan eerst de pas van de klant."


@pytest.mark.parametrize(("name", "heading"), [("in_bezit", "In bezit"), ("pay", "Betalen"), ("reserved", "Reserv")])
async def test_helping_opens_what_is_of_the_customer_who_is_helped(
    desk: Desk, member: Member, name: str, heading: str
) -> None:
    number = member()
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await scan(driver, number)
        lending(driver).run(name)
        await driver.settle()
        assert heading in driver.text
        assert "E.B. Tester" in driver.text or "Tester, E.B." in driver.text


async def test_the_fines_of_what_is_late_are_of_the_session(desk: Desk, member: Member, copy: Copy) -> None:
    number = member(BASIC)
    lend(desk, 1, copy())
    with desk.transaction() as tx:
        tx.execute("UPDATE loan SET due_on = ?", (date(2024, 4, 1).isoformat(),))
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await scan(driver, number)
        await driver.keys("f2")
        page = lending(driver)
        page.run("book_fines")
        await driver.keys("j")
        assert [type(act).__name__ for act in page.session.acts] == ["FineBooked"]


# The customers of a session.


async def test_f8_is_two_acts_the_customer_of_before_and_the_next_of_several(desk: Desk, member: Member) -> None:
    member(surname="Een")
    member(surname="Twee")
    async with running(desk) as driver:
        await driver.keys("alt+b")
        page = lending(driver)

        def told() -> tuple[str, str]:
            return next((act.action.label, act.refused) for act in page.acts_now() if act.action.id == "previous")

        assert told()[0] == "Vorige klant"
        assert "nog geen klant geopend" in told()[1]
        page.customers.open(1)
        assert "Er wordt nog een klant geholpen" in told()[1]
        page.customers.open(2)
        assert told() == ("Wisselen", "")
        page.run("previous")
        assert page.customer_id == 1
        page.end()
        assert told() == ("Vorige klant", "")
        page.run("previous")
        assert page.customer_id == 2  # opened last: turning to somebody is no new visit
        await driver.settle()


async def test_each_customer_has_a_session_and_all_end_together(silent: Desk, member: Member, copy: Copy) -> None:
    member(surname="Een")
    member(surname="Twee")
    first, second = copy("Een"), copy("Twee")
    async with running(silent) as driver:
        await driver.keys("alt+b")
        page = lending(driver)
        page.customers.open(1)
        await scan(driver, first)
        assert [name for name, _ in page.works] == [""]
        page.customers.open(2)
        await scan(driver, second)
        assert [[act.number for act in work.session.acts] for _, work in page.works] == [[first], [second]]
        assert all(name for name, _ in page.works)
        one = page.customers.of_whom(first)
        assert one is not None
        assert one.customer_id == 1
        page.end()
        assert page.customers.works == []
        assert page.customer_id is None
        await driver.settle()
