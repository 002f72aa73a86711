"""What the desk does by itself while practising: a step, those before it at once, or all of it shown to a room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Final

from balie.refusal import Refusal
from screens.practice import own_keys
from screens.practice.demonstration import Demonstration
from screens.practice.player import Player, TakenOver

if TYPE_CHECKING:
    from screens.host.asking import Host
    from screens.practice.course import Course

_QUIT: Final = "quit"


class Playing:
    """Plays beside the desk's own work, which it waits for.

    `refresh` draws the coach again; `at_step` is told of each step that is shown, and of the end; `afterwards` is
    called when the desk has done what was to be played.
    """

    def __init__(
        self,
        host: Host,
        *,
        refresh: Callable[[], None],
        at_step: Callable[[Course], None],
        afterwards: Callable[[], None],
    ) -> None:
        self._host = host
        self._at_step = at_step
        self._refresh = refresh
        self._afterwards = afterwards
        self._task: asyncio.Task[None] | None = None
        self.shown: Demonstration | None = None

    @property
    def runs(self) -> bool:
        """Whether the desk is playing: then keys of others are not for the desk."""
        return self._task is not None

    def step(self, course: Course) -> None:
        """Do what is left of the step at hand."""
        self._begin(self._step(course))

    def up_to(self, course: Course, place: int, *, then: Callable[[Course], None] | None = None) -> None:
        """Do every step before `place` at once, at a desk that is as the lesson begins; and then something else."""
        self._begin(self._up_to(course, place, then))

    def show(self, course: Course, *, whole: Callable[[], None]) -> None:
        """Show what is left of the lesson; `whole` is called when it was shown to its end."""
        self.shown = Demonstration(
            self._refresh,
            on_top=lambda: self._host.screen_stack[-1],
            hides=lambda: bool(getattr(self._host.screen_stack[-1], "hidden", False)),
            leaving={own_keys.MENU, *(action.key for action in self._host.actions if action.id == _QUIT)},
        )
        self._begin(self._show(course, self.shown, whole))

    def stop(self) -> None:
        """End it where it is."""
        if self.shown is not None:
            self.shown.stop()
        if self._task is not None:
            self._task.cancel()
        self._task = self.shown = None

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        self.stop() if self._task is not None and self._task is not asyncio.current_task() else None
        self._task = asyncio.get_running_loop().create_task(self._told(work))

    async def _told(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except Refusal as refusal:
            self._host.refused(refusal)
        except Exception as error:
            self._host.went_wrong(error)
        finally:
            if self._task is asyncio.current_task():
                self._task = self.shown = None
                self._afterwards()

    async def _step(self, course: Course) -> None:
        await self._play(Player(self._host, course.names), course)

    async def _play(self, player: Player, course: Course) -> None:
        if (step := course.step) is None:
            return

        def on_key() -> None:
            course.played += 1

        await player.play(step, after=course.played, on_key=on_key)

    async def _up_to(self, course: Course, place: int, then: Callable[[Course], None] | None) -> None:
        player = Player(self._host, course.names)
        while course.place < place and not course.done:
            await self._play(player, course)
            course.go_to(course.place + 1)
        if then is not None:
            then(course)

    async def _show(self, course: Course, shown: Demonstration, whole: Callable[[], None]) -> None:
        player = Player(self._host, course.names, before_key=shown.before_key)
        try:
            self._at_step(course)
            while not course.done:
                await shown.read(course.said())
                await self._play(player, course)
                course.go_to(course.place + 1)
                shown.last_keys.clear()
                self._refresh()
                self._at_step(course)
            await shown.read(course.said())
        except TakenOver:
            return
        whole()
