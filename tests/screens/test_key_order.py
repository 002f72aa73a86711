"""Type-ahead: keys that arrive while the desk is busy are kept, in order, and never end up somewhere else."""

from __future__ import annotations

import asyncio

from textual import events

from balie.desk import Desk
from screens.keyboard.key_order import KeyOrder, TypedEvent
from screens.klanten.enrolling.basic import BasicPage
from screens.pages.page import Page
from screens.program.app import DeskApp
from tests.screens.conftest import DeskOf
from tests.support.desk_driver import SCREEN_1_BYTES, opening, running


def key(character: str) -> events.Key:
    return events.Key(character, character)


class Typed:
    """Notes what is delivered."""

    def __init__(self) -> None:
        self.text = ""
        self.order = KeyOrder(self.take)
        self.hold_at = ""

    def take(self, event: TypedEvent) -> None:
        assert isinstance(event, events.Key)
        self.text += event.character or ""
        if event.character == self.hold_at:
            self.order.hold()


def test_keys_wait_while_something_opens_and_come_in_order() -> None:
    typed = Typed()
    typed.hold_at = "c"
    for character in "abcdef":
        typed.order.put(key(character))
    assert typed.text == "abc"
    typed.hold_at = ""
    typed.order.release()
    assert typed.text == "abcdef"


def test_two_holds_need_two_releases() -> None:
    typed = Typed()
    typed.order.hold()
    typed.order.hold()
    typed.order.put(key("a"))
    typed.order.release()
    assert typed.text == ""
    typed.order.release()
    assert typed.text == "a"


def test_what_was_typed_before_a_question_is_dropped_also_when_it_arrives_later() -> None:
    typed = Typed()
    typed.order.hold()
    waiting, on_its_way = key("a"), key("b")
    typed.order.put(waiting)
    typed.order.drop_typed_ahead()
    typed.order.put(on_its_way)
    typed.order.put(key("c"))
    typed.order.release()
    assert typed.text == "c"


async def test_fifty_scans_in_one_burst_open_fifty_customers_in_order(desk_of: DeskOf) -> None:
    desk = desk_of(50)
    numbers = [str(number) for (number,) in desk.store.read("SELECT number FROM card ORDER BY number")]
    opened: list[int] = []
    async with running(desk) as driver:
        app = driver.app
        remember = app.open_customer

        async def open_customer(customer_id: int, *, alert: bool = True) -> None:
            opened.append(customer_id)
            await remember(customer_id, alert=alert)

        app.open_customer = open_customer  # type: ignore[method-assign]
        await driver.burst("".join(f"{number}\r" for number in numbers))
        assert numbers[-1] in driver.text
    found = [
        desk.store.read_one("SELECT number FROM card WHERE customer_id = ?", (customer_id,)) for customer_id in opened
    ]
    assert [row[0] for row in found if row is not None] == numbers


async def test_keys_typed_before_the_desk_is_ready_are_kept(desk: Desk) -> None:
    async with opening(desk) as driver:
        keys = driver.app.keys
        keys.hold()
        for character in "Jans":
            keys.put(key(character))
        keys.release()
        await driver.settle()
        page = driver.app.page
        assert isinstance(page, BasicPage)
        assert page.model["number"].text == "Jans"


async def test_a_burst_through_every_screen_arrives_where_it_was_meant(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(SCREEN_1_BYTES + "088012829\x1b[H0\x1b[F5\x1b[H\x1b[3~\r" + "0612345678\r")
        assert "Telefoon       (088) 012 82 95" in driver.text
        assert "SMS-nummer   06-12345678" in driver.text
        assert "▸Sepa incasso" in driver.text


async def test_a_slow_flow_holds_keys_and_a_question_in_it_takes_them(desk: Desk) -> None:
    from screens.dialogs.question import Question

    answers: list[bool] = []
    gate = asyncio.Event()

    async def flow(app: DeskApp) -> None:
        await gate.wait()
        answers.append(await app.ask(Question("Doorgaan?", harmless=True)))

    async with running(desk) as driver:
        driver.app.start(flow(driver.app))
        driver.app.keys.put(key("n"))
        driver.app.keys.put(key("x"))
        assert driver.app.keys.held
        gate.set()
        await driver.settle()
        assert answers == [False]
        page = driver.app.page
        assert isinstance(page, Page)
        assert "▸Klantnummer *  x" in driver.text
