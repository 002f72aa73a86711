"""F1 names the lessons about a screen, at a desk that practises and at a real one; not those with a mistake."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from balie.practice.lessons import titles
from balie.practice.lessons.reading import all_lessons
from balie.practice.lessons.titles import LessonTitle, lessons_about, read_title
from screens.keyboard.actions import ACTIONS
from tests.support.desk_driver import Driver, running

SCREENS = Path(__file__).parents[2] / "screens"
MOST_PAGES = 6


def headings() -> Iterator[str]:
    """What stands at the top of a page, or what it begins with, by the source."""
    for path in SCREENS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                named = {target.id if isinstance(target, ast.Name) else "" for target in targets}
                named |= {target.attr for target in targets if isinstance(target, ast.Attribute)}
                if "heading" in named and isinstance(node.value, ast.Constant):
                    yield str(node.value.value)


def test_a_lesson_is_about_screens_that_there_are():
    there_are = set(headings())
    lessons = all_lessons(frozenset(action.id for action in ACTIONS))
    unknown = {lesson.id: set(lesson.screens) - there_are for lesson in lessons}
    assert {name: wrong for name, wrong in unknown.items() if wrong} == {}


def test_the_titles_are_those_of_the_lessons():
    lessons = all_lessons(frozenset(action.id for action in ACTIONS))
    assert list(titles._read()) == [
        LessonTitle(one.id, one.title, one.minutes, frozenset(one.screens), frozenset(one.values)) for one in lessons
    ]


async def help_text(driver: Driver) -> str:
    """All that F1 tells, on one line."""
    await driver.keys("f1")
    seen = [*driver.lines]
    for _ in range(MOST_PAGES):
        await driver.keys("pagedown")
        seen += driver.lines
    return " ".join(" ".join(seen).replace("│", " ").split())


async def test_f1_names_the_lessons_about_a_screen_and_how_to_begin_one(practice_desk, library_name):
    async with running(practice_desk) as driver:
        await driver.keys("escape")
        told = await help_text(driver)
        is_drenthe = library_name == "biblionet-drenthe"  # the subscription is of that library only
        assert ("ebook-inschrijven)" in told) == is_drenthe


async def test_f1_of_a_real_desk_names_them_too(desk):
    async with running(desk) as driver:
        assert "ebook-inschrijven)" in await help_text(driver)


@pytest.mark.parametrize(
    "text",
    [
        "title = ",
        "",
        "title = 'x'",
        "title = 'x'\nminutes = 'y'",
        "title = 'x'\nminutes = 2\nscreens = 3",
        "title = 'x'\nminutes = 2\nvalues = 1",
    ],
    ids=["no TOML", "no title", "no minutes", "minutes in words", "screens of nothing", "values of nothing"],
)
def test_a_lesson_with_a_mistake_is_not_named_and_breaks_no_help(text, tmp_path, monkeypatch, practice_desk):
    (tmp_path / "stuk.toml").write_text(text, encoding="utf-8")
    (tmp_path / "heel.toml").write_text(
        "title = 'Heel'\nminutes = 2\nscreens = ['X']\n[[step]]\nnot even TOML", encoding="utf-8"
    )
    monkeypatch.setattr(titles, "lesson_files", lambda: sorted(tmp_path.glob("*.toml")))
    titles._read.cache_clear()
    assert [one.title for one in lessons_about("X", practice_desk.store)] == ["Heel"]
    titles._read.cache_clear()


def test_only_what_stands_above_the_steps_is_read():
    head = "title = 'Lenen'\nminutes = 3\nscreens = ['Uitlenen']\n[values.here]\na = 'b'\n"
    text = f"{head}\n[[step]]\n this is not even TOML"
    assert read_title("lenen", text) == LessonTitle("lenen", "Lenen", 3, frozenset({"Uitlenen"}), frozenset({"here"}))
