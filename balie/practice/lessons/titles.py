"""Which lessons there are about a screen, read without reading the lessons: only what stands above their first step."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from balie.practice.lessons.reading import lesson_files
from balie.practice.places import USUAL_LIBRARY
from balie.store.output import NAMED_LIBRARY

if TYPE_CHECKING:
    from balie.store.reading import Reader

_FIRST_STEP = "\n[[step]]"


@dataclass(frozen=True, slots=True)
class LessonTitle:
    """A lesson by name: the headings of the screens it is about, the libraries it is for (none: all)."""

    id: str
    title: str
    screens: frozenset[str]
    libraries: frozenset[str]


def lessons_about(heading: str, store: Reader) -> list[LessonTitle]:
    """The lessons about the screen with this heading that can be followed with the rules of the store's library."""
    named = store.read_one(NAMED_LIBRARY)
    library = USUAL_LIBRARY if named is None else str(named[0])
    return [one for one in _titles() if heading in one.screens and (not one.libraries or library in one.libraries)]


@cache
def _titles() -> tuple[LessonTitle, ...]:
    return tuple(_read())


def _read() -> Iterator[LessonTitle]:
    for path in lesson_files():
        try:
            yield read_title(path.stem, path.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue  # what is wrong with it is told to who practises; here it is only not named


def read_title(lesson_id: str, text: str) -> LessonTitle:
    """The title of the lesson in a file's text. Raises `ValueError`, `KeyError` or `TypeError` for what is none."""
    head = tomllib.loads(text.partition(_FIRST_STEP)[0])
    return LessonTitle(
        lesson_id, str(head["title"]), frozenset(head.get("screens", ())), frozenset(head.get("values", {}))
    )
