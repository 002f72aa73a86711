"""The coach says what the customer wants, goes on by itself, helps more and more, and never blocks a key."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from balie.practice.places import practice_progress
from balie.practice.progress import ProgressFile
from screens.program.shown_text import shown_text
from tests.support.desk_driver import SCREEN_1_BYTES, UP_TO_SAVING, Driver, running

LESSON = "ebook-inschrijven"


@pytest.fixture
def library_name() -> str:
    """The lesson is for this library."""
    return "biblionet-drenthe"


@pytest.fixture
async def lesson(practice_desk) -> AsyncIterator[Driver]:
    """The desk with that lesson begun, as somebody who chose it from the list."""
    async with running(practice_desk) as driver:
        assert "Oefenen: kies een les" in driver.text
        await driver.type("e")
        while "▸   E-book" not in driver.text:
            await driver.keys("down")
        await driver.keys("enter", "enter")
        yield driver


def _said(driver: Driver) -> str:
    page = driver.app.page.footline
    return " ".join(" ".join(row.text for row in page._coach_rows()).split())


async def test_the_coach_says_what_the_customer_wants_and_goes_on_by_itself(lesson):
    assert "1/6" in _said(lesson)
    assert "Laat het systeem er een maken." in _said(lesson)
    await lesson.keys("v", "enter", "enter")
    assert "2/6" in _said(lesson)
    for key in UP_TO_SAVING[3:]:
        await lesson.keys(key)
    assert "4/6" in _said(lesson)


async def test_who_types_faster_than_the_screen_is_painted_is_as_far_as_the_screen(lesson):
    await lesson.burst(SCREEN_1_BYTES)
    assert "4/6" in _said(lesson)


async def test_the_lesson_is_done_whatever_way_was_taken(lesson, practice_desk):
    for key in UP_TO_SAVING:  # the coach looks at every screen
        await lesson.keys(key)
    await lesson.keys("f2", "down", "down")
    await lesson.keys(*"0141", "f2")
    assert "De les is klaar." in _said(lesson)
    progress = ProgressFile(practice_progress(practice_desk.store.path)).read()[LESSON]
    assert (progress.started, progress.done, progress.hints) == (1, 1, 0)
    assert progress.keys >= progress.shortest > 0


async def test_what_differs_is_said_once_something_else_was_done(lesson):
    for key in UP_TO_SAVING:  # the coach looks at every screen
        await lesson.keys(key)
    await lesson.keys("f2")
    await lesson.keys(*"0141")
    assert "6/6" in _said(lesson)
    await lesson.keys("home", "f2")
    assert "Het abonnement is 0045, gevraagd was 0141." in _said(lesson)


async def test_what_the_coach_itself_says_is_nothing_that_was_done(lesson):
    await lesson.keys("v", "enter", "enter")
    await lesson.keys(*"x", "enter", "enter", *"Tester", "enter", "enter", *"04011991", "enter")
    assert "E.B. Tester" in _said(lesson)
    assert "E.B." not in shown_text(lesson.app)
    assert "2/6" in _said(lesson), "the initials are others"


async def test_help_comes_in_words_then_in_keys_and_then_the_desk_does_it(lesson):
    await lesson.keys("alt+q")
    assert "Typ in Klantnummer een v" in _said(lesson)
    await lesson.keys("alt+q")
    assert "Toetsen: v Enter ×2" in _said(lesson)
    await lesson.keys("alt+q")
    while "2/6" not in _said(lesson):
        await lesson.settle()
    assert "VVVVVVVVVVVVVV" in lesson.text or "Genereer klantnummer" in lesson.text


async def test_a_message_of_the_desk_stands_above_what_the_coach_says(lesson):
    await lesson.keys(*"29428000077728", "enter")
    assert "1/6" in _said(lesson)
    assert "Fout:" in lesson.text


async def test_the_lesson_can_be_stopped_and_the_coach_is_gone(lesson):
    await lesson.keys("alt+0")
    await lesson.type("De les st".lower())
    while "▸ De les stoppen" not in lesson.text:
        await lesson.keys("down")
    await lesson.keys("enter")
    assert "Alt+0" not in lesson.text


def test_the_keys_of_practising_mean_nothing_else_at_the_desk():
    from screens.keyboard.actions import ACTIONS
    from screens.practice import own_keys

    assert {own_keys.HINT, own_keys.MENU}.isdisjoint(action.key for action in ACTIONS)
