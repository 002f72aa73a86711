"""A lesson shown to a room: it waits when asked, types a key when asked, and gives the desk back to who takes over."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from screens.practice import demonstration
from screens.program.shown_text import shown_text
from tests.support.desk_driver import Driver, running
from tests.support.lesson_driver import coaching_of

LESSON = "ebook-inschrijven"


@pytest.fixture
def library_name() -> str:
    """The lessons are for this library."""
    return "biblionet-drenthe"


@pytest.fixture
async def desk(practice_desk) -> AsyncIterator[Driver]:
    """The desk with no lesson yet."""
    async with running(practice_desk) as driver:
        await driver.keys("escape")
        yield driver


@pytest.fixture
async def paused(desk: Driver, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A demonstration that stands still: no time passes in it but for who asks."""
    monkeypatch.setattr(demonstration, "_READING", 1000.0)
    monkeypatch.setattr(demonstration, "SPEEDS", (10**9,) * 4)
    await _begin(desk, LESSON)
    await desk.keys("space")
    assert "PAUZE" in _said(desk)
    return desk


@pytest.fixture
def at_once(monkeypatch) -> None:
    """No demonstration waits for anything."""
    monkeypatch.setattr(demonstration, "_READING", 0.0)
    monkeypatch.setattr(demonstration, "OPENED", 0.0)
    monkeypatch.setattr(demonstration, "SPEEDS", (0,) * 4)


async def _begin(driver: Driver, asked: str) -> None:
    driver.app.start(coaching_of(driver).begin_first(asked, shows=True))
    await driver.settle()


async def _played(driver: Driver) -> None:
    await driver.settle()
    while coaching_of(driver)._playing.runs or driver.app.keys.held:
        await driver.settle()


def _said(driver: Driver) -> str:
    return " ".join(" ".join(row.text for row in coaching_of(driver).rows(78)).split())


@pytest.mark.parametrize("key", ["right", "x", "7", "enter"])
async def test_while_it_pauses_each_key_asked_for_is_typed_at_once(paused, key):
    await paused.keys(key)
    typed = key != "enter"
    assert ("v" in shown_text(paused.app).split("Klantnummer *")[1].split("\n")[0]) is typed
    assert "PAUZE" in _said(paused)
    assert "x" not in shown_text(paused.app).split("Klantnummer *")[1].split("\n")[0]


async def test_keys_asked_for_go_on_through_the_steps(paused):
    for _ in range(3):
        await paused.keys("right")
    await paused.keys("right", "right")
    assert "2/6" in _said(paused)
    assert "VVVVVVVVVVVVVV" in paused.text
    assert "E" in shown_text(paused.app).split("Voorletters")[1].split("\n")[0].upper()


async def test_esc_gives_the_desk_to_who_pressed_it_and_a_second_one_leaves_nothing(paused):
    for _ in range(4):
        await paused.keys("right")
    await paused.keys("escape", "escape")
    assert "Alt+0 verder voordoen" in _said(paused)
    assert "VVVVVVVVVVVVVV" in paused.text
    assert "2/6" in _said(paused)
    await paused.keys("x")
    assert "X" in shown_text(paused.app).split("Voorletters")[1].split("\n")[0].upper()


async def test_what_was_taken_over_is_shown_on_from_the_beginning_of_the_step(paused, at_once):
    for _ in range(4):
        await paused.keys("right")
    await paused.keys("escape")
    await paused.keys("x", "enter", "alt+0")
    assert "▸ De rest laten voordoen" in paused.text
    await paused.keys("enter")
    await _played(paused)
    assert "De les is klaar." in _said(paused)
    row = coaching_of(paused)._host.desk.store.read_one("SELECT initials FROM customer ORDER BY id DESC")
    assert row is not None
    assert row[0] == "E.B."


async def test_the_menu_stops_it_where_it_is(paused):
    await paused.keys("right", "alt+0")
    assert "▸ De rest laten voordoen" in paused.text
    await paused.keys("escape")
    assert "Alt+0 verder voordoen" in _said(paused)


async def test_several_lessons_are_shown_one_after_another(desk, at_once, monkeypatch):
    shown: list[str] = []
    coaching = coaching_of(desk)
    monkeypatch.setattr(coaching._progress, "started", lambda lesson, _shortest: shown.append(lesson))
    await _begin(desk, "klant-zoeken,innemen,servicemail")
    while len(shown) < 3 or coaching._playing.runs:
        await desk.settle()
    assert shown == ["klant-zoeken", "innemen", "servicemail"]
    await _played(desk)
    assert "De les is klaar." in _said(desk)


async def test_a_list_with_a_lesson_that_is_not_there_begins_nothing(desk, at_once):
    await _begin(desk, "innemen,bestaatniet")
    assert "Er is geen les" in desk.text
    assert not coaching_of(desk).is_on


async def test_a_key_that_leaves_is_for_the_desk(paused):
    await paused.keys("right", "ctrl+q")
    assert not coaching_of(paused)._playing.runs
