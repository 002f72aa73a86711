"""Wherever the number of a pass is read: one that was replaced or blocked stops what it was shown for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.customers.cards.cards import add_card, block
from balie.customers.cards.cards import replace as replace_card
from balie.customers.cards.numbers import current_number
from balie.desk import Desk
from balie.library.structs import Library
from screens.dialogs.presented_pass import STOPPED
from screens.host.places import ItemAt, TitleAt
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running
from tests.support.stock import new_item, new_title

ASKED = "Ongeldige pas"


@pytest.fixture
def desk(desk: Desk, poort: Library) -> Desk:
    """Branch 4104 of Achterhoekse Poort."""
    return replace(desk, library=poort, branch=poort.branches[0])


@pytest.fixture
def stolen(desk: Desk) -> str:
    """The replaced pass of a child, who has another."""
    enrolled = enrol_tester(
        desk, subscription="0001", number=None, birth_date="04-01-2012", guardian="A. de Ouder"
    ).customer_id
    number = current_number(desk.store, enrolled)
    assert number is not None
    replace_card(desk, enrolled, number, None, "gestolen", without_fee="test")
    return number


WAYS = {
    "desk": ("alt+b",),
    "Klantnummer": ("alt+k",),
    "paying": ("alt+f", "f7"),
    "reservations": ("alt+r", "5"),
    "messages": ("alt+i", "8"),
    "search": ("alt+k", "alt+z"),
}
"""How one comes to a line in which a pass is scanned."""


def went_on(driver: Driver) -> bool:
    """Whether something of the customer is on the screen."""
    return "Tester" in "\n".join(driver.lines[2:])


async def open_way(driver: Driver, way: str) -> None:
    await driver.keys(*WAYS[way])


@pytest.mark.parametrize("around", ["{}", "A{}B"])
@pytest.mark.parametrize("way", WAYS)
async def test_a_replaced_pass_is_told_at_once_and_opens_nothing(
    desk: Desk, stolen: str, way: str, around: str
) -> None:
    async with running(desk) as driver:
        await open_way(driver, way)
        await driver.burst(f"{around.format(stolen)}\r")
        assert ASKED in driver.text
        assert "is vervangen" in driver.text
        await driver.burst("jan\r")  # no letter and no Enter answers it
        assert ASKED in driver.text
        await driver.keys("escape")
        assert ASKED not in driver.text
        assert "geldt niet" in driver.text
    assert desk.store.read("SELECT 1 FROM journal WHERE action = 'card presented'") == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("by", ["identity", "supervisor"])
async def test_once_it_is_settled_it_goes_on(desk: Desk, stolen: str, way: str, by: str) -> None:
    async with running(desk) as driver:
        await open_way(driver, way)
        await driver.burst(f"{stolen}\r")
        if by == "identity":
            await driver.keys("f2")
        else:
            await driver.keys("f6", "escape")
            assert ASKED in driver.text
            await driver.keys("f6", *"ans", "enter", *"bekend gezin", "enter")
        assert ASKED not in driver.text
        assert "geldt niet" not in driver.text
        assert way in ("reservations", "messages") or went_on(driver)
    assert len(desk.store.read("SELECT 1 FROM journal WHERE action = 'card presented'")) == 1


async def test_what_is_scanned_behind_a_pass_that_does_not_hold_is_lent_on_nobodys_name(
    desk: Desk, stolen: str
) -> None:
    book = new_item(desk, new_title(desk))
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{stolen}\r{book}\r")
        assert "1 scan wacht" in driver.text
        await driver.keys("escape")
        assert desk.store.read("SELECT 1 FROM loan") == []
        assert "Niet uitgeleend" in driver.text
        assert "▸Klantnummer" in driver.text
        assert STOPPED.split(":")[0] in driver.text


async def test_what_is_scanned_behind_it_is_lent_once_it_is_settled(desk: Desk, stolen: str) -> None:
    book = new_item(desk, new_title(desk))
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{stolen}\r{book}\r")
        await driver.keys("f2")
        assert desk.store.read("SELECT item_number, customer_id FROM loan") == [(book, 1)]


async def test_an_active_pass_beside_a_blocked_one_lends_without_a_word(desk: Desk, stolen: str) -> None:
    extra, own = add_card(desk, 1, None), current_number(desk.store, 1)
    assert own is not None
    block(desk, 1, own, "vermist")
    book = new_item(desk, new_title(desk))
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{extra}\r{book}\r")
        assert ASKED not in driver.text
    assert desk.store.read("SELECT item_number FROM loan") == [(book,)]


@pytest.mark.parametrize(("answer", "lent"), [("f2", 2), ("escape", 1)])
async def test_a_wrong_pass_of_the_customer_of_now_stops_what_is_scanned_behind_it(
    desk: Desk, stolen: str, answer: str, lent: int
) -> None:
    now = current_number(desk.store, 1)
    books = [new_item(desk, new_title(desk, title=title)) for title in ("Een", "Twee")]
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{now}\r{books[0]}\r{stolen}\r{books[1]}\r")
        assert ASKED in driver.text
        await driver.keys(answer)
    assert len(desk.store.read("SELECT 1 FROM loan")) == lent


@pytest.mark.parametrize("how", ["beside", "among items"])
async def test_a_second_customer_is_not_brought_along_by_a_wrong_pass(desk: Desk, stolen: str, how: str) -> None:
    other = enrol_tester(
        desk, subscription="0001", number=None, surname="Ander", birth_date="04-01-2013", guardian="A. Ouder"
    ).customer_id
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{current_number(desk.store, other)}\r")
        if how == "beside":
            await driver.keys("alt+n")
            await driver.burst(f"{stolen}\r")
        else:
            await driver.burst(f"{stolen}\r")
            assert "is vervangen" in driver.text
            await driver.keys("f8")
        assert ASKED in driver.text
        await driver.keys("escape")
        assert "2 van 2" not in driver.text
        assert STOPPED.split(":")[0] in driver.text


async def test_a_wrong_pass_scanned_on_the_customer_screen_opens_nobody_else(desk: Desk, stolen: str) -> None:
    enrol_tester(desk, subscription="0001", number=None, surname="Ander", birth_date="04-01-2013", guardian="A. O")
    async with running(desk) as driver:
        await driver.burst(f"{current_number(desk.store, 2)}\r")
        await driver.keys("escape") if "Let op" in driver.text else None
        await driver.burst(f"A{stolen}B\r")
        assert ASKED in driver.text
        await driver.keys("escape")
        assert "Ander" in driver.text


@pytest.mark.parametrize("by", [("f2",), ("f6", *"ans", "enter", *"bekend gezin", "enter")])
@pytest.mark.parametrize("way", ["title", "item"])
async def test_reserving_asks_nobody_again_about_a_blocked_pass_that_was_settled(
    desk: Desk, by: tuple[str, ...], way: str
) -> None:
    enrolled = enrol_tester(desk, subscription="0002", number=None).customer_id
    number = current_number(desk.store, enrolled)
    assert number is not None
    block(desk, enrolled, number, "Vermist")
    title_id = new_title(desk)
    book = new_item(desk, title_id)
    async with running(desk) as driver:
        await driver.host.show(TitleAt(title_id) if way == "title" else ItemAt(book))
        await driver.keys("r")
        await driver.burst(f"{number}\r")
        assert ASKED in driver.text
        await driver.keys(*by)
        assert "is geblokkeerd" not in driver.text
        await driver.keys("enter", "enter")
    assert desk.store.read("SELECT customer_id FROM hold") == [(enrolled,)]
