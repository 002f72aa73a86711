"""Practising at a desk: which lesson is followed or shown, and what the keys of practising do."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import events

from balie.practice.lessons.reading import is_for, lesson_ids, load_lesson, names_of, right_lessons
from balie.practice.lessons.titles import LessonTitle, lessons_for, nameless_lessons
from balie.practice.starting import Beginning
from balie.refusal import Reason, Refusal
from screens.dialogs.pick import Pick
from screens.dialogs.question import Question
from screens.host.practising import CoachRow
from screens.practice import own_keys
from screens.practice.course import Course
from screens.practice.playing import Playing
from screens.practice.telling import panel, strip

if TYPE_CHECKING:
    from balie.practice.lessons.structs import Lesson
    from balie.practice.progress import ProgressFile
    from screens.host.asking import Host
    from screens.host.practising import Follower
    from screens.keyboard.key_order import TypedEvent
    from screens.practice.last_keys import LastKeys

ALL: Final = "alle"
"""What asks for every lesson, one after another."""
_FREE: Final = "Vrij oefenen"
_KEYS: Final = "Alt+Q hint · Alt+0 meer"
_BY_HAND: Final = "Alt+0 verder voordoen · Alt+Q hint"
_MENU: Final = "Alt+0 meer"
_SHOW_REST: Final = "De rest laten voordoen"

Act = tuple[str, Callable[[], Coroutine[object, object, None]]]


class Coaching:
    """What is practised at this desk.

    `read_screen` gives the text of the screen, `refresh` draws the coach again, `look_later` calls `look` when the
    screen shows what was done, and `follower` is told how far a lesson is.
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
        look_later: Callable[[], None],
    ) -> None:
        self._host = host
        self._beginning = beginning
        self._progress = progress
        self._read_screen = read_screen
        self._refresh = refresh
        self._follower = follower
        self._look_later = look_later
        self._course: Course | None = None
        self._playing = Playing(host, refresh=refresh, at_step=self._at_step, afterwards=self._played)
        self._to_show: list[str] = []
        """The lessons that are shown after this one."""
        self._taken_over = False
        self._just_taken_over = False

    # What the screen and the keys ask.

    @property
    def is_on(self) -> bool:
        """Whether there is a lesson."""
        return self._course is not None

    def takes_at_once(self, event: TypedEvent) -> bool:
        """Whether a key, before its turn, is for what the desk plays: it is nobody else's then."""
        if not isinstance(event, events.Key):
            return self._playing.runs
        again, self._just_taken_over = self._just_taken_over, False
        if self._playing.shown is None:
            # Who presses Esc twice to stop a demonstration does not mean to leave the page as well.
            return self._playing.runs or (again and event.key == own_keys.TAKE_OVER)
        taken = self._playing.shown.press(event.key, event.character if event.is_printable else None)
        if event.key == own_keys.TAKE_OVER or not taken:
            self._taken_over = True
            self._just_taken_over = taken
        if not taken:
            self._playing.stop()  # at once: the key is for the desk, or for the menu of practising
        return taken

    def takes(self, event: TypedEvent) -> bool:
        """Whether a key is for practising, and not for the desk."""
        if self._playing.runs:
            return False
        if isinstance(event, events.Key) and event.key == own_keys.MENU:
            self._host.start(self._choose())
            return True
        if self._course is None:
            return False
        if isinstance(event, events.Key) and event.key == own_keys.HINT:
            self._help(self._course)
            return True
        self._course.pressed()
        return False

    def look(self) -> None:
        """The desk has done something."""
        course = self._course
        if course is None or self._playing.runs or course.done:
            return
        before, differed = course.place, course.differing
        if course.look(self._host.desk, self._read_screen) and course.done:
            self._taken_over = False
            self._keep(partial(self._progress.done, course.lesson.id, hints=course.hints, keys=course.keys))
            self._host.bell()
        if (course.place, course.differing) != (before, differed):
            self._refresh()
        if course.place != before:
            self._at_step(course)

    def rows(self, width: int) -> list[CoachRow]:
        """What stands above the foot line."""
        return [] if self._course is None else strip(self._course, width, self._keys, self._last_keys)

    def panel(self, width: int, height: int) -> list[CoachRow]:
        """What stands at the side of a wide screen."""
        return [] if self._course is None else panel(self._course, width, height, self._keys, self._last_keys)

    @property
    def _keys(self) -> str:
        """The keys of practising that mean something now."""
        if self._playing.shown is not None:
            return self._playing.shown.state
        if self._course is None or self._course.done:
            return _MENU
        return _BY_HAND if self._taken_over else _KEYS

    @property
    def _last_keys(self) -> LastKeys | None:
        return None if self._playing.shown is None else self._playing.shown.last_keys

    # Lessons.

    async def begin_first(self, asked: str, *, shows: bool) -> None:
        """Begin what was asked for at the start: a lesson, several with commas between them, or `alle`.

        Only within work begun by `start`. Raises `Refusal` as `begin` does.
        """
        ids = [lesson.id for lesson in self._lessons()] if asked == ALL else [one for one in asked.split(",") if one]
        await self._begin_all(ids, shows=shows)

    async def _begin_all(self, ids: Sequence[str], *, shows: bool) -> None:
        for lesson_id in ids:  # all of them are there before the first begins
            self._load(lesson_id)
        if ids:
            await self.begin(ids[0], shows=shows)
            self._to_show = list(ids[1:])

    def _load(self, lesson_id: str) -> Lesson:
        lesson = load_lesson(lesson_id, self._action_ids)
        if not is_for(lesson, self._beginning.library):
            raise Refusal(f"De les {lesson.title} gaat niet met de tarieven van deze bibliotheek. Kies een andere les.")
        return lesson

    async def begin(self, lesson_id: str, *, shows: bool) -> None:
        """Begin a lesson at a fresh town, with the coach or played by the desk. Only within work begun by `start`.

        Raises `Refusal` for a lesson there is not, or that is not for this library.
        """
        lesson = self._load(lesson_id)
        await self._fresh()
        at = self._beginning
        names = names_of(lesson, at.library, self._host.desk.branch.number, at.day)
        self._course = Course(lesson, names, self._host.actions)
        self._course.begin(self._host.desk)
        self._keep(partial(self._progress.started, lesson.id, self._course.shortest))
        self._to_show = []
        self._refresh()
        if shows:
            self._show(self._course)
        else:
            self._at_step(self._course)

    async def offer(self) -> None:
        """Which lesson, or none. Only within work begun by `start`."""
        lessons = self._offered()
        done = self._done()
        labels = [_FREE, *(_label(lesson, lesson.id in done) for lesson in lessons)]
        chosen = await self._host.ask(Pick("Oefenen: kies een les", labels, at=1 if lessons else 0))
        if chosen:
            how = await self._host.ask(Pick(lessons[chosen - 1].title, ["Zelf doen, met de coach", "Laten voordoen"]))
            if how is not None and await self._may_begin():
                await self.begin(lessons[chosen - 1].id, shows=how == 1)
        elif chosen == 0 and self._course is not None:
            await self._leave()

    def _done(self) -> set[str]:
        """The lessons that were done before; none where that cannot be read, which `_keep` tells at the first."""
        with suppress(Refusal):
            return {name for name, one in self._progress.read().items() if one.done}
        return set()

    def _keep(self, keep: Callable[[], None]) -> None:
        """Keep how far the learner is; where that cannot be, it is told, and the lesson goes on."""
        try:
            keep()
        except Refusal as refusal:
            self._tell(refusal.reasons)

    async def _may_begin(self) -> bool:
        """Whether nothing is lost that belongs to no lesson, or the learner says it may be."""
        practises = self._course is not None and not self._course.done
        if practises or not self._host.anything_unfinished:
            return True
        return await self._host.ask(Question("Wat u typte of waar u mee bezig was gaat verloren. Toch beginnen?"))

    @property
    def _action_ids(self) -> frozenset[str]:
        return frozenset(action.id for action in self._host.actions)

    def _offered(self) -> list[LessonTitle]:
        """Those of this library. Only their heads are read: what is wrong in a lesson is told to who chooses it.

        One whose head is wrong cannot be chosen: that is told here, and takes no other away.
        """
        self._tell(right_lessons(self._action_ids, nameless_lessons())[1])
        return lessons_for(self._beginning.library)

    def _lessons(self) -> list[Lesson]:
        """Those of this library that are right; what is wrong in the others is told."""
        right, mistakes = right_lessons(self._action_ids, lesson_ids())
        self._tell(mistakes)
        return [lesson for lesson in right if is_for(lesson, self._beginning.library)]

    def _tell(self, mistakes: Sequence[Reason]) -> None:
        if mistakes:
            self._host.page.say(" ".join(mistake.text for mistake in mistakes), wrong=True)

    async def _fresh(self) -> None:
        """The town as it was made, and every tab at its beginning."""
        self._playing.stop()
        self._taken_over = False
        await self._host.drop_questions()
        self._beginning.refill(self._host.desk.store)
        await self._host.show_tab("klanten")
        await self._host.home()
        await self._host.work_at(self._host.desk)

    # What can be done while practising.

    async def _choose(self) -> None:
        acts = self._acts()
        chosen = await self._host.ask(Pick("Oefenen", [label for label, _ in acts]))
        if chosen is not None:
            await acts[chosen][1]()

    def _acts(self) -> list[Act]:
        acts: list[Act] = [("Een les kiezen", self.offer)]
        if self._course is not None:
            acts.append(("De les opnieuw", self._again))
            if not self._course.done:
                show: Act = (_SHOW_REST, self._show_rest)
                acts = [*acts[:1], ("Deze stap laten doen", self._do_step), show, ("De stap opnieuw", self._step_again)]
                acts.append(("De les opnieuw", self._again))
                if self._taken_over:
                    acts = [show, *(act for act in acts if act is not show)]
            acts.append(("De les stoppen", self._leave))
        return [*acts, ("Verse oefenbibliotheek", self._start_afresh)]

    async def _again(self) -> None:
        if self._course is not None and await self._may_begin():
            await self.begin(self._course.lesson.id, shows=False)

    async def _leave(self) -> None:
        self._playing.stop()
        self._course = None
        self._to_show = []
        self._refresh()

    async def _start_afresh(self) -> None:
        if await self._host.ask(Question("Alles wat u hier deed is dan weg; uw voortgang blijft. Doorgaan?")):
            await self._fresh()
            await self._leave()
            self._host.page.say("De oefenbibliotheek is weer als nieuw.")

    def _at_step(self, course: Course) -> None:
        count = len(course.lesson.step)
        said = "klaar" if course.step is None else course.names.filled(course.step.say)
        self._follower.at_step(f"{min(course.place + 1, count)}/{count} {said}" if course.step else said)

    # Help, and what the desk plays.

    def _help(self, course: Course) -> None:
        if not course.done and not course.help():
            self._host.start(self._do_step())
        self._refresh()

    async def _do_step(self) -> None:
        await self._from_here(self._playing.step)

    async def _show_rest(self) -> None:
        await self._from_here(self._show)

    async def _step_again(self) -> None:
        if self._course is not None:
            await self._back_to(self._course, None)

    async def _from_here(self, play: Callable[[Course], None]) -> None:
        """Play on; where the learner typed something in this step, from the beginning of it."""
        course = self._course
        if course is None or course.done:
            return
        if course.touched:
            await self._back_to(course, play)
        else:
            play(course)

    async def _back_to(self, course: Course, then: Callable[[Course], None] | None) -> None:
        """The step at hand from its beginning: in a fresh town what came before is done by the desk, at once."""
        place, to_show = course.place, self._to_show
        await self._fresh()
        self._course, self._to_show = course, to_show
        course.go_to(0)
        self._playing.up_to(course, place, then=then)

    def _show(self, course: Course) -> None:
        self._taken_over = False
        self._playing.show(course, whole=self._shown)
        self._refresh()

    def _shown(self) -> None:
        """A lesson was shown to its end: the next one of those that were asked for."""
        if self._to_show:
            self._host.start(self._begin_all(self._to_show, shows=True))
        else:
            self._follower.was_shown()

    def _played(self) -> None:
        self._refresh()
        self._look_later()


def _label(lesson: LessonTitle, done: bool) -> str:
    return f"{'✓' if done else ' '} {lesson.title} ({lesson.minutes} min)"
