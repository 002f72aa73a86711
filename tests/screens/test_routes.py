"""Keyboard only: every action of every screen by its key and through a menu, a visible focus, and always a way out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.desk import Desk
from balie.finance.bank import book
from balie.finance.collection.run import collect
from balie.lending.holds.holds import place_hold
from balie.lending.holds.setting_aside import set_aside
from balie.library.load import load_library
from balie.refusal import Reason
from screens.keyboard.actions import TAB_BAR, TABS
from screens.program.homes import HOMES
from tests.finance.settling.examples import C1, cancelled, member_of
from tests.support.applicants import enrol_tester
from tests.support.camt import BankFile, Detail, Entry, Statement
from tests.support.catalogue import AVONDEN, add_avonden, add_with_items
from tests.support.debtors import debtor
from tests.support.desk_driver import UP_TO_SAVING, Driver, running
from tests.support.holds import NAMES, reader
from tests.support.queued import queue_invoice

Go = Callable[[Driver], Awaitable[None]]


async def go_basic(driver: Driver) -> None:
    """The first screen."""


async def go_details(driver: Driver) -> None:
    await driver.keys(*UP_TO_SAVING)
    if "bekende klant" in driver.text:
        await driver.keys("d")


async def go_subscription(driver: Driver) -> None:
    await go_details(driver)
    await driver.keys("f2")


async def go_customer(driver: Driver) -> None:
    desk = driver.app.desk
    if not desk.store.read("SELECT 1 FROM customer"):
        enrol_tester(desk)
    await driver.burst("29428000077727\r")


async def go_replace_card(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("m")


async def go_access(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("x")


async def go_cancelling(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("z")


async def go_changing(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("c")


async def go_second_record(driver: Driver) -> None:
    """The same person again, under another number."""
    desk = driver.app.desk
    while len(desk.store.read("SELECT 1 FROM customer")) < 2:
        enrol_tester(desk)
    await driver.burst("29428000077735\r")


async def go_family(driver: Driver) -> None:
    await go_second_record(driver)
    await driver.keys("f")


async def go_merging(driver: Driver) -> None:
    await go_second_record(driver)
    await driver.keys("d", "enter")


async def go_editing(driver: Driver) -> None:
    await go_customer(driver)
    await driver.keys("5", "w")


async def go_search(driver: Driver) -> None:
    await driver.keys("alt+z", *"tester")


PAGES: dict[str, Go] = {
    "basic": go_basic,
    "details": go_details,
    "subscription": go_subscription,
    "customer": go_customer,
    "replace_card": go_replace_card,
    "access": go_access,
    "cancelling": go_cancelling,
    "changing": go_changing,
    "family": go_family,
    "merging": go_merging,
    "editing": go_editing,
    "search": go_search,
}


async def go_finance(driver: Driver) -> None:
    await driver.keys("alt+f")


async def go_cash_up(driver: Driver) -> None:
    await driver.keys("alt+f", "7")


async def go_counted(driver: Driver) -> None:
    await go_cash_up(driver)
    await driver.keys("1", "f2", "0", "f2")


async def go_z_report(driver: Driver) -> None:
    await go_counted(driver)
    await driver.keys(*"eb", "f2", "j")


async def go_z_reports(driver: Driver) -> None:
    await go_z_report(driver)
    await driver.keys("escape", "8")


async def go_overviews(driver: Driver) -> None:
    await driver.keys("alt+f", "9")


async def go_overview(driver: Driver) -> None:
    await go_overviews(driver)
    await driver.keys("enter")


async def go_refunds(driver: Driver) -> None:
    """An overview without anything to fill in."""
    await go_overviews(driver)
    await driver.keys("u", "enter")


PAGES |= {
    "finance": go_finance,
    "cash_up": go_cash_up,
    "counted": go_counted,
    "z_report": go_z_report,
    "z_reports": go_z_reports,
    "overviews": go_overviews,
    "overview": go_overview,
    "refunds": go_refunds,
}


def at_poort(driver: Driver, day: date) -> Callable[[date], Desk]:
    """Have the desk be that of Achterhoekse Poort on that day; gives it on any day."""
    library = load_library("achterhoekse-poort")
    there = replace(driver.app.desk, library=library, branch=library.branches[0])
    driver.app._desk = replace(there, working_date=day)
    return lambda other: replace(there, working_date=other)


async def go_invoicing(driver: Driver) -> None:
    await driver.keys("alt+f", "1")


async def go_dunning(driver: Driver) -> None:
    at_poort(driver, date(2025, 4, 9))
    await driver.keys("alt+f", "2")


async def go_collection(driver: Driver) -> None:
    at = at_poort(driver, date(2025, 4, 22))
    if not driver.app.desk.store.read("SELECT 1 FROM customer"):
        debtor(at(date(2025, 4, 9)), date(2025, 4, 9))
        collect(at(date(2025, 4, 22)), date(2025, 5, 1))
    await driver.keys("alt+f", "3")


async def go_collection_file(driver: Driver) -> None:
    await go_collection(driver)
    await driver.keys(*["pagedown"] * 3, "enter")


async def go_bank(driver: Driver) -> None:
    desk = driver.app.desk
    with TemporaryDirectory() as folder:
        entry = Entry(5400, [Detail(name="[red]Hacker[/red]", text="contributie")])
        book(desk, BankFile([Statement([entry])]).write(Path(folder) / "bank.xml"))
    await driver.keys("alt+f", "4")


async def go_bank_entry(driver: Driver) -> None:
    await go_bank(driver)
    await driver.keys("down", "enter")


async def go_settling(driver: Driver) -> None:
    at = at_poort(driver, C1.last_day + timedelta(days=1))
    if not driver.app.desk.store.read("SELECT 1 FROM customer"):
        cancelled(at, member_of(at))
    await driver.keys("alt+f", "5")


async def go_settlement(driver: Driver) -> None:
    await go_settling(driver)
    await driver.keys("enter")


async def go_refund_account(driver: Driver) -> None:
    await go_settlement(driver)
    await driver.keys("r")


async def go_payouts(driver: Driver) -> None:
    await go_settling(driver)
    await driver.keys("escape", "6")


PAGES |= {
    "invoicing": go_invoicing,
    "dunning": go_dunning,
    "collection": go_collection,
    "collection_file": go_collection_file,
    "bank": go_bank,
    "bank_entry": go_bank_entry,
    "settling": go_settling,
    "settlement": go_settlement,
    "refund_account": go_refund_account,
    "payouts": go_payouts,
}


async def go_messages(driver: Driver) -> None:
    await driver.keys("alt+i")


async def go_waiting(driver: Driver) -> None:
    queue_invoice(driver.app.desk)
    await driver.keys("alt+i", "3")


async def go_message(driver: Driver) -> None:
    await go_waiting(driver)
    await driver.keys("enter")


PAGES |= {
    "messages": go_messages,
    "waiting": go_waiting,
    "message": go_message,
}


async def go_catalogue(driver: Driver) -> None:
    add_avonden(driver.app.desk, "B-17")
    await driver.keys("alt+c", *"avonden")


async def go_title(driver: Driver) -> None:
    await go_catalogue(driver)
    await driver.keys("enter")


async def go_title_history(driver: Driver) -> None:
    await go_title(driver)
    await driver.keys("h")


async def go_new_title(driver: Driver) -> None:
    await driver.keys("alt+t", "f3")


async def go_titles(driver: Driver) -> None:
    await driver.keys("alt+t")


async def go_change_title(driver: Driver) -> None:
    await go_title(driver)
    await driver.keys("w")


async def go_new_item(driver: Driver) -> None:
    await go_title(driver)
    await driver.keys("k")


async def go_items(driver: Driver) -> None:
    await driver.keys("alt+e")


async def go_item(driver: Driver) -> None:
    add_avonden(driver.app.desk, "B-17")
    await driver.keys("alt+e", *"b-17", "enter")


async def go_change_item(driver: Driver) -> None:
    await go_item(driver)
    await driver.keys("w")


async def go_items_found(driver: Driver) -> None:
    await driver.keys("alt+e", *"reve", "enter")


async def go_write_off(driver: Driver) -> None:
    add_avonden(driver.app.desk, "B-17")
    await driver.keys("alt+e", "ctrl+x", *"b-17", "enter")


PAGES |= {
    "catalogue": go_catalogue,
    "title": go_title,
    "title_history": go_title_history,
    "titles": go_titles,
    "new_title": go_new_title,
    "change_title": go_change_title,
    "new_item": go_new_item,
    "items": go_items,
    "item": go_item,
    "change_item": go_change_item,
    "items_found": go_items_found,
    "write_off": go_write_off,
}


async def go_lending(driver: Driver) -> None:
    await driver.keys("alt+b")


async def go_helping(driver: Driver) -> None:
    """A customer at the desk."""
    if not driver.app.desk.store.read("SELECT 1 FROM customer"):
        enrol_tester(driver.app.desk)
    await driver.keys("alt+b", *"29428000077727", "enter", "f2")


async def go_returning(driver: Driver) -> None:
    await driver.keys("alt+b", "f11")


async def go_at_home(driver: Driver) -> None:
    await go_helping(driver)
    await driver.keys("f9")


PAGES |= {
    "lending": go_lending,
    "helping": go_helping,
    "returning": go_returning,
    "at_home": go_at_home,
}


def at_reservations(driver: Driver) -> Desk:
    """Have the desk be one that lends, with a title on the shelf that two wait for; one copy stands ready."""
    at = at_poort(driver, date(2025, 4, 9))
    desk = at(date(2025, 4, 9))
    if not desk.store.read("SELECT 1 FROM customer"):
        readers = [reader(desk, name, born=f"04-01-198{nth}") for nth, name in enumerate(NAMES[:2])]
        title_id, (first, _) = add_with_items(desk, AVONDEN, None, None)
        for customer_id in readers:
            place_hold(desk, customer_id, title_id)
        set_aside(desk, first)
    return desk


async def go_holds(driver: Driver) -> None:
    await driver.keys("alt+r")


async def go_pull_list(driver: Driver) -> None:
    at_reservations(driver)
    await driver.keys("alt+r", "1")


async def go_hold_list(driver: Driver) -> None:
    at_reservations(driver)
    await driver.keys("alt+r", "4")


async def go_uncollected(driver: Driver) -> None:
    await driver.keys("alt+r", "3")


async def go_choose_title(driver: Driver) -> None:
    await driver.keys("alt+r", "6")


PAGES |= {
    "holds": go_holds,
    "pull_list": go_pull_list,
    "hold_list": go_hold_list,
    "uncollected": go_uncollected,
    "choose_title": go_choose_title,
}


def noted(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the actions the page is told to do from now on; they are noted instead of done."""
    chosen: list[str] = []
    monkeypatch.setattr(driver.app.page, "run", chosen.append)
    return chosen


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_is_worked_by_the_keyboard_alone(desk: Desk, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one run of the program; nothing that is held here changes what the page shows."""
    async with running(desk) as driver:
        await PAGES[name](driver)
        the_foot_line_fits_and_shows_six_keys_at_most(driver)
        await an_action_that_cannot_be_done_now_says_why(driver)
        await every_action_is_chosen_by_its_key(driver, monkeypatch)
        await every_action_is_chosen_through_a_menu(driver, monkeypatch)
        await the_palette_holds_every_action(driver)
        await the_focus_is_always_visible(driver)


def the_foot_line_fits_and_shows_six_keys_at_most(driver: Driver) -> None:
    page = driver.app.page
    assert len(page.FOOT) <= 6
    assert driver.lines[-1] == " " + page.footline.keys_text(), "it is cut off"


async def an_action_that_cannot_be_done_now_says_why(driver: Driver) -> None:
    page = driver.app.page
    for action in page.actions():
        refused = page.refusal_of(action.id)
        if refused:
            await driver.key(action.key)
            assert driver.message == refused
            assert driver.app.page is page


async def every_action_is_chosen_by_its_key(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        chosen = noted(driver, patch)
        for action in driver.app.page.actions():
            chosen.clear()
            await driver.key(action.key)
            assert chosen == [action.id], f"{action.id} by {action.key}"
            if action.key.isalpha() and len(action.key) == 1:
                chosen.clear()
                await driver.key(action.key.upper())
                assert chosen == [action.id], f"{action.id} by {action.key.upper()}, as the foot line shows it"


async def every_action_is_chosen_through_a_menu(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    page = driver.app.page
    actions = page.actions()
    for action in actions:
        with monkeypatch.context() as patch:
            # Opening the menu bar is itself an action, and is really done.
            await driver.key("f10")
            chosen = noted(driver, patch)
            if action.menu == TAB_BAR:
                place = next(place for place, tab in enumerate(TABS) if f"go_{tab.id}" == action.id)
                keys = ["home", *["right"] * place, "enter"]
            else:
                in_menu = [found.id for found in actions if found.menu == action.menu]
                right = page.masthead.menus.index(action.menu)
                keys = ["down", *["right"] * right, "enter", *["down"] * in_menu.index(action.id), "enter"]
            for key in keys:
                await driver.key(key)
            assert chosen == [action.id], f"{action.id} in {action.menu}"


async def the_palette_holds_every_action(driver: Driver) -> None:
    page = driver.app.page
    labels = [action.label for action in page.actions()]
    await driver.keys("ctrl+p")
    shown = []
    for _ in labels:
        shown += [line for line in driver.lines if "│ ▸" in line]
        await driver.keys("down")
    for label in labels:
        assert any(label in line for line in shown), label
    await driver.keys("escape")
    assert driver.app.screen is page, "Esc closes the palette"


async def the_focus_is_always_visible(driver: Driver) -> None:
    for key in ("", *["tab"] * 12, *["down"] * 6, *["shift+tab"] * 4):
        if key:
            await driver.keys(key)
        assert "▸" in driver.text, key
    await driver.keys("f10")
    assert driver.app.page.masthead.active


async def test_esc_at_the_top_goes_to_the_menu_bar_and_back(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("escape")
        assert driver.app.page.masthead.active
        await driver.keys("escape")
        assert not driver.app.page.masthead.active
        await driver.keys("x")
        assert "▸Klantnummer *  x" in driver.text


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab.id not in HOMES], ids=lambda tab: tab.id)
async def test_a_tab_without_a_function_says_so_and_changes_nothing(desk: Desk, tab: object) -> None:
    async with running(desk) as driver:
        await driver.keys("x", tab.key)  # type: ignore[attr-defined]
        assert "werkt nog niet" in driver.message
        assert "▸Klantnummer *  x" in driver.text


MOVES = "enter tab shift+tab up down left right escape space home end pagedown backspace delete"
COMMANDS = "f1 f2 f3 f5 f8 f10 f12 ctrl+p ctrl+t alt+k alt+z alt+b alt+c alt+e alt+t ctrl+x"
KEYS = st.lists(st.sampled_from([*MOVES.split(), *COMMANDS.split(), *"vpxj0148nodq29"]), max_size=40)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=KEYS)
async def test_no_sequence_of_keys_traps_anybody(desk: Desk, keys: list[str]) -> None:
    """After any keys, Esc and J a few times, F12 and Alt+K lead to an empty first screen that takes a letter."""
    async with running(desk) as driver:
        for key in (*keys, *("escape", "j") * 12, "f12", "j", "alt+k", "f12", "j"):
            await driver.key(key)
        await driver.settle()
        assert "▸Klantnummer *" in driver.text
        await driver.keys("x")
        assert next(line for line in driver.lines if "▸Klantnummer" in line).endswith("x")


async def test_a_refusal_that_is_long_is_told_whole(desk: Desk) -> None:
    wide = " ".join(["Dit kan niet omdat de map heel ver weg staat."] * 4 + ["Start Balie opnieuw."])
    async with running(desk) as driver:
        driver.app.page.refuse((Reason(wide),))
        await driver.settle()
        assert wide in " ".join(" ".join(driver.lines).split())
        assert "F2 OK, Vervolg" in driver.lines[-1]
        await driver.keys("x")
        assert "Start Balie" not in driver.text
        assert driver.lines[-1].startswith(" F1 Hulp")
        assert driver.lines[4].startswith(" Klanttype")
