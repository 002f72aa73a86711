"""What can be done while practising: begin again, a step or a lesson or the town, and nothing typed goes unasked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from balie.practice.lessons import reading, titles
from screens.program.shown_text import shown_text
from tests.support.desk_driver import SCREEN_1_BYTES, Driver, running
from tests.support.lesson_driver import coaching_of

LESSON = "ebook-inschrijven"


@pytest.fixture
def library_name() -> str:
    """The lesson is for this library."""
    return "biblionet-drenthe"


@pytest.fixture
async def driver(practice_desk) -> AsyncIterator[Driver]:
    """The desk with no lesson yet."""
    async with running(practice_desk) as driver:
        await driver.keys("escape")
        yield driver


@pytest.fixture
def read_anew() -> Iterator[None]:
    """The titles of lessons are read in this test, and again after it."""
    titles._read.cache_clear()
    yield
    titles._read.cache_clear()


@pytest.fixture
async def lesson(driver: Driver) -> Driver:
    """The desk in the second step of a lesson."""
    driver.app.start(coaching_of(driver).begin(LESSON, shows=False))
    await driver.settle()
    await driver.keys("v", "enter", "enter")
    assert "2/6" in _said(driver)
    return driver


def _said(driver: Driver) -> str:
    return " ".join(" ".join(row.text for row in coaching_of(driver).rows(78)).split())


async def _choose(driver: Driver, label: str) -> None:
    """Take this line of what can be done while practising."""
    await driver.keys("alt+0")
    await _take(driver, label)


async def _take(driver: Driver, label: str) -> None:
    first = driver.text
    while f"▸ {label}" not in driver.text:
        await driver.keys("down")
        assert driver.text != first, f"there is no {label}"
    await driver.keys("enter")
    while coaching_of(driver)._playing.runs:
        await driver.settle()
    await driver.settle()


def _typed(driver: Driver, field: str) -> str:
    return next(line.partition(field)[2].split("  ")[0].strip(" *") for line in driver.lines if field in line)


async def test_a_step_begins_again_with_what_came_before_it_and_without_what_was_typed_in_it(lesson):
    await lesson.keys("e", "b", "enter", "enter", *"Verkeerd")
    await _choose(lesson, "De stap opnieuw")
    assert "2/6" in _said(lesson)
    assert "Verkeerd" not in lesson.text
    assert "E.B." not in shown_text(lesson.app)
    assert "VVVVVVVVVVVVVV" in lesson.text
    await lesson.keys("e", "b", "enter", "enter", *"Tester", "enter", "enter", *"04011991", "enter", "enter")
    assert "3/6" in _said(lesson), "the step can be done from there"


async def test_a_step_that_was_half_done_is_done_whole(lesson):
    await lesson.keys("e", "x")
    await _choose(lesson, "Deze stap laten doen")
    assert "3/6" in _said(lesson)
    assert "Tester" in shown_text(lesson.app)
    assert "E.B." in shown_text(lesson.app)


async def test_a_lesson_begins_again_at_its_first_step_in_a_fresh_town(lesson, practice_desk):
    practice_desk.store.connection.execute("DELETE FROM hold")
    await _choose(lesson, "De les opnieuw")
    assert "1/6" in _said(lesson)
    assert "VVVVVVVVVVVVVV" not in lesson.text
    assert practice_desk.store.read_one("SELECT 1 FROM hold") is not None


async def test_a_lesson_that_is_done_begins_again_only_when_what_was_typed_after_it_may_go(lesson):
    await lesson.burst(SCREEN_1_BYTES[3:])
    await lesson.keys("f2", "down", "down", *"0141", "f2")
    assert "De les is klaar." in _said(lesson)
    lesson.app.start(lesson.host.home())
    await lesson.settle()
    await _free_form(lesson)
    await _choose(lesson, "De les opnieuw")
    assert "Toch beginnen?" in lesson.text
    await lesson.keys("n")
    assert "De les is klaar." in _said(lesson)
    assert "eigenwerk" in lesson.text.lower()
    await _choose(lesson, "De les opnieuw")
    await lesson.keys("j")
    assert "1/6" in _said(lesson)


@pytest.mark.parametrize(("answer", "kept"), [("n", True), ("escape", True), ("j", False)])
async def test_a_lesson_asks_before_what_was_typed_without_one_is_lost(driver, answer, kept):
    await _free_form(driver)
    await _choose(driver, "Een les kiezen")
    await _take(driver, "  Innemen (2 min)")
    await _take(driver, "Zelf doen, met de coach")
    assert "Wat u typte of waar u mee bezig was gaat verloren." in driver.text
    await driver.keys(answer)
    assert ("eigenwerk" in driver.text.lower()) is kept
    assert coaching_of(driver).is_on is not kept


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("minutes = 2", 'minutes = "twee"', "innemen.toml: minutes: verwacht een aantal minuten"),
        ("title = ", "titel = ", "innemen.toml: title: ontbreekt"),
        ("[[step]]", "[[step]", "innemen.toml: dit is geen geldige TOML"),
        ('"@action:close"', '"@action:dicht"', 'de opdracht "dicht" bestaat niet'),
    ],
)
async def test_a_mistake_in_a_lesson_is_told_and_takes_no_other_away(
    driver, tmp_path, monkeypatch, read_anew, right, wrong, told
):
    for path in reading.lesson_files():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (tmp_path / "innemen.toml").read_text(encoding="utf-8")
    (tmp_path / "innemen.toml").write_text(text.replace(right, wrong), encoding="utf-8")
    monkeypatch.setattr(reading, "packaged_path", lambda _folder, *name: tmp_path.joinpath(*name))
    await _choose(driver, "Een les kiezen")
    if "Innemen (2 min)" in driver.text:
        await _take(driver, "  Innemen (2 min)")
        await _take(driver, "Zelf doen, met de coach")
    else:
        await driver.keys("escape")
    titles._read.cache_clear()  # a desk that is started reads them once
    assert not coaching_of(driver).is_on
    assert told in " ".join(driver.text.split())
    await _choose(driver, "Een les kiezen")
    await _take(driver, "  Contant betalen (3 min)")
    await _take(driver, "Zelf doen, met de coach")
    assert "1/3" in _said(driver)


async def test_a_lesson_begins_unasked_where_nothing_was_typed(driver):
    await _choose(driver, "Een les kiezen")
    await _take(driver, "  Innemen (2 min)")
    await _take(driver, "Zelf doen, met de coach")
    assert "1/3" in _said(driver)


@pytest.mark.parametrize(("answer", "kept"), [("n", True), ("escape", True), ("j", False)])
async def test_a_fresh_town_is_asked_and_takes_everything_but_the_progress(lesson, practice_desk, answer, kept):
    practice_desk.store.connection.execute("INSERT INTO setting (key, value) VALUES ('done', '1')")
    await _choose(lesson, "Verse oefenbibliotheek")
    assert "uw voortgang blijft" in lesson.text
    await lesson.keys(answer)
    assert (practice_desk.store.read_one("SELECT 1 FROM setting WHERE key = 'done'") is not None) is kept
    assert coaching_of(lesson).is_on is kept
    assert ("VVVVVVVVVVVVVV" in lesson.text) is kept
    assert coaching_of(lesson)._progress.read()[LESSON].started == 1


async def test_the_coach_stands_at_the_side_of_a_wide_screen_and_below_in_a_narrow_one(lesson):
    await lesson.resize(132, 43)
    assert "Stap 2 van 6" in lesson.text
    assert "2/6" not in lesson.text
    assert all(line[98] == "│" for line in lesson.lines), "the page has the rest of the width"
    assert "Stap 2 van 6" not in shown_text(lesson.app)
    await lesson.keys("e", "b", "enter", "enter", *"Tester", "enter", "enter", *"04011991", "enter", "enter")
    assert "Stap 3 van 6" in lesson.text
    await lesson.resize(80, 24)
    assert "3/6" in lesson.text
    assert "Stap 3 van 6" not in lesson.text


async def _free_form(driver: Driver) -> None:
    """Type something that belongs to no lesson, on the first form."""
    await driver.keys("v", "enter", "enter", "e", "enter", "enter", *"Eigenwerk", "enter")
    assert "eigenwerk" in driver.text.lower()
