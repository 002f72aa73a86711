"""Every lesson can be followed as it says, by its own keys, in every library that it is for.

The manual shows the screens of these very runs: a picture that differs from what is committed is found here.
"""

from __future__ import annotations

from itertools import product

import pytest

from balie.practice.lessons.checks import what_differs
from balie.practice.lessons.reading import is_for, lesson_ids, library_shown, load_lesson, names_of
from balie.practice.manual.chapters import picture_name
from balie.practice.manual.pages import PICTURES
from screens.keyboard.actions import ACTIONS
from screens.practice.chapters import told_instead
from screens.practice.player import Player, missing_on
from tests.practice.conftest import LIBRARIES
from tests.support.desk_driver import running
from tests.support.lessons import committed, files_of, same_password, shot, with_clock_stopped

IDS = frozenset(action.id for action in ACTIONS)
PLAYED = [
    (library, name) for library, name in product(LIBRARIES, lesson_ids()) if is_for(load_lesson(name, IDS), library)
]


@pytest.mark.parametrize(("library_name", "lesson_id"), PLAYED)
async def test_a_lesson_shows_and_does_what_it_says_and_nothing_leaves_the_desk(
    with_printer_and_mail, listening_printer, listening_mail_server, library_name, lesson_id
):
    lesson = load_lesson(lesson_id, IDS)
    names = names_of(lesson, library_name, with_printer_and_mail.branch.number)
    desk = with_clock_stopped(with_printer_and_mail)
    pictures: dict[str, str] = {}
    async with running(desk) as driver:
        await driver.keys("escape")  # no lesson: here the keys are all that is looked at
        player = Player(driver.host, names)
        for nth, step in enumerate(lesson.step):
            if not step.check:
                assert missing_on(driver.text, step, names), f"step {nth} shows nothing new"
            if step.check:
                filled = names.filled_values(step.check)
                assert what_differs(desk, filled), f"step {nth} is done before it begins"
            with same_password():
                await player.play(step)
                await driver.settle()
            assert missing_on(driver.text, step, names) == [], f"step {nth} ({step.say})\n{driver.text}"
            if step.check:
                assert what_differs(desk, filled) == [], f"step {nth} ({step.say})\n{driver.text}"
            if step.picture is not None:
                name = picture_name(lesson.id, step.picture)
                pictures |= files_of(shot(driver), name, told_instead(lesson, nth + 1))
    assert not (listening_printer / "called").exists()
    assert listening_mail_server.posts == []
    if library_name == library_shown(lesson):
        for name, content in pictures.items():
            assert committed(PICTURES, name) == content, f"{name} is of another screen: make handleiding"
