"""The screens of the tab Balie as they are seen, at 80x24 and 120x40."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.customers.tabs.editing import read_edit, save_edit
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.lend import lend
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.screens.conftest import Golden, at_each_size
from tests.support.desk_driver import running

HELP = ("24104000000010\r", "f2")
PILE = ("34104000000026\r34104000000034\r34104000000034\r999\r34104000000042\r",)
LATE = "34104000000018\r"
STEPS: dict[str, tuple[str, ...]] = {
    "lending": (),
    "lending-opened": ("24104000000010\r",),
    "lending-session": (*HELP, *PILE),
    "lending-refused": (*HELP, "34104000000059\r"),
    "lending-other-name": ("24104000000028\r", LATE),
    "lending-undoing": (*HELP, *PILE, "f4"),
    "lending-other-pass": (*HELP, "34104000000026\r24104000000028\r34104000000034\r"),
    "lending-adding": (*HELP, "alt+n"),
    "lending-family": (*HELP, *PILE, "alt+n", "24104000000028\r"),
    "lending-family-closing": (*HELP, *PILE, "alt+n", "24104000000028\r", "34104000000067\r", "j", "f12"),
    "lending-closing": (*HELP, *PILE, "f12"),
    "at-home": (*HELP, *PILE, "f9"),
    "at-home-renewed": (*HELP, *PILE, "f9", "f6", "j"),
    "returning": ("f11", f"{LATE}34104000000026\r77\r"),
    "returning-reserved": ("f11", "34104000000067\r"),
    "returning-day": ("f11", "alt+d", "enter"),
    "returning-closing": ("f11", LATE, "f12"),
}


@pytest.fixture
def morning(desk: Desk, member: Member, copy: Copy) -> Desk:
    """A customer with something of everything, another one, and items of which one is late and one waited for."""
    member(BASIC)
    member(surname="Ander")
    save_edit(desk, 1, "5", {"note_1": "Adres navragen"}, read_edit(desk, 1, "5"))
    copy("De ontdekking van de hemel")
    for title in ("De avonden", "Het bureau"):
        copy(title)
    copy("De zeven zussen", top_title="ja")
    copy("Atlas van Gelderland", not_for_loan="ja")
    wanted = copy("Max Havelaar")
    lend(replace(desk, working_date=desk.working_date - timedelta(days=30)), 1, "34104000000018")
    lend(desk, 1, wanted)
    (row,) = desk.store.read("SELECT title_id FROM item WHERE number = ?", (wanted,))
    place_hold(desk, 2, int(str(row[0])))
    return desk


@pytest.mark.parametrize("name", STEPS)
async def test_the_screen_is_as_it_was_agreed(morning: Desk, name: str, golden: Golden) -> None:
    async with running(morning) as driver:
        await driver.keys("alt+b")
        for step in STEPS[name]:
            if step.endswith("\r"):
                await driver.burst(step)
            else:
                await driver.keys(step)
        async for size in at_each_size(driver):
            golden(f"{name}-{size}", driver.lines)
