"""The terminal's own cursor is seen, and stands where the keys work: braille displays and magnifiers follow it.

That it does so on every page and in every box is asserted by what drives the desk in all other tests
(`tests/support/cursor.py`); here the bytes of a real terminal are looked at, after each key.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from balie.desk import Desk
from screens.keyboard.actions import TABS
from screens.program.homes import HOMES
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running
from tests.support.terminal import Terminal

CHECKOUT = Path(__file__).resolve().parent.parent.parent
NUMBER = "29428000077727"
DOWN, RIGHT, LEFT, HOME = "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H"


@pytest.fixture
def terminal(desk: Desk, tmp_path: Path) -> Iterator[Terminal]:
    """The desk in a terminal, with one customer."""
    enrol_tester(desk)
    command = [sys.executable, "-m", "screens.start", "--medewerker", "ann", "--werkdatum", "09-04-2024"]
    places = {"BALIE_BESTAND": desk.store.path, "BALIE_INSTELLINGEN": tmp_path / "instellingen.json"}
    environment = {name: str(path) for name, path in places.items()}
    environment |= {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "HOME": str(tmp_path)}
    with Terminal(command, environment) as opened:
        opened.wait_for("· ann · ! WERKDATUM 09-04-2024")
        yield opened


def _stands_behind(terminal: Terminal, text: str) -> bool:
    """Whether the cursor is seen, and right behind this text on its row."""
    if terminal.cursor is None:
        return False
    row, column = terminal.cursor
    return terminal.lines[row][:column].endswith(text)


def _stands_at(terminal: Terminal, text: str) -> bool:
    """Whether the cursor is seen, at the first cell of this text."""
    if terminal.cursor is None:
        return False
    row, column = terminal.cursor
    return terminal.lines[row][column:].startswith(text)


@pytest.mark.slow
def test_each_key_takes_the_cursor_along(terminal: Terminal) -> None:
    behind = (("T", " T"), ("e", " Te"), ("s", " Tes"), (LEFT, " Te"), (LEFT, " T"), ("ë", " Të"), (HOME, " "))
    terminal.type("v\r\reb\r\r")
    terminal.wait_until(lambda: "▸Achternaam" in terminal.text)
    for key, text in behind:
        terminal.type(key)
        terminal.wait_until(lambda text=text: _stands_behind(terminal, text))  # type: ignore[misc]


@pytest.mark.slow
def test_the_cursor_goes_along_in_lists_boxes_the_menu_bar_and_the_tabs_of_a_customer(terminal: Terminal) -> None:
    steps = (("\x1b[21~", "▸Klanten"), (RIGHT, "▸"), (DOWN, "▸Klant"))
    for key, text in steps:
        terminal.type(key)
        terminal.wait_until(lambda text=text: _stands_at(terminal, text))  # type: ignore[misc]
    terminal.type("\x1b")
    terminal.wait_until(lambda: "▸Klantnummer" in terminal.text)
    terminal.type(f"{NUMBER}\r")
    for tab in ("1", "A", "2"):
        terminal.type(tab)
        terminal.wait_until(lambda tab=tab: _stands_at(terminal, f"▸{tab}."))  # type: ignore[misc]
    terminal.type("\x10")
    terminal.wait_until(lambda: _stands_behind(terminal, "> "))
    terminal.type("o")
    terminal.wait_until(lambda: _stands_behind(terminal, "> o"))
    terminal.type(DOWN)
    terminal.wait_until(lambda: _stands_at(terminal, "▸ "))


@pytest.mark.slow
@pytest.mark.parametrize("tab", [tab for tab in TABS if tab.id in HOMES], ids=lambda tab: tab.id)
def test_the_cursor_is_seen_in_every_tab(terminal: Terminal, tab) -> None:
    terminal.type(f"\x1b{tab.key.removeprefix('alt+')}")
    terminal.wait_until(lambda: terminal.cursor is not None and "▸" in terminal.lines[terminal.cursor[0]])


async def test_after_walking_a_list_beside_a_field_the_cursor_is_at_its_line_until_a_letter_is_typed(desk: Desk):
    enrol_tester(desk)
    async with running(desk) as driver:

        def row() -> str:
            return driver.lines[driver.app.cursor_position.y]

        await driver.keys("alt+z", "t", "e", "s")
        assert "▸Zoek" in row()
        await driver.keys("down")
        assert row().startswith("›")
        await driver.keys("t")
        assert "▸Zoek" in row()
