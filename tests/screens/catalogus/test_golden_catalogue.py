"""Catalogus, Titels and Exemplaren as they are seen, at 80x24 and 120x40."""

from __future__ import annotations

from datetime import date

import pytest

from balie.catalogue.title_form import TitleValues
from balie.desk import Desk
from tests.screens.conftest import Golden, at_each_size
from tests.screens.test_golden import ENGLISH
from tests.support.applicants import enrol_tester
from tests.support.catalogue import AVONDEN_ISBN, add_avonden, add_with_items, lend_out
from tests.support.desk_driver import running

FIRST = "39428000000016"
SECOND = "39428000000024"
STEPS: dict[str, tuple[str, ...]] = {
    "catalogue": ("alt+c", *"de"),
    "catalogue-nothing": ("alt+c", *"zzz"),
    "title": ("alt+c", *"avonden", "enter"),
    "title-history": ("alt+c", *"avonden", "enter", "h"),
    "title-changing": ("alt+t", *"avonden", "enter", "w"),
    "title-new-wrong": ("alt+t", "f3", *"9789023475607", "f2"),
    "title-known": ("alt+t", "f3", *AVONDEN_ISBN, "enter"),
    "item-new": ("alt+t", *"avonden", "enter", "k"),
    "items": ("alt+e", *SECOND, "enter", "escape"),
    "item": ("alt+e", *FIRST, "enter"),
    "item-changing": ("alt+e", *FIRST, "enter", "3"),
    "item-why": ("alt+e", *SECOND, "enter", "x"),
    "write-off": ("alt+e", "ctrl+x", *FIRST, "enter", *SECOND, "enter", *"b-17", "enter"),
}


@pytest.fixture(autouse=True)
def catalogue(desk: Desk) -> None:
    """De avonden twice, of which one is lent out, and a title that is not just letters."""
    add_avonden(desk, None, None)
    hostile = TitleValues("De [red]kaas[/red]", "grootletter", author="Elsschot, Willem", year=1933)
    add_with_items(desk, hostile, "B-17")
    lend_out(desk, enrol_tester(desk).customer_id, FIRST, date(2024, 5, 7))


@pytest.mark.parametrize("name", STEPS)
async def test_the_screen_is_as_it_was_agreed(desk: Desk, name: str, golden: Golden) -> None:
    async with running(desk) as driver:
        await driver.keys(*STEPS[name])
        assert ENGLISH.findall(driver.text) == []
        async for size in at_each_size(driver):
            golden(f"{name}-{size}", driver.lines)
