"""Long work beside the screen: in a thread, with a store connection of its own, told as it goes on, stopped by Esc.

What was done when it is stopped stays done; every run goes on where it was when it is started again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from textual import events

from balie.dutch.counts import format_count
from balie.store.connection import open_store
from screens.dialogs.dialog import Dialog
from screens.keyboard.key_order import TypedEvent

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.host.asking import Host

Result = TypeVar("Result")
Progress: TypeAlias = Callable[[int, int], None]
Work: TypeAlias = Callable[["Desk", Progress], Result]
"""What is done: it gets a desk with a store of its own, and tells how much it did, of how much."""

PATIENCE = 0.2
"""Seconds before it is told that something is at work: most of it is done by then."""
_REPAINT = 0.1
_WIDTH = 44


class Stopped(Exception):
    """The work was stopped because the desk asked for it."""


class Job:
    """What the thread and the screen both know of the work."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.stopping = False
        self.is_left = False
        """Whether the desk ended meanwhile, so that nobody waits for what comes of it."""

    def progress(self, done: int, total: int) -> None:
        """Note how far it is. Raises `Stopped` where the desk asked for that, unless this was the end."""
        self.done, self.total = done, total
        if self.stopping and done < total:
            raise Stopped


async def beside(app: Host, title: str, work: Work[Result]) -> Result:
    """Do `work` in a thread and wait for it; keys wait too. Only within work begun by `start`.

    Raises `Stopped` when the desk stopped it, and whatever the work raises.
    """
    job = Job()
    desk, loop = app.desk, asyncio.get_running_loop()
    outcome: asyncio.Future[Result] = loop.create_future()

    def tell(result: Result | None, error: BaseException | None) -> None:
        if outcome.cancelled() or job.is_left:
            return
        if error is None:
            outcome.set_result(result)  # type: ignore[arg-type]  # None only where that is the result
        else:
            outcome.set_exception(error)

    def run() -> None:
        result: Result | None = None
        error: BaseException | None = None
        try:
            with open_store(desk.store.path) as store:
                result = work(replace(desk, store=store), job.progress)
        except BaseException as raised:
            error = raised
        with suppress(RuntimeError):  # the desk has gone meanwhile
            loop.call_soon_threadsafe(tell, result, error)

    # A daemon: the desk ends at once on a signal, whatever is at work, and what is half done goes on next time.
    Thread(target=run, name=title, daemon=True).start()
    try:
        await asyncio.wait({outcome}, timeout=PATIENCE)
        if not outcome.done():
            dialog = Running(title, job, outcome)
            await app.ask(dialog)
            dialog.hand_back()
        return await outcome
    finally:
        job.stopping = True


class Running(Dialog[None]):
    """Tells how far the work is, and goes when it is done. Esc asks to stop; other keys wait for what comes after."""

    def __init__(self, title: str, job: Job, outcome: asyncio.Future[Result]) -> None:
        super().__init__(title)
        self.job = job
        self._kept: list[TypedEvent] = []
        self._drawn = ""
        outcome.add_done_callback(lambda _: self.give(None))

    def on_mount(self) -> None:
        """Look now and then how far it is."""
        self.set_interval(_REPAINT, self._look)

    def on_unmount(self) -> None:
        """It is done; or the desk ends, and it had better stop."""
        self.job.is_left = self.job.stopping = True

    def _look(self) -> None:
        now = "\n".join(self.lines(_WIDTH))
        if now != self._drawn:
            self._drawn = now
            self.box.refresh()

    def press(self, key: str, character: str | None) -> None:
        """Esc; the rest is kept."""
        if key == "escape":
            self.job.stopping = True
            self._look()
        else:
            self._kept.append(events.Key(key, character))

    def paste(self, text: str) -> None:
        """Kept too."""
        self._kept.append(events.Paste(text))

    def hand_back(self) -> None:
        """Give what was typed meanwhile to whatever shows now."""
        for event in reversed(self._kept):
            self.desk_app.keys.hand_back(event)
        self._kept.clear()

    def inner_width(self) -> int:
        """The same all the time."""
        return _WIDTH

    def lines(self, width: int) -> list[str]:
        """How far it is, as a bar and as numbers, and what Esc does or did."""
        done, total = min(self.job.done, self.job.total), self.job.total
        full = width * done // total if total else 0
        told = f"{format_count(done)} van {format_count(total)}" if total > 1 else "Even geduld."
        stop = "Stopt zodra dit deel klaar is." if self.job.stopping else "Esc = stoppen"
        return ["█" * full + "░" * (width - full), told, "", stop]
