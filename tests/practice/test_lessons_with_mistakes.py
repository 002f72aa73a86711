"""Who makes a mistake first gets on all the same: a lesson waits for nothing that only the straight way shows."""

from __future__ import annotations

import pytest

from balie.practice.lessons.naming import Names
from balie.practice.lessons.reading import library_shown, load_lesson
from balie.practice.places import DAY
from screens.keyboard.actions import ACTIONS
from screens.practice.player import Player
from tests.support.desk_driver import running
from tests.support.lesson_driver import begun, coaching_of

IDS = frozenset(action.id for action in ACTIONS)
WRONG = "24104000001019"
"""The check digit is another, as when it was typed."""
SCANS = {
    "uitlenen": ("wilgenhof", 1),
    "toptitel": ("wilgenhof", 1),
    "gezin-helpen": ("gezin1", 1),
}


def _with_library(*names: str) -> list[tuple[str, str]]:
    return [(library_shown(load_lesson(name, IDS)), name) for name in names]


@pytest.mark.parametrize(("library_name", "lesson_id"), _with_library(*SCANS))
async def test_a_customer_whose_number_was_first_typed_wrongly_is_found_by_the_coach(
    practice_desk, library_name, lesson_id
):
    who, place = SCANS[lesson_id]
    async with running(practice_desk) as driver:
        course = await begun(driver, lesson_id)
        await driver.keys("alt+b", *WRONG, "enter")
        assert "Het controlecijfer klopt niet" in driver.text
        assert course.place == 0
        pass_number = Names(practice_desk.branch.number, DAY, {}).filled(f"{{pas:{who}}}")
        await driver.keys(*pass_number, "enter")
        assert course.place == place, driver.text


@pytest.mark.parametrize(("library_name", "lesson_id"), _with_library("innemen", "werkdatum-terug", "te-laat"))
async def test_more_than_was_asked_taken_in_ends_the_step_too(practice_desk, library_name, lesson_id):
    lesson = load_lesson(lesson_id, IDS)
    closing = next(place for place, step in enumerate(lesson.step) if "ingenomen." in " ".join(step.shows))
    async with running(practice_desk) as driver:
        course = await begun(driver, lesson_id)
        player = Player(driver.host, course.names)
        for step in lesson.step[:closing]:
            await player.play(step)
            await driver.settle()
        assert course.place == closing
        item = practice_desk.store.read_one("SELECT item_number FROM loan WHERE returned_on IS NULL ORDER BY id DESC")
        assert item is not None
        await driver.keys(*str(item[0]), "enter")
        await player.play(lesson.step[closing])
        await driver.settle()
        assert course.place == closing + 1, driver.text


@pytest.mark.parametrize(("library_name", "lesson_id"), _with_library("overlijden", "mailadres-wijzigen", "toptitel"))
@pytest.mark.parametrize("to_the_menu_bar", ["escape", "f10"])
async def test_a_step_is_done_for_who_stands_in_the_menu_bar(practice_desk, library_name, lesson_id, to_the_menu_bar):
    async with running(practice_desk) as driver:
        course = await begun(driver, lesson_id)
        await driver.keys(to_the_menu_bar)
        assert driver.app.page.masthead.active
        await driver.keys("alt+q", "alt+q", "alt+q")
        while coaching_of(driver)._playing.runs:
            await driver.settle()
        await driver.settle()
        assert course.place == 1, driver.text
