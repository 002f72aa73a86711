"""A demonstration: when the next key is typed, and what its keys of its own do (pause, one step, faster, by hand)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import Final

from screens.practice import own_keys
from screens.practice.keystrokes import Keystroke
from screens.practice.last_keys import LastKeys
from screens.practice.player import TakenOver

SPEEDS: Final = (500, 250, 120, 60)
"""Milliseconds between two keys, from slow to fast."""
OPENED: Final = 1.5
"""Seconds that a page or box which opened is there before the next key."""
_USUAL: Final = 1
_READING: Final = 0.06
"""Seconds a letter that is said stays at least."""
_SCANNED: Final = 0.01


class Demonstration:
    """Paces a player.

    `refresh` draws the coach again; `on_top` gives what is on top of the screen (another one: it has opened just now),
    `hides` whether what is typed there is a secret; `leaving` are the keys that end it and are for the desk itself.
    """

    def __init__(
        self,
        refresh: Callable[[], None],
        *,
        on_top: Callable[[], object],
        hides: Callable[[], bool],
        leaving: Collection[str],
    ) -> None:
        self.last_keys = LastKeys()
        self._refresh = refresh
        self._on_top = on_top
        self._hides = hides
        self._leaving = leaving
        self._was_on_top = on_top()
        self._speed = _USUAL
        self._paused = False
        self._stopped = False
        self._one = 0
        self._woken = asyncio.Event()

    @property
    def state(self) -> str:
        """Its keys, as the first row tells them."""
        if self._paused:
            return "PAUZE: spatie verder · → toets · Esc"
        return "spatie pauze · → toets · + - tempo · Esc"

    def press(self, key: str, character: str | None) -> bool:
        """A key of who watches; whether it was taken. Nothing goes to the desk meanwhile, but a key that leaves."""
        match key:
            case _ if key in self._leaving:
                self.stop()
                return False
            case own_keys.PAUSE:
                self._paused = not self._paused
            case own_keys.TAKE_OVER:
                self._stopped = True
            case own_keys.ONE_KEY:
                self._one += 1
            case _ if character == own_keys.FASTER:
                self._speed = min(self._speed + 1, len(SPEEDS) - 1)
            case _ if character == own_keys.SLOWER:
                self._speed = max(self._speed - 1, 0)
            case _ if character is not None and self._paused:
                self._one += 1
            case _:
                return True
        self._woken.set()
        self._refresh()
        return True

    def stop(self) -> None:
        """End it."""
        self._stopped = True
        self._woken.set()

    async def read(self, text: str) -> None:
        """Leave what is said to be read, or till a key is asked for; the keys of the step before are shown no more.

        Raises `TakenOver`.
        """
        self.last_keys.clear()
        self._refresh()
        await self._wait(len(text) * _READING)

    async def before_key(self, stroke: Keystroke) -> None:
        """Wait until it is time for the next key, and show it. Raises `TakenOver`."""
        opened = self._on_top() is not self._was_on_top
        self._was_on_top = self._on_top()
        wait = _SCANNED if stroke.scanned else SPEEDS[self._speed] / 1000
        await self._wait(max(wait, OPENED) if opened else wait)
        self._one = max(0, self._one - 1)
        self.last_keys.add(stroke, hidden=stroke.typed and self._hides())
        self._refresh()

    async def _wait(self, seconds: float) -> None:
        """So long, or while it is paused; a key that was asked for, and did not come yet, ends the wait."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not self._stopped:
            if self._one:
                return
            left = None if self._paused else end - loop.time()
            if left is not None and left <= 0:
                return
            self._woken.clear()
            try:
                await asyncio.wait_for(self._woken.wait(), left)
            except TimeoutError:
                continue
        raise TakenOver
