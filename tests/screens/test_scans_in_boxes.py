"""What a scan does to a box that did not ask for one: nothing; and a suggestion in a line to type."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

import pytest

from balie.desk import Desk
from balie.refusal import Refusal
from screens.dialogs.ask_text import AskText
from screens.dialogs.pick import Pick
from screens.dialogs.question import Notice, Question
from screens.program.app import DeskApp
from tests.support.desk_driver import running

SCAN = "39428000000016\r"
BOXES: dict[str, tuple[Callable[[DeskApp], Coroutine[object, object, object]], object]] = {
    "notice": (lambda app: app.ask(Notice(["Toegekend eenmalig wachtwoord"])), None),
    "question": (lambda app: app.ask(Question("Reserveren?", harmless=True)), True),
    "list": (lambda app: app.ask(Pick("Waarom?", ["Verouderd", "Vermist"])), 0),
    "branches": (lambda app: app.ask(Pick("Waar afhalen?", ["4104 Oost", "4105 West"])), 0),
}


@pytest.mark.parametrize("name", BOXES)
async def test_only_an_enter_that_is_no_part_of_a_scan_answers(desk: Desk, name: str) -> None:
    ask, answer = BOXES[name]
    answers: list[object] = []

    async def flow(app: DeskApp) -> None:
        answers.append(await ask(app))

    async with running(desk) as driver:
        driver.app.start(flow(driver.app))
        await driver.settle()
        await driver.burst(SCAN)
        await driver.burst(SCAN)
        assert answers == []
        await driver.keys("home", "enter")
        assert answers == [answer]


async def test_a_scan_that_does_not_fit_in_a_line_is_not_taken_for_what_fits_of_it(desk: Desk) -> None:
    answers: list[str | None] = []

    async def flow(app: DeskApp) -> None:
        answers.append(await app.ask(AskText("Aantal", "Hoeveel?", longest=3)))

    async with running(desk) as driver:
        driver.app.start(flow(driver.app))
        await driver.settle()
        await driver.burst(SCAN)
        assert answers == []
        assert "Hier passen hooguit 3 tekens." in driver.text
        await driver.keys("ctrl+u", "2", "enter")
        assert answers == ["2"]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("9",), "9"),
        ((), "5"),
        (("left", "9"), "95"),
        (("backspace", "7"), "7"),
    ],
)
async def test_a_suggestion_makes_way_for_what_is_typed_and_not_for_what_is_mended(
    desk: Desk, keys: tuple[str, ...], answer: str
) -> None:
    answers: list[str | None] = []

    async def flow(app: DeskApp) -> None:
        answers.append(await app.ask(AskText("Voorrang", "Welke?", typed="5", makes_way=True)))

    async with running(desk) as driver:
        driver.app.start(flow(driver.app))
        await driver.settle()
        await driver.keys(*keys, "enter")
        assert answers == [answer]


def _only_seven(text: str) -> None:
    if text != "7":
        raise Refusal("Alleen 7 kan.")


@pytest.mark.parametrize(
    ("makes_way", "keys", "answer"),
    [
        (True, ("9", "enter", "7"), "7"),
        (True, ("enter", "7"), "7"),
        (True, ("9", "enter", "8", "enter", "7"), "7"),
        (True, ("9", "7", "enter", "home", "delete"), "7"),
        (True, ("7", "9", "enter", "backspace"), "7"),
        (False, ("backspace", "9", "7", "enter", "home", "delete"), "7"),
        (False, ("backspace", "enter", "7"), "7"),
    ],
)
async def test_after_a_refusal_an_answer_is_given_anew_where_it_is_not_one_to_be_mended(
    desk: Desk, makes_way: bool, keys: tuple[str, ...], answer: str
) -> None:
    answers: list[str | None] = []

    async def flow(app: DeskApp) -> None:
        box = AskText("Voorrang", "Welke?", typed="5", makes_way=makes_way, read=_only_seven)
        answers.append(await app.ask(box))

    async with running(desk) as driver:
        driver.app.start(flow(driver.app))
        await driver.settle()
        for key in keys:
            await driver.keys(key)
        assert answers == []
        await driver.keys("enter")
        assert answers == [answer]


async def test_a_pass_scanned_after_one_that_is_refused_is_not_put_behind_it(desk: Desk) -> None:
    from screens.finding.choose_customer import with_customer

    refused = "29428000077728"

    async def then(chosen: object) -> None:
        raise AssertionError(chosen)

    async with running(desk) as driver:
        driver.app.start(with_customer(driver.app.page.desk_app, "Betalen", then))
        await driver.settle()
        for _ in range(2):
            await driver.burst(refused + "\r")
            assert refused in driver.text
            assert refused + "2" not in driver.text
