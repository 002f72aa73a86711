"""Boete boeken with keys: of chosen lines in In bezit, of everything at the desk; asked without a default; undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import Driver, running


@pytest.fixture
def late(desk: Desk, member: Member, copy: Copy) -> list[str]:
    """What customer 1 has at home: two that are late, 2 and 1 days, and one that is not."""
    member(BASIC)
    books = [copy("Een"), copy("Twee"), copy("Drie")]
    for book, days in zip(books, (30, 29, 1), strict=True):
        lend(replace(desk, working_date=desk.working_date - timedelta(days=days)), 1, book)
    return books


def fines(desk: Desk) -> list[int]:
    """The fines that are charged, with what counters them."""
    return [cents for (cents,) in desk.store.read("SELECT cents FROM charge WHERE kind = 'te laat' ORDER BY id")]


async def helped(driver: Driver) -> None:
    await driver.keys("alt+b", *"24104000000010", "enter", "f2")


async def test_what_is_chosen_in_in_bezit_is_booked_and_the_rest_at_the_desk(desk: Desk, late: list[str]) -> None:
    async with running(desk, size=(180, 40)) as driver:
        await helped(driver)
        await driver.keys("f9", "end", "space", "ctrl+f")
        assert driver.message == "Er is geen te-laat-geld te boeken: niets is te laat, of het is al geboekt."
        await driver.keys("space", "home", "space", "ctrl+f")
        assert "Te-laat-geld van 1 exemplaar, t/m 09-04-2024: € 0,40. Nu boeken?" in driver.text
        await driver.keys("enter")  # it costs money: Enter is no answer
        assert fines(desk) == []
        await driver.keys("ctrl+f", "j")
        assert driver.message == "€ 0,40 te-laat-geld geboekt. Betalen: F7."
        assert "2 dagen te laat geboekt t/m 09-04-2024" in driver.text
        await driver.keys("escape")
        assert "1 Boete" in driver.text
        await driver.keys("ctrl+f")
        assert "van 1 exemplaar, t/m 09-04-2024: € 0,20. Nu boeken?" in driver.text
        await driver.keys("j")
        assert "1 dag te laat, t/m 09-04-2024; blijft uitgeleend." in driver.text
        assert fines(desk) == [40, 20]
        await driver.keys("ctrl+f")
        assert "is al geboekt" in driver.message
        await driver.keys("f4")
        await driver.burst(f"{late[1]}\r")
        assert "Geannuleerd: Twee" in driver.message
        assert fines(desk) == [40, 20, -20]
        await driver.keys("f7")
        assert "Een · Te laat: 2 dagen te laat, nog niet terug" in driver.text
        assert "€ 0,40" in driver.text
    assert desk.store.read("SELECT count(*) FROM loan WHERE returned_on IS NULL") == [(3,)]


async def test_a_scan_behind_the_key_books_nothing_and_is_not_lost(desk: Desk, late: list[str], copy: Copy) -> None:
    other = copy("Vier")
    async with running(desk) as driver:
        await helped(driver)
        await driver.burst(f"\x06{other}\r")
        assert "1 Geleend" in driver.text
        await driver.keys("ctrl+f")
        await driver.burst(f"{late[0]}\r")  # the box makes way
        assert "verleng het met F6" in driver.text
    assert fines(desk) == []


@pytest.mark.parametrize("away", [("f1", "escape"), ("f10", "escape"), ("alt+k", "alt+b"), ("ctrl+p", "escape")])
@pytest.mark.parametrize("where", [(), ("f9",)])
async def test_a_question_that_a_key_put_off_is_asked_again_when_that_is_done(
    desk: Desk, late: list[str], where: tuple[str, ...], away: tuple[str, ...]
) -> None:
    async with running(desk) as driver:
        await helped(driver)
        await driver.keys(*where, "ctrl+f")
        for _ in range(2):
            assert "Nu boeken?" in driver.text
            await driver.keys(away[0])
            assert "Nu boeken?" not in driver.text
            await driver.keys(*away[1:])
        assert "Nu boeken?" in driver.text
        assert fines(desk) == []
        await driver.keys("j")
        assert sorted(fines(desk)) == [20, 40]
        await driver.keys("f1", "escape")
        assert "Nu boeken?" not in driver.text


async def test_a_question_about_one_customer_is_not_asked_of_the_next(desk: Desk, late: list[str]) -> None:
    async with running(desk) as driver:
        await helped(driver)
        await driver.keys("ctrl+f", "f12")
        assert "Nu boeken?" not in driver.text
        await driver.keys("f1", "escape")
        assert "Nu boeken?" not in driver.text
    assert fines(desk) == []


@pytest.mark.parametrize(
    ("undone", "told"),
    [((), "2 boetes geboekt."), (("f4", "f4"), "1 boete geboekt."), (("f4", "f4", "down", "down", "f4", "f4"), "")],
)
async def test_the_end_tells_the_fines_that_were_booked(
    desk: Desk, late: list[str], undone: tuple[str, ...], told: str
) -> None:
    async with running(desk) as driver:
        await helped(driver)
        await driver.keys("ctrl+f", "j", *undone, "f12")
        if told:
            assert f"│ {told} " in driver.text
            await driver.keys("f12")
            assert driver.message == told
    assert sum(fines(desk)) == {"2": 60, "1": 40, "": 0}[told[:1]]


async def test_of_two_who_are_helped_it_is_told_whose_fines_were_booked(
    desk: Desk, late: list[str], member: Member
) -> None:
    other = member(BASIC, surname="Ander")
    async with running(desk) as driver:
        await helped(driver)
        await driver.keys("ctrl+f", "j", "alt+n", *other, "enter", "f2", "f12")
        assert "Tester: 2 boetes geboekt. Te betalen: € 0,60." in driver.text
        assert "Ander: Niets gedaan." in driver.text
