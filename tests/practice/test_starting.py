"""A practice file is made of a town that is whole, never under a desk that is open, for a learner with a name."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from balie.opening import Opening
from balie.options import DeskOptions
from balie.practice.lessons.naming import Names
from balie.practice.lessons.reading import load_lesson, names_of
from balie.practice.places import DAY, read_learner, template_folder
from balie.practice.starting import PracticeWish, begin_afresh, get_ready
from balie.refusal import Refusal
from balie.store import building
from balie.store.building import is_whole
from screens.keyboard.actions import ACTIONS
from tests.support.desk_driver import running
from tests.support.lesson_driver import begun

LIBRARY = "biblionet-drenthe"


@pytest.fixture
def folder(towns: Path, tmp_path: Path) -> Path:
    """A folder to practise in, with the towns that were made."""
    copytree(template_folder(towns), template_folder(tmp_path))
    return tmp_path


def _ready(folder: Path, wish: PracticeWish) -> DeskOptions:
    return get_ready(wish, environment={"BALIE_OEFENEN": str(folder)})


@pytest.mark.parametrize("left", [0, 8, 100, 4096, 200_000, -1])
def test_a_town_that_is_not_whole_is_made_anew(folder: Path, left: int) -> None:
    (town,) = template_folder(folder).glob(f"{LIBRARY}-*.balie")
    town.write_bytes(town.read_bytes()[:left])
    assert not is_whole(town)
    begin_afresh(folder / "ans" / "oef.balie", LIBRARY, DAY, folder)
    assert is_whole(town)
    assert (folder / "ans" / "oef.balie").read_bytes() == town.read_bytes()


@pytest.mark.parametrize("content", [b"rubbish", b"rubbish" * 2000])
def test_what_is_no_town_is_not_whole(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.balie").write_bytes(content)
    assert not is_whole(tmp_path / "x.balie")
    assert not is_whole(tmp_path)
    assert not is_whole(tmp_path / "not.balie")


def test_a_desk_that_is_open_is_never_replaced_by_a_fresh_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_PATIENCE", 0.0)
    wish = PracticeWish(learner="ans", afresh=True)
    with Opening(_ready(folder, wish), today=date(2026, 11, 30)) as opening:
        with pytest.raises(Refusal, match=r"nog in een ander venster open.*--cursist NAAM"):
            _ready(folder, wish)
        _ready(folder, PracticeWish(learner="bea", afresh=True))
        opening.store.connection.execute("INSERT INTO setting (key, value) VALUES ('done', '1')")
    options = _ready(folder, wish)
    with Opening(options, today=date(2026, 11, 30)) as opening:
        assert opening.store.read_one("SELECT 1 FROM setting WHERE key = 'done'") is None


@pytest.mark.parametrize("content", [b"", b"rubbish" * 2000])
def test_a_damaged_practice_file_says_how_to_get_a_fresh_one(folder: Path, content: bytes) -> None:
    options = _ready(folder, PracticeWish(learner="ans"))
    options.store.write_bytes(content)
    with pytest.raises(Refusal, match="Met --opnieuw erbij krijgt u een vers"):
        Opening(options, today=date(2026, 11, 30))
    with Opening(_ready(folder, PracticeWish(learner="ans", afresh=True)), today=date(2026, 11, 30)) as opening:
        assert opening.store.is_practice


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("", "Een lege naam kan geen naam"),
        ("  ", "Een lege naam kan geen naam"),
        ("Ané", "letters zonder accent"),
        ("../x", "kan geen naam"),
        ("Sjablonen", "zo heet de map met sjablonen"),
        ("a" * 31, "hooguit 30 tekens"),
    ],
)
def test_a_name_that_names_no_folder_of_its_own_is_refused(asked: str, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        read_learner(asked)


def test_who_is_logged_in_never_practises_among_the_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "sjablonen")
    assert read_learner(None) == "cursist"


@pytest.mark.parametrize(
    ("day", "told"), [(DAY, "03-04-2024"), (date(2024, 7, 1), "25-06-2024"), (date(2025, 1, 3), "28-12-2024")]
)
def test_the_days_in_a_lesson_are_those_of_the_desk(day: date, told: str) -> None:
    lesson = load_lesson("overlijden", frozenset(action.id for action in ACTIONS))
    names = names_of(lesson, LIBRARY, "9428", day)
    assert isinstance(names, Names)
    assert told in names.filled(lesson.step[0].say)


async def test_the_coach_tells_the_days_of_the_desk(folder: Path) -> None:
    day = date(2024, 7, 1)
    with Opening(_ready(folder, PracticeWish(learner="ans", day=day)), today=date(2026, 11, 30)) as opening:
        async with running(opening.desk()) as driver:
            await begun(driver, "werkdatum-terug")
            assert "30-06-2024" in driver.text
