"""A lesson in a desk that is driven: the coach, and how far one is."""

from __future__ import annotations

from screens.practice.coaching import Coaching
from screens.practice.course import Course
from tests.support.desk_driver import Driver


def coaching_of(driver: Driver) -> Coaching:
    """The coach of a practice desk."""
    coaching = driver.app.practice
    assert isinstance(coaching, Coaching)
    return coaching


async def begun(driver: Driver, lesson_id: str) -> Course:
    """Leave the list of lessons, and begin this one with the coach."""
    await driver.keys("escape")
    coaching = coaching_of(driver)
    driver.app.start(coaching.begin(lesson_id, shows=False))
    await driver.settle()
    assert coaching._course is not None
    return coaching._course
