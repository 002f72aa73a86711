"""Where one is in a lesson: the screen is looked at now and then, and whoever is further by then is there at once."""

from __future__ import annotations

from functools import partial
from typing import cast

import pytest

from balie.desk import Desk
from balie.practice.lessons.checks import CHECKS
from balie.practice.lessons.naming import Names
from balie.practice.lessons.reading import read_lesson
from balie.practice.places import DAY
from screens.keyboard.actions import ACTIONS
from screens.practice.course import Course

IDS = frozenset(action.id for action in ACTIONS)
HEAD = """
id = "les"
title = "Een les"
question = "Wat nu?"
source = "rules.md#screens"
minutes = 2
when = "Soms."
"""
STORE: set[str] = set()
"""What was done in the store of these lessons."""


@pytest.fixture
def follow(monkeypatch):
    """A lesson of steps that show a word (`een`), or check that something was done (`!een`)."""
    STORE.clear()
    monkeypatch.setitem(CHECKS, "owes", lambda _desk, who, amount: "" if who in STORE else "Nog niet")

    def begun(steps: str) -> Course:
        text = HEAD
        for step in steps.split():
            ends = f'check = {{ owes = {{ who = "{step[1:]}", amount = "0,00" }} }}' if step[0] == "!" else ""
            text += f'[[step]]\nsay = "Doe."\ndo = []\nhint = "Doe."\n{ends or f"""shows = ["{step}"]"""}\n'
        course = Course(read_lesson(text, "les.toml", IDS), Names("9428", DAY, {}), ACTIONS)
        course.begin(cast(Desk, None))
        return course

    return begun


def _look(course: Course, *screens: str) -> int:
    for screen in screens:
        course.look(cast(Desk, None), partial(str, screen))
    return course.place


@pytest.mark.parametrize(
    ("steps", "screens", "place"),
    [
        ("een twee drie", ["begin", "een"], 1),
        ("een twee drie", ["begin", "twee"], 2),
        ("een twee drie", ["begin", "drie"], 3),
        ("een twee drie", ["begin", "een", "drie"], 3),
        ("een twee drie", ["begin", "een twee"], 2),
        ("een twee drie", ["drie", "drie"], 0),  # it stood there before: nobody did anything for it
        ("een twee drie", ["drie", "begin", "drie"], 3),  # and this time somebody did
        ("een twee drie", ["drie", "een drie"], 1),
        ("een twee drie", ["begin", "een drie", "drie"], 3),
        ("een !twee drie", ["begin", "drie"], 0),  # what the store says is not done is not done
        ("een !twee drie", ["begin", "een drie"], 1),
    ],
)
def test_a_later_step_that_the_screen_shows_now_has_done_those_before_it(follow, steps, screens, place):
    assert _look(follow(steps), *screens) == place


def test_what_the_screen_shows_counts_behind_a_step_that_the_store_says_is_done(follow):
    course = follow("een !twee drie vier")
    _look(course, "begin")
    STORE.add("twee")
    assert _look(course, "vier") == 2, "vier may have stood there as long as step drie"
    assert _look(course, "drie", "begin") == 3
    assert _look(course, "vier") == 4


def test_what_held_already_is_done_once_it_did_not_hold_and_holds_again(follow):
    STORE.add("een")
    course = follow("!een twee")
    assert _look(course, "begin") == 0
    STORE.clear()
    assert _look(course, "begin") == 0
    STORE.add("een")
    assert _look(course, "begin") == 1
