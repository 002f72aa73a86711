"""A desk that waits for another says so, can be stopped, and goes on; a store that cannot be read ends nothing."""

from __future__ import annotations

import pytest
from textual import events

from balie.desk import Desk
from balie.refusal import Refusal
from balie.store.waiting import Wait
from screens.finding.customer_search import CustomerSearchPage
from screens.keyboard.waiting import Waiting
from screens.program.app import DeskApp
from screens.widgets.waiting_line import line_at
from tests.support.desk_driver import running
from tests.support.shown import Shown


class Screen:
    """What was put on the screen."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.waiting = Waiting(self.shown.append, lambda: self.shown.append(""))


def test_a_wait_is_told_with_how_long_and_for_whom_until_it_is_over() -> None:
    screen = Screen()
    for wait in (Wait(1.0, "een andere balie (ans)"), Wait(2.3, "een andere balie (ans)"), None):
        screen.waiting(wait)

    assert screen.shown == [
        "Wachten op een andere balie (ans): al 1 seconde. Esc stopt.",
        "Wachten op een andere balie (ans): al 2 seconden. Esc stopt.",
        "",
    ]


@pytest.mark.parametrize(("key", "taken"), [("escape", True), ("ctrl+q", False), ("ctrl+c", False)])
def test_a_wait_is_stopped_at_the_keyboard_and_the_next_one_is_not(key: str, taken: bool) -> None:
    screen = Screen()
    screen.waiting(Wait(1.0, "een ander programma"))

    assert screen.waiting.takes(key) is taken
    with pytest.raises(Refusal, match="niets opgeslagen"):
        screen.waiting(Wait(1.25, "een ander programma"))
    screen.waiting(None)
    screen.waiting(Wait(1.0, "een andere balie"))
    assert screen.shown[-1].startswith("Wachten")


@pytest.mark.parametrize("key", ["escape", "ctrl+q", "a", "enter", "f2"])
def test_without_a_wait_every_key_goes_to_the_screen(key: str) -> None:
    waiting = Screen().waiting
    assert not waiting.takes(key)
    waiting(Wait(1.0, "een andere balie"))
    waiting(None)
    assert not waiting.takes(key)


def test_other_keys_wait_for_the_act() -> None:
    waiting = Screen().waiting
    waiting(Wait(1.0, "een andere balie"))
    assert not any(waiting.takes(key) for key in ("a", "enter", "f2", "f12"))
    waiting(Wait(1.25, "een andere balie"))


@pytest.mark.parametrize("width", [80, 40, 5, 1])
def test_the_line_takes_one_row_whatever_its_width(width: int) -> None:
    shown = Shown()
    shown.feed(line_at(23, width, "Wachten op een andere balie (日本): al 1 seconde. Esc stopt.").encode())
    shown.feed(b"x")

    assert shown.lines[0].rstrip() == "x"
    assert [row for row, line in enumerate(shown.lines) if line.strip()] in ([0, 22], [0])
    assert len(shown.lines[22].rstrip()) <= width


async def test_the_store_of_the_desk_tells_its_waits_to_the_screen(desk: Desk) -> None:
    async with running(desk) as driver:
        assert isinstance(driver.app, DeskApp)
        assert desk.store.on_wait is driver.app.waiting


def _refuse(*_: object, **__: object) -> None:
    raise Refusal("Het bestand wordt door een ander programma vastgehouden.")


@pytest.mark.parametrize("name", ["on_mount", "on_resize", "press_in_body", "paste"])
async def test_a_page_that_cannot_read_the_store_says_so_and_the_desk_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    async with running(desk) as driver:
        with monkeypatch.context() as broken:
            broken.setattr(CustomerSearchPage, name, _refuse, raising=False)
            await driver.keys("alt+z")
            told = driver.message
            await driver.keys("x")
            told += driver.message
            driver.app.keys.put(events.Paste("plak"))
            await driver.settle()
            told += driver.message
        assert driver.app._exception is None
        assert driver.app.return_code is None
        assert "vastgehouden" in told
        await driver.keys("escape", "escape", "alt+k", "alt+z")
        assert isinstance(driver.app.page, CustomerSearchPage)
