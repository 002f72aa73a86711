"""No key that means something elsewhere does nothing without a word: every action, on every page that lacks it."""

from __future__ import annotations

import importlib

import pytest

from balie.desk import Desk
from screens.keyboard.actions import ACTIONS, CUSTOMER_MENU, TABS, key_name, with_keys
from screens.keyboard.not_here import not_here
from tests.support.applicants import enrol_tester
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
        (("alt+d",), "Inleverdatum kan bij Innemen: ga daarheen met F11"),
        (("f11", "f6"), "Verlengen kan bij Uitlenen: van Innemen met F11"),
    ],
)
async def test_uitlenen_and_innemen_say_of_each_other_what_only_the_other_has(desk: Desk, keys, told: str) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", *keys)
        assert driver.message.startswith(told)


async def test_nobody_at_a_customer_is_sent_to_look_up_a_customer(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    async with running(desk) as driver:
        driver.app.start(driver.app.open_customer(customer_id))
        await driver.settle()
        page = driver.app.page
        offered = {action.key for action in page.actions()}
        lacking = [one for one in ACTIONS if one.menu == CUSTOMER_MENU and len(one.key) > 1 and one.key not in offered]
        assert {"main", "waive", "storno", "book_fines"} <= {one.id for one in lacking}
        for action in lacking:
            page.say("")
            await driver.keys(action.key)
            assert driver.message, action.id
            assert "zoek er een" not in driver.message, action.id
            assert driver.app.page is page


async def test_who_edits_a_customer_is_told_to_save_first(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    async with running(desk) as driver:
        driver.app.start(driver.app.open_customer(customer_id))
        await driver.settle()
        await driver.keys("w")
        for key, label in (("f7", "Betalen"), ("f9", "In bezit"), ("alt+g", "Gereserveerd"), ("f5", "Bon opnieuw")):
            await driver.keys(key)
            assert driver.message.startswith(f"{label} kan nu niet: sla eerst op met F2, of annuleer met Esc.")
        await driver.keys("escape", "f7")
        assert driver.app.page.heading == "Betalen"


CUSTOMER, PAYING = "screens.klanten.customer.customer:CustomerPage", "screens.financieel.paying.paying:PayingPage"
HISTORY = "screens.financieel.paying.history:HistoryPage"
AT_PAYING = ((CUSTOMER, "pay"), (PAYING, ""))
IN_HISTORY = ((CUSTOMER, "pay"), (PAYING, "money_history"), (HISTORY, ""))
AT_LENDING = (("screens.balie.lend_page:LendPage", ""),)
LEADS = {
    "waive": AT_PAYING,
    "keep_change": AT_PAYING,
    "pay_out": AT_PAYING,
    "money_history": AT_PAYING,
    "restore": IN_HISTORY,
    "storno": IN_HISTORY,
    "withdraw_refund": (
        (CUSTOMER, "pay"),
        (PAYING, "pay_out"),
        ("screens.financieel.paying.paying_out:PayingOutPage", ""),
    ),
    "add_customer": AT_LENDING,
    "customer_record": AT_LENDING,
    "customer_bon": AT_LENDING,
    "book_fines": ((CUSTOMER, "in_bezit"), ("screens.balie.at_home:AtHomePage", "")),
    "standard_text": ((CUSTOMER, "edit"), (CUSTOMER, "")),
    "swap": ((CUSTOMER, "merge"), ("screens.klanten.records.merging:MergingPage", "")),
}
"""The way to what only one page has: pages, and what to choose there; on the last of them it is."""


@pytest.mark.parametrize(("action_id", "way"), LEADS.items(), ids=LEADS)
def test_the_way_that_is_told_leads_there_also_with_keys_of_ones_own(action_id: str, way) -> None:
    actions = with_keys({"pay": "alt+1", "money_history": "alt+2", "pay_out": "alt+3", "in_bezit": "alt+4"})
    keys = {action.id: action.key for action in actions}
    told = not_here(actions, "balie", keys[action_id], "")
    for page, chosen in way:
        module, name = page.split(":")
        assert (chosen or action_id) in getattr(importlib.import_module(module), name).table()
        assert not chosen or key_name(keys[chosen]) in told


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
