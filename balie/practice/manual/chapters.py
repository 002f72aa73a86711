"""What the manual tells of one lesson, with every name filled in and every key called as it is at the desk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen of the manual: the name of its files, what is told instead of it, and the screen as text."""

    name: str
    told: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One step: what is wanted, what is typed and pressed, what is told besides, and the screen after it."""

    say: str
    keys: tuple[str, ...]
    hint: str
    why: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One workflow."""

    id: str
    title: str
    question: str
    minutes: int
    when: str
    needs: tuple[str, ...]
    steps: tuple[Told, ...]


def picture_name(lesson: str, picture: str) -> str:
    """What the files of a picture are called, without their ends."""
    return f"{lesson}-{picture}"


def by_question(chapters: list[Chapter]) -> list[Chapter]:
    """In the order in which somebody looks for a question."""
    return sorted(chapters, key=lambda chapter: (chapter.question.casefold(), chapter.id))
