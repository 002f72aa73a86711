"""What is gone is not kept: the lines of pages that were closed, the memory of threads that once worked."""

from __future__ import annotations

import asyncio
import gc
import threading
from time import sleep

import pytest
from textual._styles_cache import StylesCache

from balie.desk import Desk
from tests.support.desk_driver import running

_TIMES = 8


def held() -> int:
    """How many widgets there are lines of."""
    gc.collect()
    return sum(isinstance(one, StylesCache) for one in gc.get_objects())


@pytest.mark.parametrize("keys", [("alt+z", "escape"), ("f1", "escape"), ("alt+v", "4", "escape", "escape")])
async def test_the_lines_of_a_page_that_is_closed_go_with_it(desk: Desk, keys: tuple[str, ...]) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+k", *keys, "alt+k", *keys)
        before = held()
        for _ in range(_TIMES):
            await driver.keys("alt+k", *keys)
        assert held() < before + _TIMES  # the last one may still be going


async def test_what_is_done_off_the_event_loop_is_done_in_one_thread(desk: Desk) -> None:
    def who() -> int:
        sleep(0.001)
        return threading.get_ident()

    async with running(desk):
        assert len(set(await asyncio.gather(*(asyncio.to_thread(who) for _ in range(8))))) == 1
