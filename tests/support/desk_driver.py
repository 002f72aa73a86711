"""Drives the desk in a test: keys one by one, keys in one burst through the real parser, the screen as text."""

from __future__ import annotations

import asyncio
import gc
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import chain
from time import monotonic
from typing import cast

from textual import events
from textual.message import Message
from textual.pilot import Pilot

from balie.desk import Desk
from screens.host.asking import Host
from screens.host.settings import Settings
from screens.keyboard.key_reader import KeyReader
from screens.keyboard.terminal_input import PATIENCE
from screens.program.app import DeskApp
from tests.support.cursor import misplaced_cursor

UP_TO_SAVING = (
    *("v", "enter", "enter"),
    *("e", "b", "enter", "enter"),
    *("T", "e", "s", "t", "e", "r", "enter", "enter"),
    *"04011991",
    *("enter", "enter"),
    *"9468bg",
    *("enter", "4", "1", "enter"),
)
"""The first screen as keys, up to screen 2 for E.B. Tester."""

SCREEN_1_BYTES = "v\r\reb\r\rTester\r\r04011991\r\r9468bg\r41\r"
"""The same as the bytes a terminal sends."""


_GLANCE = 0.001
"""Seconds between two looks at work in a thread, which shall have the processor meanwhile."""

_MOST_GLANCES = 200

_NEVER = 30.0
"""Seconds after which a screen that does not show what a thread should bring about has failed."""

_CHARACTERS = {"space": " ", "escape": "\x1b", "enter": "\r", "tab": "\t", "backspace": "\x7f"}


def character_of(key: str) -> str | None:
    """The character a key comes with, as the parser tells it: also for Esc and Enter; none for an arrow."""
    return _CHARACTERS.get(key, key if len(key) == 1 else None)


class Driver:
    """The running desk of one test."""

    def __init__(self, app: DeskApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot
        self._at_rest = False

    async def keys(self, *keys: str) -> None:
        """Press keys one by one, each after the one before it is completely done."""
        for key in keys:
            await self.key(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type text and line ends (`\\r`) one by one."""
        await self.keys(*({"\r": "enter", " ": "space"}.get(character, character) for character in text))

    async def burst(self, text: str) -> None:
        """Send bytes all at once, as a scanner or a slow line does, through what reads them at the desk."""
        reader = KeyReader(0.02)
        for message in chain(reader.feed(text.encode(), 0.0), reader.tick(PATIENCE)):
            self._send(message)
        await self.settle()

    async def key(self, key: str) -> None:
        """Press one key; the screen may still be behind."""
        self._send(events.Key(key, character_of(key)))
        await self.done()

    def _send(self, message: Message) -> None:
        self._at_rest = False
        driver = self.app._driver
        assert driver is not None
        driver.send_message(message)

    async def resize(self, width: int, height: int) -> None:
        """Give the window another size, in columns and rows, and wait until the screen is laid out for it."""
        self._at_rest = False
        await self._pilot.resize_terminal(width, height)
        await self.settle()

    async def shows(self, text: str) -> None:
        """Wait, the screen at rest each time, until it shows a text that another thread brings about.

        Raises `AssertionError` with the screen when it never does.
        """
        deadline = monotonic() + _NEVER
        while text not in self.text:
            assert monotonic() < deadline, f"the screen never showed {text!r}:\n{self.text}"
            await asyncio.sleep(_GLANCE)
            await self.settle()

    async def done(self) -> None:
        """Until the program has taken what was sent, and keys are no longer held back (but by a small window)."""
        for _ in range(3):
            await asyncio.sleep(0)
        while (self.app.keys.held and not self.app.too_small) or self.app.message_queue_size:
            await asyncio.sleep(0 if _anything_to_do() else _GLANCE)

    async def settle(self) -> None:
        """Until everything that was typed is done, or something is asked, and the screen shows it.

        Nothing is timed, so a busy machine changes nothing: the program is at rest when its event loop has nothing
        left to do, also after the screen was painted. On every page and in every box the terminal's own cursor is then
        where the mark is.
        """
        while True:
            await self.done()
            while _anything_to_do():
                await asyncio.sleep(0)
            if await self._held_back() or await self._to_be_resized():
                continue
            with self.app._context():  # of two desks in one test each paints its own screen
                self.app.screen._on_timer_update()  # now, not at the next of sixty moments in a second
            if not _anything_to_do() and not await self._coach_is_to_look():
                break
        self._at_rest = True
        if self.app.is_running and self.app.is_open and not self.app.keys.held:
            assert not (told := misplaced_cursor(self.app)), told

    async def _coach_is_to_look(self) -> bool:
        """Wait a moment for the coach, who looks at what was painted; whether that was still to come."""
        waits = self.app.practice is not None and self.app.looks.due and self.app.is_running
        if waits:
            await asyncio.sleep(_GLANCE)
        return waits

    async def _to_be_resized(self) -> bool:
        """Wait a moment for the size that Textual tells its screens later; whether there was one."""
        waits = self.app._resize_timer is not None and self.app.is_running
        if waits:
            await asyncio.sleep(_GLANCE)
        return waits

    async def _held_back(self) -> bool:
        """Wait while Textual holds painting back, since a page comes or goes; whether it did. For good at the end."""
        held = 0
        while self.app._batch_count and held < _MOST_GLANCES:
            await asyncio.sleep(_GLANCE)
            held += 1
        return 0 < held < _MOST_GLANCES

    def _look(self) -> None:
        """Nobody looks at a screen before it is at rest: what it shows then depends on how busy the machine is."""
        assert self._at_rest, "the screen is read before it is at rest: `settle` first"

    @property
    def lines(self) -> list[str]:
        """The screen as text, a line a row, without the blanks at the end. Only once it is at rest."""
        self._look()
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def host(self) -> Host:
        """The program as a page sees it."""
        return cast("Host", self.app)

    @property
    def text(self) -> str:
        """The whole screen as one text. Only once it is at rest."""
        return "\n".join(self.lines)

    @property
    def message(self) -> str:
        """What the screen tells above its foot line. Only once it is at rest."""
        self._look()
        return self.app.page.footline.message


def _anything_to_do() -> bool:
    """Whether anything but who asks could run at once. What waits for a time, a thread or a file does not count."""
    ready: deque[asyncio.Handle] = vars(asyncio.get_running_loop())["_ready"]
    return bool(ready)


@asynccontextmanager
async def running(
    desk: Desk, *, size: tuple[int, int] = (80, 24), settings: Settings | None = None
) -> AsyncIterator[Driver]:
    """The desk on a screen of that size, ready for keys."""
    async with opening(desk, size=size, settings=settings) as driver:
        await driver.settle()
        yield driver


@asynccontextmanager
async def opening(
    desk: Desk, *, size: tuple[int, int] = (80, 24), settings: Settings | None = None
) -> AsyncIterator[Driver]:
    """The desk while it still opens: keys may be sent, and it is not at rest."""
    app = DeskApp(lambda: desk, place="9428 · ebt", settings=settings)
    try:
        async with app.run_test(size=size) as pilot:
            yield Driver(app, pilot)
    finally:
        # A desk freezes what it has when it is ready, once in the life of its process. A process of tests is ready
        # a thousand times: what is left of one desk, frozen by the next, would be kept for good.
        gc.unfreeze()
