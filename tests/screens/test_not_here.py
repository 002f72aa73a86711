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


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("alt+d",), "Inleverdatum kan bij Innemen: van Uitlenen met F11"),
        (("f11", "f6"), "Verlengen kan bij Uitlenen: van Innemen met F11"),
    ],
)
async def test_uitlenen_and_innemen_say_of_each_other_what_only_the_other_has(desk: Desk, keys, told: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", *keys)
        assert driver.message.startswith(told)


@pytest.mark.parametrize("side", [(), ("f11",)], ids=["uitlenen", "innemen"])
async def test_without_a_line_no_message_sends_to_the_lines(desk: Desk, side) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", *side)
        for key in ("f2", "enter"):
            driver.app.page.say("")
            await driver.keys(key)
            assert driver.message == "Scan of typ iets."


async def test_f4_on_a_refused_line_says_that_there_is_nothing_to_take_back(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst("999\r")
        await driver.keys("enter", "up", "f4")
        assert driver.message == "Deze regel is geweigerd: er is niets gedaan dat terug kan."
