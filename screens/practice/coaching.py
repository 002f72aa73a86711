"""Practising at a desk: which lesson is followed or shown, and what the keys of practising do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Final

from textual import events

from balie.practice.lessons.reading import all_lessons, is_for, load_lesson, names_of
from balie.practice.starting import Beginning
from balie.refusal import Refusal
from screens.dialogs.pick import Pick
from screens.host.practising import CoachRow
from screens.practice import own_keys
from screens.practice.course import Course
from screens.practice.demonstration import Demonstration
from screens.practice.player import Player, TakenOver

if TYPE_CHECKING:
    from balie.practice.lessons.structs import Lesson
    from balie.practice.progress import ProgressFile
    from screens.host.asking import Host
    from screens.host.practising import Follower
    from screens.keyboard.key_order import TypedEvent

_FREE: Final = "Vrij oefenen"
_HINT = "Alt+H hint · Alt+J meer"


class Coaching:
    """What is practised at this desk. `read_screen` gives the text of the screen, `refresh` draws the coach again, and
    `follower` is told how far a lesson is.
    """

    def __init__(
        self,
        host: Host,
        beginning: Beginning,
        progress: ProgressFile,
        *,
        read_screen: Callable[[], str],
        refresh: Callable[[], None],
        follower: Follower,
    ) -> None:
        self._host = host
        self._beginning = beginning
        self._progress = progress
        self._read_screen = read_screen
        self._refresh = refresh
        self._follower = follower
        self._course: Course | None = None
        self._shown: Demonstration | None = None
        self._playing: asyncio.Task[None] | None = None

    # What the screen and the keys ask.

    def takes(self, event: TypedEvent) -> bool:
        """Whether a key is for practising, and not for the desk."""
        if not isinstance(event, events.Key):
            return False
        if self._shown is not None:
            return self._shown.press(event.key, event.character if event.is_printable else None)
        if event.key == own_keys.MENU:
            self._host.start(self._choose())
            return True
        if event.key == own_keys.HINT and self._course is not None:
            self._help()
            return True
        if self._course is not None:
            self._course.keys += 1
        return False

    def look(self) -> None:
        """The desk has done something."""
        course = self._course
        if course is None or self._shown is not None or course.done:
            return
        before = course.place
        if course.look(self._host.desk, self._read_screen()) and course.done:
            self._progress.done(course.lesson.id, hints=course.hints, keys=course.keys)
            self._host.bell()
        self._refresh()
        if course.place != before:
            self._at_step(course)

    def rows(self, width: int) -> list[CoachRow]:
        """What stands above the foot line."""
        if self._course is None:
            return []
        state = _HINT if self._shown is None else self._shown.state
        rows = self._course.rows(width, state)
        if self._shown is not None and self._shown.keys_text:
            rows[-1] = CoachRow(self._shown.keys_text.rjust(width))
        return rows

    # Lessons.

    async def begin(self, lesson_id: str, *, shows: bool) -> None:
        """Begin a lesson at a fresh town, with the coach or played by the desk. Only within work begun by `start`.

        Raises `Refusal` for a lesson there is not, or that is not for this library.
        """
        ids = frozenset(action.id for action in self._host.actions)
        lesson = load_lesson(lesson_id, ids)
        if not is_for(lesson, self._beginning.library):
            raise Refusal(f"De les {lesson.title} gaat niet met de tarieven van deze bibliotheek. Kies een andere les.")
        await self._fresh()
        names = names_of(lesson, self._beginning.library, self._host.desk.branch.number)
        self._course = Course(lesson, names, self._host.actions)
        self._course.begin(self._host.desk)
        self._progress.started(lesson.id, self._course.shortest)
        if shows:
            self._show()
        else:
            self._at_step(self._course)
        self._refresh()

    async def offer(self) -> None:
        """Which lesson, or none. Only within work begun by `start`."""
        lessons = self._lessons()
        done = self._progress.read()
        labels = [_FREE, *(_label(lesson, lesson.id in done and done[lesson.id].done > 0) for lesson in lessons)]
        chosen = await self._host.ask(Pick("Oefenen: kies een les", labels, at=1 if lessons else 0))
        if chosen:
            how = await self._host.ask(Pick(lessons[chosen - 1].title, ["Zelf doen, met de coach", "Laten voordoen"]))
            if how is not None:
                await self.begin(lessons[chosen - 1].id, shows=how == 1)

    def _lessons(self) -> list[Lesson]:
        ids = frozenset(action.id for action in self._host.actions)
        return [lesson for lesson in all_lessons(ids) if is_for(lesson, self._beginning.library)]

    async def _fresh(self) -> None:
        """The town as it was made, and every tab at its beginning."""
        self._stop()
        self._beginning.refill(self._host.desk.store)
        await self._host.show_tab("klanten")
        await self._host.home()
        await self._host.work_at(self._host.desk)

    async def _choose(self) -> None:
        """What can be done while practising."""
        acts: list[tuple[str, Callable[[], Coroutine[object, object, None]]]] = [("Een les kiezen", self.offer)]
        if self._course is not None and not self._course.done:
            acts += [
                ("Deze stap laten doen", self._do_step),
                ("De rest laten voordoen", self._show_rest),
                ("De stap opnieuw", self._step_again),
                ("De les opnieuw", self._again),
            ]
        if self._course is not None:
            acts.append(("De les stoppen", self._leave))
        acts.append(("Verse oefenbibliotheek", self._start_afresh))
        chosen = await self._host.ask(Pick("Oefenen", [label for label, _ in acts]))
        if chosen is not None:
            await acts[chosen][1]()

    async def _again(self) -> None:
        if self._course is not None:
            await self.begin(self._course.lesson.id, shows=False)

    async def _leave(self) -> None:
        self._stop()
        self._course = None
        self._refresh()

    async def _start_afresh(self) -> None:
        await self._fresh()
        self._course = None
        self._refresh()
        self._host.page.say("De oefenbibliotheek is weer als nieuw.")

    def _at_step(self, course: Course) -> None:
        count = len(course.lesson.step)
        said = "klaar" if course.step is None else course.names.filled(course.step.say)
        self._follower.at_step(f"{min(course.place + 1, count)}/{count} {said}" if course.step else said)

    # Help.

    def _help(self) -> None:
        assert self._course is not None
        if not self._course.done and not self._course.help():
            self._play(self._step_alone())
        self._refresh()

    async def _do_step(self) -> None:
        self._play(self._step_alone())

    async def _step_alone(self) -> None:
        course = self._course
        if course is not None and (step := course.step) is not None:
            await Player(self._host, course.names).play(step)
            self.look()

    async def _step_again(self) -> None:
        """From the town as it was: what came before is done by the desk, at once."""
        course = self._course
        if course is None:
            return
        place, before = course.place, course
        await self._fresh()
        course.place = 0
        self._course = before
        self._play(self._up_to(place))

    async def _up_to(self, place: int) -> None:
        course = self._course
        while course is not None and course.place < place and (step := course.step) is not None:
            await Player(self._host, course.names).play(step)
            course.place += 1
        self._refresh()

    # Showing.

    async def _show_rest(self) -> None:
        self._show()

    def _show(self) -> None:
        assert self._course is not None
        self._shown = Demonstration(self._refresh)
        self._play(self._demonstrate(self._course, self._shown))

    async def _demonstrate(self, course: Course, shown: Demonstration) -> None:
        player = Player(self._host, course.names, before_key=shown.before_key)
        try:
            self._at_step(course)
            while (step := course.step) is not None:
                await shown.read(course.said())
                await player.play(step)
                course.place += 1
                self._refresh()
                self._at_step(course)
            self._follower.was_shown()
        except TakenOver:
            self.look()
        finally:
            self._shown = None
            self._refresh()

    def _play(self, work: Coroutine[object, object, None]) -> None:
        """Beside the desk's own work, which it waits for."""
        self._playing = asyncio.get_running_loop().create_task(self._told(work))

    async def _told(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except Refusal as refusal:
            self._host.refused(refusal)

    def _stop(self) -> None:
        if self._shown is not None:
            self._shown.stop()
        self._shown = None


def _label(lesson: Lesson, done: bool) -> str:
    return f"{'✓' if done else ' '} {lesson.title} ({lesson.minutes} min)"
