"""What a page tells of its acts to who is not the page: with this workplace's keys, its own words, and why not now."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.desk import Desk
from screens.host.settings import Settings
from screens.keyboard.actions import ActNow
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running


def told(driver: Driver) -> dict[str, ActNow]:
    return {act.action.id: act for act in driver.host.page.acts_now()}


async def open_tester(driver: Driver) -> None:
    await driver.keys("alt+z", *"tester", "enter")


async def test_each_page_tells_its_own_words(desk: Desk) -> None:
    enrol_tester(desk)
    async with running(desk) as driver:
        assert told(driver)["main"].action.label == "OK, Vervolg"
        await open_tester(driver)
        assert told(driver)["search"].action.label == "Zoeken"
        await driver.keys("alt+e")
        assert (told(driver)["new"].action.label, told(driver)["new"].action.menu) == ("Nieuwe titel", "Titel")


async def test_what_belongs_to_the_other_state_of_a_page_is_not_there(desk: Desk) -> None:
    enrol_tester(desk)
    async with running(desk) as driver:
        await open_tester(driver)
        assert "main" not in told(driver)
        assert told(driver)["back"].action.label == "Terug"
        await driver.keys("w")
        edited = told(driver)
        assert (edited["main"].action.label, edited["back"].action.label) == ("Opslaan", "Annuleer")
        assert edited.keys().isdisjoint({"edit", "cancel_membership", "block_card", "merge", "bounce", "pay"})
        await driver.keys("escape")
        assert "main" not in told(driver)


async def test_the_keys_are_those_of_this_workplace(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"toetsen": {"search": "alt+q"}}', encoding="utf-8")
    async with running(desk, settings=Settings(path)) as driver:
        assert told(driver)["search"].action.key == "alt+q"
        await driver.keys("alt+q")
        assert "Klant zoeken" in driver.text


@pytest.mark.parametrize(
    "way",
    [(), ("f7",), ("f7", "ctrl+o"), ("f9",), ("alt+b",), ("alt+v",), ("alt+v", "6"), ("alt+r", "4"), ("alt+i", "4")],
    ids="-".join,
)
async def test_what_is_refused_now_is_told_as_the_key_tells_it(desk: Desk, way: tuple[str, ...]) -> None:
    enrol_tester(desk)
    async with running(desk, size=(120, 40)) as driver:
        await open_tester(driver)
        await driver.keys(*way)
        refused = {name: act for name, act in told(driver).items() if act.refused and not name.startswith("go_")}
        assert refused
        for act in refused.values():
            await driver.keys(act.action.key)
            assert driver.message == act.refused
