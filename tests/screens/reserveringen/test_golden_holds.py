"""The screens of Reserveringen as they are seen, with a name that tries to be markup."""

from __future__ import annotations

import pytest

from balie.catalogue.title_form import TitleValues
from balie.desk import Desk
from balie.lending.holds.holds import cancel_hold, place_hold
from balie.lending.holds.set_aside import set_aside
from balie.library.structs import Library
from tests.screens.conftest import Golden, at_each_size
from tests.screens.test_golden import ENGLISH
from tests.support.catalogue import AVONDEN, add_with_items
from tests.support.desk_driver import running
from tests.support.holds import NAMES, WEST, desk_at, reader, two_branches

STEPS: dict[str, tuple[str, ...]] = {
    "holds": (),
    "holds-pull-list": ("1",),
    "holds-ready": ("2",),
    "holds-uncollected": ("3",),
    "holds-open": ("4", "down"),
    "holds-customer": ("5", *"24104000000028", "enter", "h"),
    "holds-title": ("6", *"avonden", "enter", "end"),
    "holds-choose-title": ("7", *"a"),
    "holds-cancel": ("2", "a"),
    "holds-keep-wrong": ("2", "l", "ctrl+u", *"later", "enter"),
    "holds-priority": ("4", "v"),
}


@pytest.fixture
def busy(desk: Desk, poort: Library) -> Desk:
    """Three who wait for De avonden, one of whom has it ready; one for another title, at the other branch; one done."""
    east = desk_at(desk, two_branches(poort))
    anna, jan, carla = (
        reader(east, name, born=f"04-01-198{nth}") for nth, name in enumerate((NAMES[0], "[red]Jan[/red]", NAMES[2]))
    )
    avonden, (first, _) = add_with_items(east, AVONDEN, "34104000000017", "34104000000025")
    kaas, _ = add_with_items(east, TitleValues("De [b]kaas[/b]", "boek", author="Elsschot, Willem"), "34104000000033")
    done, (third,) = add_with_items(east, TitleValues("Villa des Roses", "boek"), "34104000000041")
    place_hold(east, jan, kaas, pickup_branch=WEST)
    for customer_id in (anna, jan, carla):
        place_hold(east, customer_id, avonden)
    set_aside(east, first)
    closed = place_hold(east, jan, done).hold_id
    set_aside(east, third)
    cancel_hold(east, closed)
    return east


@pytest.mark.parametrize("name", STEPS)
async def test_the_screen_is_as_it_was_agreed(busy: Desk, name: str, golden: Golden) -> None:
    async with running(busy) as driver:
        await driver.keys("alt+r", *STEPS[name])
        assert ENGLISH.findall(driver.text) == []
        async for size in at_each_size(driver):
            golden(f"{name}-{size}", driver.lines)
