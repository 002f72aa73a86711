"""A demonstration: when the next key is typed, and what its keys of its own do (pause, one step, faster, by hand)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from screens.practice import own_keys
from screens.practice.keystrokes import Keystroke
from screens.practice.player import TakenOver

SPEEDS: Final = (500, 250, 120, 60)
"""Milliseconds between two keys, from slow to fast."""
_USUAL: Final = 1
_READING: Final = 0.06
"""Seconds a letter that is said stays at least."""
_LAST_KEYS: Final = 5
_SCANNED: Final = 0.01


class Demonstration:
    """Paces a player. `refresh` draws the coach again."""

    def __init__(self, refresh: Callable[[], None]) -> None:
        self._refresh = refresh
        self._speed = _USUAL
        self._paused = False
        self._stopped = False
        self._one = 0
        self._woken = asyncio.Event()
        self._told: list[tuple[str, int]] = []

    @property
    def state(self) -> str:
        """What the first row tells of it."""
        if self._paused:
            return "PAUZE · spatie verder · → toets · Esc zelf"
        return "voordoen · spatie pauze · + - tempo · Esc zelf"

    @property
    def keys_text(self) -> str:
        """The last keys, those that were repeated once with how often."""
        return "  ".join(name if times == 1 else f"{name} ×{times}" for name, times in self._told)

    def press(self, key: str, character: str | None) -> bool:
        """A key of who watches. All are taken: nothing goes to the desk meanwhile."""
        match key:
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
        """Leave what is said to be read before the first key of the step."""
        self._told.clear()
        await self._wait(len(text) * _READING)

    async def before_key(self, stroke: Keystroke) -> None:
        """Wait until it is time for the next key, and show it. Raises `TakenOver`."""
        await self._wait(_SCANNED if stroke.scanned else SPEEDS[self._speed] / 1000)
        if self._told and self._told[-1][0] == stroke.name:
            self._told[-1] = (stroke.name, self._told[-1][1] + 1)
        else:
            self._told.append((stroke.name, 1))
        del self._told[:-_LAST_KEYS]
        self._refresh()

    async def _wait(self, seconds: float) -> None:
        """So long, or while it is paused; one key asked for ends the wait."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not self._stopped:
            if self._one:
                self._one -= 1
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
