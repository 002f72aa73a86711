"""Every lesson can be followed by who reads only the coach: it goes on at each step, and what it says is read whole."""

from __future__ import annotations

import pytest

from balie.practice.lessons.reading import lesson_ids, library_shown, load_lesson, names_of
from screens.keyboard.actions import ACTIONS
from screens.practice.coaching import Coaching
from screens.practice.course import WITH_KEYS, Course
from screens.practice.keystrokes import Keystroke
from screens.practice.player import BeforeKey, Player
from screens.practice.telling import strip
from tests.support.desk_driver import running

IDS = frozenset(action.id for action in ACTIONS)
LESSONS = [(library_shown(load_lesson(name, IDS)), name) for name in lesson_ids()]
WIDTH = 78
MOST_ROWS = 3


@pytest.mark.parametrize(("library_name", "lesson_id"), LESSONS)
async def test_the_coach_goes_on_at_each_step(practice_desk, library_name, lesson_id, monkeypatch):
    async def as_made(coaching: Coaching) -> None:
        """The town of a test is fresh already."""

    monkeypatch.setattr(Coaching, "_fresh", as_made)
    async with running(practice_desk) as driver:
        await driver.keys("escape")
        coaching = driver.app.practice
        assert isinstance(coaching, Coaching)
        driver.app.start(coaching.begin(lesson_id, shows=False))
        await driver.settle()
        course = coaching._course
        assert course is not None

        def not_further_than(most: int) -> BeforeKey:
            async def looked(_stroke: Keystroke) -> None:
                await driver.settle()
                assert course.place <= most, f"{course.said()}\n{driver.text}"

            return looked

        for nth, step in enumerate(course.lesson.step):
            assert course.place == nth, f"{course.said()}\n{driver.text}"
            await Player(driver.host, course.names, before_key=not_further_than(nth + 1)).play(step)
            await driver.settle()
        assert course.done, f"{course.differs}\n{driver.text}"


@pytest.mark.parametrize(("library_name", "lesson_id"), LESSONS)
def test_what_the_coach_says_fits_its_rows(library_name, lesson_id):
    lesson = load_lesson(lesson_id, IDS)
    course = Course(lesson, names_of(lesson, library_name, "9428"), ACTIONS)
    for nth in range(len(lesson.step)):
        course.place = nth
        for helped in range(WITH_KEYS + 1):
            course.helped = helped
            said = [row.text for row in strip(course, WIDTH, "", None)[1:]]
            assert " ".join(said).split() == course.said().split()
            assert len(said) <= MOST_ROWS, f"step {nth}: {course.said()}"
