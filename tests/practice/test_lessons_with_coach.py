"""Every lesson can be followed by who reads only the coach: it goes on at each step, and what it says is read whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from balie.practice.lessons.reading import lesson_ids, library_shown, load_lesson, names_of
from screens.keyboard.actions import ACTIONS
from screens.practice.coaching import Coaching
from screens.practice.course import WITH_KEYS, Course
from screens.practice.keystrokes import Keystroke
from screens.practice.player import BeforeKey, Player
from screens.practice.telling import strip
from tests.support.desk_driver import Driver, running
from tests.support.lesson_driver import begun

IDS = frozenset(action.id for action in ACTIONS)
LESSONS = [(library_shown(load_lesson(name, IDS)), name) for name in lesson_ids()]
QUICK = ("ebook-inschrijven", "vijfenzestig", "ontdubbelen", "gezin-helpen")
"""Lessons with steps in a row that only the screen shows to be done."""
WIDTH = 78
MOST_ROWS = 3


@pytest.fixture
def followed(practice_desk, monkeypatch):
    """Follow a lesson in a fresh town: what drives the desk, and where one is in the lesson."""

    async def as_made(coaching: Coaching) -> None:
        """The town of a test is fresh already."""

    monkeypatch.setattr(Coaching, "_fresh", as_made)

    @asynccontextmanager
    async def following(lesson_id: str) -> AsyncIterator[tuple[Driver, Course]]:
        async with running(practice_desk) as driver:
            yield driver, await begun(driver, lesson_id)

    return following


@pytest.mark.parametrize(("library_name", "lesson_id"), LESSONS)
async def test_the_coach_goes_on_at_each_step(followed, lesson_id):
    async with followed(lesson_id) as (driver, course):

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


@pytest.mark.parametrize(("library_name", "lesson_id"), [lesson for lesson in LESSONS if lesson[1] in QUICK])
async def test_who_types_faster_than_the_screen_is_painted_is_not_ahead_of_the_coach(followed, lesson_id):
    async with followed(lesson_id) as (driver, course):
        for nth, step in enumerate(course.lesson.step):
            await Player(driver.host, course.names).play(step)
            assert course.place >= nth, course.said()


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
