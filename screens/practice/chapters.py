"""What the manual tells of a lesson: its texts with every name filled in, and its keys as the desk calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from balie.practice.lessons.keys import repeated
from balie.practice.manual.chapters import Chapter, Picture, Told, picture_name
from screens.keyboard.actions import ACTIONS
from screens.practice.keystrokes import key_texts

if TYPE_CHECKING:
    from balie.practice.lessons.naming import Names
    from balie.practice.lessons.structs import Lesson, LessonStep


def chapter_of(lesson: Lesson, names: Names, screen_text: Callable[[str], str]) -> Chapter:
    """A lesson as the manual tells it, with the usual keys. `screen_text` gives the screen of a picture by its name."""

    def told(nth: int, step: LessonStep) -> Told:
        picture = None
        if step.picture is not None:
            name = picture_name(lesson.id, step.picture)
            picture = Picture(name, told_instead(lesson, nth), screen_text(name))
        keys = repeated(key_texts(step, names, ACTIONS))
        why = "" if step.why is None else names.filled(step.why)
        return Told(names.filled(step.say), keys, names.filled(step.hint), why, picture)

    steps = tuple(told(nth, step) for nth, step in enumerate(lesson.step, 1))
    needs = tuple(names.filled(need) for need in lesson.needs)
    return Chapter(
        lesson.id,
        lesson.title,
        lesson.question,
        lesson.minutes,
        names.filled(lesson.when),
        needs,
        steps,
    )


def told_instead(lesson: Lesson, nth: int) -> str:
    """What is told instead of the picture after a step (the first is 1) to who cannot see it."""
    return f"Het scherm na stap {nth} van {lesson.title}"
