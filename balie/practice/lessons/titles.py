"""Which lessons there are about a screen, read without reading the lessons: only what stands above their first step."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from balie.practice.lessons.reading import lesson_files
from balie.practice.places import USUAL_LIBRARY
from balie.store.output import NAMED_LIBRARY

if TYPE_CHECKING:
    from balie.store.reading import Reader

_FIRST_STEP = "\n[[step]]"


@dataclass(frozen=True, slots=True)
class LessonTitle:
    """A lesson by name: its minutes, the headings of the screens it is about, the libraries it is for (none: all)."""

    id: str
    title: str
    minutes: int
    screens: frozenset[str]
    libraries: frozenset[str]


def lessons_about(heading: str, store: Reader) -> list[LessonTitle]:
    """The lessons about the screen with this heading that can be followed with the rules of the store's library."""
    named = store.read_one(NAMED_LIBRARY)
    library = USUAL_LIBRARY if named is None else str(named[0])
    return [one for one in lessons_for(library) if heading in one.screens]


def lessons_for(library: str) -> list[LessonTitle]:
    """The lessons that can be followed with the rules of this library (its name), in the order of their files."""
    found = (one for one in _read() if isinstance(one, LessonTitle))
    return [one for one in found if not one.libraries or library in one.libraries]


def nameless_lessons() -> list[str]:
    """The ids of the lessons whose names cannot be read: what is wrong with them is told by who loads them."""
    return [one for one in _read() if isinstance(one, str)]


@cache
def _read() -> tuple[LessonTitle | str, ...]:
    """Every lesson, in the order of their files; only the id of one whose name cannot be read."""
    return tuple(_title_or_id(path) for path in lesson_files())


def _title_or_id(path: Path) -> LessonTitle | str:
    try:
        return read_title(path.stem, path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return path.stem


def read_title(lesson_id: str, text: str) -> LessonTitle:
    """The title of the lesson in a file's text. Raises `ValueError`, `KeyError` or `TypeError` for what is none."""
    head = tomllib.loads(text.partition(_FIRST_STEP)[0])
    return LessonTitle(
        lesson_id,
        str(head["title"]),
        int(head["minutes"]),
        frozenset(head.get("screens", ())),
        frozenset(head.get("values", {})),
    )
