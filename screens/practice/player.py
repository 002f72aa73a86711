"""Plays a lesson: its keys go in where those of a person do, each after the one before it is wholly done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from textual import events

from screens.practice.keystrokes import Keystroke, keystrokes

if TYPE_CHECKING:
    from balie.practice.lessons.naming import Names
    from balie.practice.lessons.structs import LessonStep
    from screens.host.asking import Host

GLANCE: Final = 0.002
"""Seconds between two looks at a desk that is busy."""

BeforeKey = Callable[[Keystroke], Awaitable[None]]
"""Called before each key: who shows a lesson to people waits here, and shows the key."""


class TakenOver(Exception):
    """Somebody took over: the rest is not played."""


class Reads(Protocol):
    """Says what stands on the screen."""

    def __call__(self) -> str:
        """The screen as text, a line a row."""


async def at_once(stroke: Keystroke) -> None:
    """Wait for nothing."""


class Player:
    """Plays steps at a desk. `before_key` may wait, and raises `TakenOver` to end it."""

    def __init__(self, host: Host, names: Names, *, before_key: BeforeKey = at_once) -> None:
        self._host = host
        self._names = names
        self._before_key = before_key

    async def play(self, step: LessonStep, *, after: int = 0, on_key: Callable[[], None] = lambda: None) -> None:
        """Type everything of a step behind its first `after` keys. Out when the desk has done the last key.

        `on_key` is called after each. Raises `TakenOver`.
        """
        for stroke in islice(keystrokes(step, self._names, self._host.actions), after, None):
            await self._at_rest()
            await self._before_key(stroke)
            await self._at_rest()
            self._host.keys.put(events.Key(stroke.key, stroke.character))
            on_key()
            await self._at_rest()

    async def _at_rest(self) -> None:
        """Until the desk takes keys again: it has done the one before, or asks something."""
        await asyncio.sleep(0)
        while self._host.keys.held or self._host.message_queue_size:
            await asyncio.sleep(GLANCE)


def missing_on(screen: str, step: LessonStep, names: Names) -> list[str]:
    """What a step is to show and is not on the screen (its text, a line a row)."""
    flat = " ".join(screen.split())
    return [text for wanted in step.shows if " ".join((text := names.filled(wanted)).split()) not in flat]
