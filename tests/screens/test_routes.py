"""Keyboard only: every action of every screen by its key and through a menu, a visible focus, and always a way out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.desk import Desk
from balie.refusal import Reason
from screens.keyboard.actions import TAB_BAR, TABS
from screens.program.homes import HOMES
from tests.support.desk_driver import Driver, running
from tests.support.routes.pages import PAGES


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
            await driver.keys(action.key)
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
