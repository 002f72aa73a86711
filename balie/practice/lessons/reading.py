"""Reading lesson files: right as a whole, or a refusal that names every mistake with its file and key."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from balie.dutch.text import clean
from balie.library.data_files import packaged_path, toml_place
from balie.practice.lessons.checks import CHECKS
from balie.practice.lessons.keys import wrong_stroke
from balie.practice.lessons.naming import Names, names_in
from balie.practice.places import DAY, USUAL_LIBRARY
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.practice.lessons.structs import Lesson, LessonStep

_UNKNOWN = "Er is geen les {name!r}. Kies uit: {known}."


def lesson_files() -> list[Path]:
    """The files of all lessons, in the order of their names."""
    return sorted(packaged_path("training").glob("*.toml"))


def lesson_ids() -> list[str]:
    """The ids of all lessons: the names of their files."""
    return [path.stem for path in lesson_files()]


def load_lesson(name: str, actions: Collection[str]) -> Lesson:
    """The lesson with this id. `actions` are the ids of what the desk can be told.

    Raises `Refusal` for a name that none has, and with one reason per mistake in its file.
    """
    if name not in lesson_ids():
        raise Refusal(_UNKNOWN.format(name=clean(name), known=", ".join(lesson_ids())))
    path = packaged_path("training", f"{name}.toml")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"{clean(path.name)}: dit bestand is niet te lezen. Sla het op als tekst in UTF-8.") from None
    return read_lesson(text, path.name, actions)


def all_lessons(actions: Collection[str]) -> list[Lesson]:
    """Every lesson, in the order of their files. Raises `Refusal` as `load_lesson` does."""
    return [load_lesson(name, actions) for name in lesson_ids()]


def right_lessons(actions: Collection[str], names: Iterable[str]) -> tuple[list[Lesson], list[Reason]]:
    """Those of the lessons with these ids whose files are right, and every mistake in the others."""
    right: list[Lesson] = []
    mistakes: list[Reason] = []
    for name in names:
        try:
            right.append(load_lesson(name, actions))
        except Refusal as refusal:
            mistakes.extend(refusal.reasons)
    return right, mistakes


def read_lesson(text: str, file_name: str, actions: Collection[str]) -> Lesson:
    """The lesson in the text of a file; `file_name` is told with its mistakes, and its stem is the id it must have."""
    import tomllib

    import msgspec

    from balie.library.mistakes import decode, find_mistakes
    from balie.practice.lessons.structs import Lesson

    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"{clean(file_name)}: dit is geen geldige TOML{toml_place(error)}.") from None
    mistakes = list(find_mistakes(raw, Lesson))
    if mistakes:
        raise Refusal(*(f"{clean(file_name)}: {key}: {reason}." for key, reason in mistakes))
    lesson = msgspec.convert(raw, Lesson, dec_hook=decode)
    found = [f"{clean(file_name)}: {key}: {reason}." for key, reason in _unlike(lesson, Path(file_name).stem, actions)]
    if found:
        raise Refusal(*found)
    return lesson


def names_of(lesson: Lesson, library: str, branch: str, day: date = DAY) -> Names:
    """What the names in a lesson stand for at a desk of this library (its name) and branch, that began on `day`."""
    return Names(branch, day, lesson.values.get(library, {}))


def library_shown(lesson: Lesson) -> str:
    """The library that the manual shows a lesson with: the first it is for."""
    return next(iter(lesson.values), USUAL_LIBRARY)


def is_for(lesson: Lesson, library: str) -> bool:
    """Whether a lesson can be followed with the rules of this library."""
    return not lesson.values or library in lesson.values


def _unlike(lesson: Lesson, stem: str, actions: Collection[str]) -> Iterator[tuple[str, str]]:
    if lesson.id != stem:
        yield "id", f'moet de naam van het bestand zijn: "{stem}"'
    known = [Names("9428", DAY, values) for values in lesson.values.values()] or [Names("9428", DAY, {})]
    for key, text in (("when", lesson.when), *(("needs", need) for need in lesson.needs)):
        yield from _unknown_names(key, text, known)
    for nth, step in enumerate(lesson.step):
        at = f"step[{nth}]"
        for place, do in enumerate(step.do):
            if wrong := wrong_stroke(do, actions):
                yield f"{at}.do[{place}]", wrong
        yield from _wrong_checks(step, at)
        if not step.shows and not step.check:
            yield at, "geef shows of check: anders weet niemand wanneer de stap klaar is"
        for key, text in _texts(step):
            yield from _unknown_names(f"{at}.{key}", text, known)


def _unknown_names(key: str, text: str, known: list[Names]) -> Iterator[tuple[str, str]]:
    for names in known:
        for name in names_in(text):
            try:
                names.filled(f"{{{name}}}")
            except ValueError:
                yield key, f'"{{{name}}}" staat nergens voor'


def _texts(step: LessonStep) -> Iterator[tuple[str, str]]:
    yield "say", step.say
    yield "hint", step.hint
    if step.why is not None:
        yield "why", step.why
    for text in (*step.do, *step.shows):
        yield "do" if text in step.do else "shows", text
    for name, values in step.check.items():
        yield from ((f"check.{name}", value) for value in values.values() if isinstance(value, str))


def _wrong_checks(step: LessonStep, at: str) -> Iterator[tuple[str, str]]:
    for name, values in step.check.items():
        if name not in CHECKS:
            yield f"{at}.check", f'"{name}" bestaat niet; bekend zijn {", ".join(CHECKS)}'
            continue
        wanted = _asked_by(name)
        for key in values:
            if key not in wanted:
                yield f"{at}.check.{name}", f'"{key}" hoort er niet bij; wel {", ".join(wanted)}'
        for key, required in wanted.items():
            if required and key not in values:
                yield f"{at}.check.{name}", f'"{key}" ontbreekt'


@cache
def _asked_by(name: str) -> dict[str, bool]:
    """What a check asks, and whether it must be there."""
    parameters = list(inspect.signature(CHECKS[name]).parameters.values())[1:]
    return {one.name: one.default is one.empty for one in parameters}
