"""The screens of Vestigingsbeheer as they are seen, with a note that tries to be markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from balie.circulation.calendar import CalendarPeriod, set_day, set_days
from balie.circulation.opening_days import DayKind
from balie.desk import Desk
from balie.library.structs import Library
from tests.screens.conftest import Golden, at_each_size
from tests.screens.test_golden import ENGLISH
from tests.screens.vestigingsbeheer.test_vestigingsbeheer import WEEK
from tests.support.desk_driver import running
from tests.support.holds import desk_at, two_branches

STEPS: dict[str, tuple[str, ...]] = {
    "branch": (),
    "branch-working-date": ("1", *"10-04-2024", "f2"),
    "branch-other-day": ("1", *"02-04-2024", "f2"),
    "branch-user": ("3",),
    "branch-calendar": ("4", "right"),
    "branch-calendar-holidays": ("4", "f"),
    "branch-period": ("4", "down", "p"),
}


@pytest.fixture
def closing(desk: Desk, poort: Library) -> Desk:
    """A branch of four days a week, with every kind of exception in April."""
    at = desk_at(desk, two_branches(poort))
    east = replace(at, branch=changed(at.branch, opening_days=WEEK), spool=Path("/bonnen"))
    set_day(east, date(2024, 4, 10), DayKind.CLOSED, note="[red]Studiedag[/red]")
    set_day(east, date(2024, 4, 15), DayKind.OPEN)
    set_days(east, CalendarPeriod(date(2024, 4, 23), date(2024, 4, 26), DayKind.FINE_FREE, "Verhuizing").settings())
    return east


@pytest.mark.parametrize("name", STEPS)
async def test_the_screen_is_as_it_was_agreed(closing: Desk, name: str, golden: Golden) -> None:
    async with running(closing) as driver:
        await driver.keys("alt+v", *STEPS[name])
        assert ENGLISH.findall(driver.text) == []
        async for size in at_each_size(driver):
            golden(f"{name}-{size}", driver.lines)
