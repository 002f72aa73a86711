"""Progress that cannot be read or kept is told, and takes no lesson away."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from balie.practice import progress
from balie.practice.places import practice_progress
from screens.practice.player import Player
from tests.support.desk_driver import Driver, running
from tests.support.lesson_driver import begun

LESSON = "innemen"


@pytest.fixture
def library_name() -> str:
    """One library will do."""
    return "biblionet-drenthe"


def _folder(path: Path) -> None:
    path.mkdir()


def _no_json(path: Path) -> None:
    path.write_text("{", encoding="utf-8")


def _no_count(path: Path) -> None:
    path.write_text('{"innemen": {"done": "drie"}}', encoding="utf-8")


def _no_name(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")


@pytest.fixture(params=[_folder, _no_json, _no_count, _no_name, None])
def driven(request, practice_desk, monkeypatch):
    """A practice desk of which the progress is nothing that can be read; or, at the last, cannot be written."""

    def full(_path: Path, _text: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    if request.param is None:
        monkeypatch.setattr(progress, "put", full)
    else:
        request.param(practice_progress(practice_desk.store.path))
    return running(practice_desk)


def _told(driver: Driver) -> str:
    return " ".join(driver.text.split())


async def test_a_lesson_is_followed_to_its_end_and_told_not_to_be_kept(driven):
    async with driven as driver:
        assert "Innemen (2 min)" in driver.text
        course = await begun(driver, LESSON)
        assert "Fout:" in driver.text
        for step in course.lesson.step:
            await Player(driver.host, course.names).play(step)
            await driver.settle()
        assert course.done
        assert "Fout:" in driver.text
        assert "De les is klaar." in _told(driver)
