"""Long work beside the screen: a store of its own, told as it goes on, stopped by Esc, keys wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual import events

from balie.desk import Desk
from balie.refusal import Refusal
from screens.acts.running import Progress, Stopped, Work, beside
from tests.support.desk_driver import Driver, running


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The box shows from the first moment."""
    monkeypatch.setattr("screens.acts.running.PATIENCE", 0.0)


class Gate:
    """Work that waits in its thread until the test lets it go on."""

    def __init__(self) -> None:
        self._go = threading.Event()
        self.ended = threading.Event()

    def work(self, desk: Desk, progress: Progress) -> str:
        """Tell how far it is, again and again."""
        try:
            progress(12_000, 83_000)
            while not self._go.wait(0.001):
                progress(12_000, 83_000)
            return "klaar"
        finally:
            self.ended.set()

    def open(self) -> None:
        """Let it end."""
        self._go.set()


async def until(found: Callable[[], bool]) -> None:
    """Wait for what another thread brings about."""
    async with asyncio.timeout(20):
        while not found():
            await asyncio.sleep(0.005)


@asynccontextmanager
async def at_work(desk: Desk, work: Work[str]) -> AsyncIterator[tuple[Driver, list[object]]]:
    """The desk while that is done; what came of it is put in the list."""
    outcome: list[object] = []

    async def flow() -> None:
        try:
            outcome.append(await beside(driver.host, "Proef", work))
        except Stopped:
            outcome.append(Stopped)

    async with running(desk) as driver:
        driver.app.start(flow())
        yield driver, outcome


async def test_how_far_it_is_is_told_and_the_box_goes_when_it_is_done(desk: Desk, at_once: None) -> None:
    gate = Gate()
    async with at_work(desk, gate.work) as (driver, outcome):
        await driver.shows("12.000 van 83.000")
        assert "Esc = stoppen" in driver.text
        gate.open()
        await until(lambda: bool(outcome))
        await driver.settle()
        assert outcome == ["klaar"]
        assert "12.000" not in driver.text


async def test_keys_wait_for_what_comes_after_in_their_order(desk: Desk, at_once: None) -> None:
    gate = Gate()
    async with at_work(desk, gate.work) as (driver, outcome):
        await driver.shows("83.000")
        await driver.keys("x", "y", "z")
        assert outcome == []
        gate.open()
        await until(lambda: bool(outcome))
        await driver.settle()
        assert "▸Klantnummer *  xyz" in driver.text


async def test_esc_stops_it_between_two_parts(desk: Desk, at_once: None) -> None:
    gate = Gate()
    async with at_work(desk, gate.work) as (driver, outcome):
        await driver.shows("83.000")
        await driver.key("escape")
        await until(lambda: bool(outcome))
        assert outcome == [Stopped]
        assert gate.ended.is_set()


async def test_what_is_over_in_a_moment_shows_no_box_and_loses_no_key(desk: Desk) -> None:
    gate = Gate()
    async with at_work(desk, gate.work) as (driver, outcome):
        driver.app.post_message(events.Key("x", "x"))
        gate.open()
        await until(lambda: bool(outcome))
        await driver.settle()
        assert "▸Klantnummer *  x" in driver.text


async def test_it_works_on_the_same_file_with_a_connection_of_its_own(desk: Desk) -> None:
    seen: list[object] = []

    def work(there: Desk, progress: Progress) -> str:
        seen.extend((there.store.path == desk.store.path, there.store is desk.store, threading.current_thread()))
        with there.transaction() as tx:
            tx.journal("invoice run", after={"run": 1})
        return ""

    async with at_work(desk, work) as (_, outcome):
        await until(lambda: bool(outcome))
    assert seen[:2] == [True, False]
    assert seen[2] is not threading.current_thread()
    assert desk.store.read("SELECT action FROM journal") == [("invoice run",)]


async def test_a_refusal_is_told_by_the_page(desk: Desk, at_once: None) -> None:
    def work(there: Desk, progress: Progress) -> str:
        raise Refusal("Dat kan nu niet: kom morgen terug.")

    async with at_work(desk, work) as (driver, _):
        await until(lambda: "kom morgen terug" in driver.message)
        await driver.settle()
        assert not driver.app.keys.held


async def test_the_desk_can_be_closed_while_it_is_at_work(desk: Desk, at_once: None) -> None:
    gate = Gate()
    async with at_work(desk, gate.work) as (driver, _):
        await driver.shows("83.000")
        driver.app.exit()
    assert gate.ended.wait(20), "the work is told to stop"
    assert driver.app.return_code == 0
