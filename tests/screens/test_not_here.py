"""No key that means something elsewhere does nothing without a word: every action, on every page that lacks it."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from screens.keyboard.actions import ACTIONS, TABS, key_name
from screens.keyboard.not_here import not_here
from tests.support.desk_driver import running

SAID = [action for action in ACTIONS if (len(action.key) == 1 and action.key.isalpha()) or "+" in action.key]


@pytest.mark.parametrize("action", SAID, ids=lambda action: action.id)
def test_of_every_action_it_can_be_told_what_it_needs(action) -> None:
    told = not_here(ACTIONS, action.tab or "balie", action.key, action.key)
    assert told.startswith(action.label)
    assert told.endswith("F1 toont wat hier kan.")


def test_a_key_that_stands_for_nothing_says_nothing() -> None:
    assert not_here(ACTIONS, "balie", "ctrl+a", "") == ""
    assert not_here(ACTIONS, "balie", "q", "q") == ""  # a letter of another tab


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab.id not in ("statistieken", "ksm")], ids=lambda tab: tab.id)
async def test_on_the_first_page_of_each_tab_every_function_key_does_something_or_says_why_not(desk: Desk, tab) -> None:
    async with running(desk) as driver:
        await driver.keys(tab.key)
        page = driver.app.page
        offered = {action.key for action in page.actions()}
        for key in sorted({action.key for action in ACTIONS if len(action.key) > 1} - offered):
            if not key.startswith(("f", "ctrl+", "alt+")):
                continue
            page.say("")
            await driver.keys(key)
            assert driver.message, key_name(key)
            assert driver.app.page is page


async def test_paying_at_innemen_says_what_it_needs(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11", "f7")
        assert driver.message == "Betalen kan bij een klant: zoek er een met Alt+Z. F1 toont wat hier kan."


async def test_f4_on_a_refused_line_says_that_there_is_nothing_to_take_back(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst("999\r")
        await driver.keys("enter", "up", "f4")
        assert driver.message == "Deze regel is geweigerd: er is niets gedaan dat terug kan."
