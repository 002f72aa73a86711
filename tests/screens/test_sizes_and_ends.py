"""A window that changes while screens lie on one another, and keys that come behind the end of the program."""

from __future__ import annotations

import asyncio

import pytest
from textual import events
from textual.geometry import Size

from balie.desk import Desk
from screens.keyboard.key_order import KeyOrder, TypedEvent
from tests.support.desk_driver import SCREEN_1_BYTES, UP_TO_SAVING, running
from tests.support.stock import new_title

STACKS = (
    (),
    ("f1",),
    ("alt+z",),
    ("alt+c", *"avonden", "enter", "enter"),
    ("alt+c", *"avonden", "enter", "enter", "w", "f1"),
    UP_TO_SAVING,
)


@pytest.mark.parametrize("keys", STACKS, ids=lambda keys: " ".join(keys[:3]) or "home")
async def test_no_screen_lays_itself_out_for_a_size_of_before(desk: Desk, keys: tuple[str, ...]) -> None:
    new_title(desk)
    async with running(desk) as driver:
        await driver.keys(*keys)
        screens = list(driver.app.screen_stack)
        shown = driver.text
        for width in (81, 80, 81, 79, 200):
            for screen in screens:
                screen.post_message(events.Resize(Size(width, 24), Size(width, 24)))
                await driver.settle()
                assert screen.size == Size(80, 24)
        assert driver.text == shown


@pytest.mark.parametrize("keys", STACKS[:-1], ids=lambda keys: " ".join(keys[:3]) or "home")
async def test_a_window_that_changes_is_laid_out_on_every_screen(desk: Desk, keys: tuple[str, ...]) -> None:
    new_title(desk)
    async with running(desk) as driver:
        await driver.keys(*keys)
        for size in ((81, 24), (80, 24), (132, 43), (80, 24)):
            await driver.resize(*size)
            assert driver.app.screen.size == Size(*size)
        while len(driver.app.screen_stack) > 1:
            await driver.keys("escape")
            assert driver.app.screen.size == Size(80, 24)


BEHIND = (
    *("\x1bz", "\x1bzde Vries\r", "\x1bOP", "\x11\x11\x11", "\x1bb3410\r", "\x1bc\x1be\x1bt", "\r" * 9, "\x1b\x1b\x1b"),
    *("\x1b[24~", "\x10", "\x1b[200~plak\x1b[201~", SCREEN_1_BYTES),
)


@pytest.mark.parametrize("behind", BEHIND, ids=repr)
@pytest.mark.parametrize("before", ["", "\x1bz", "\x1bb", "Vv"], ids=repr)
async def test_what_is_typed_behind_the_end_changes_nothing_of_it(desk: Desk, before: str, behind: str) -> None:
    async with running(desk) as driver:
        await driver.burst(before)
        await driver.burst(f"\x11{behind}" if before != "Vv" else f"\x11j{behind}")
        assert driver.app._exit
        assert driver.app._exception is None
        assert driver.app.return_code == 0
        assert not driver.app.keys.typed_ahead


def test_keys_that_are_closed_deliver_nothing_any_more() -> None:
    delivered: list[TypedEvent] = []
    order = KeyOrder(delivered.append)
    order.hold()
    order.put(events.Key("a", "a"))
    order.close()
    order.release()
    order.put(events.Key("b", "b"))
    order.hand_back(events.Key("c", "c"))

    assert delivered == []


async def test_work_that_was_under_way_at_the_end_is_no_mistake_of_the_program(desk: Desk) -> None:
    async with running(desk) as driver:
        gone = asyncio.Event()

        async def open_a_page_of_before() -> None:
            await gone.wait()
            raise RuntimeError("the screens are gone")

        driver.app.start(open_a_page_of_before())
        await asyncio.sleep(0)
        driver.app.exit()
        gone.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert driver.app._exception is None
        assert driver.app.return_code == 0


@pytest.mark.parametrize("tab", ["b", "k", "f", "c", "e", "t", "r", "n", "v"])
async def test_every_tab_bears_every_size_of_window(desk: Desk, tab: str) -> None:
    async with running(desk) as driver:
        await driver.keys(f"alt+{tab}")
        shown = driver.text
        for size in ((1, 1), (3, 50), (80, 1), (2, 24), (60, 24), (400, 100), (80, 24)):
            await driver.resize(*size)
        assert driver.app._exception is None
        assert driver.text == shown
