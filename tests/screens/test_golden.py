"""The screens as they are seen, at 80x24 and 120x40. A change of a screen shows as a change of these texts."""

from __future__ import annotations

import re

import pytest

from balie.desk import Desk
from screens.first_frame import FIRST_FRAME
from tests.screens.conftest import SIZES, Golden, at_each_size
from tests.support.desk_driver import UP_TO_SAVING, Driver, running

ENROLLED = (*UP_TO_SAVING, "f2", *"0141", "f2", "enter")
TWICE = (*ENROLLED, "f12", *UP_TO_SAVING, "d", "f2", *"0141", "f2", "enter")
"""The same person enrolled again under another number."""
PAID = (*ENROLLED, "f7", "c", "enter", *"50", "enter", "j")
"""The same person paid € 42,00 of it in cash."""
COUNTED = ("7", *["enter"] * 3, "1", *["enter"] * 11, "0", "f2")
MONEY: dict[str, tuple[str, ...]] = {
    "finance": (),
    "cash-up": ("7", *["enter"] * 3, "1"),
    "cash-up-wrong": ("7", "3", "x", "enter"),
    "counted": COUNTED,
    "z-report": (*COUNTED, *"eb", "f2", "j"),
    "z-reports": (*COUNTED, *"eb", "f2", "j", "escape", "8"),
    "overviews": ("9",),
    "overview": ("9", "enter"),
    "overview-csv": ("9", *["down"] * 3, "enter", "ctrl+s", *["home", *["delete"] * 300], *"~/journaal.csv"),
    "overview-empty": ("9", "u", "enter"),
}
STEPS: dict[str, tuple[str, ...]] = {
    "basic": (),
    "question": ("v", "enter"),
    "basic-wrong": ("v", "enter", "enter", "f2"),
    "details": UP_TO_SAVING,
    "subscription": (*UP_TO_SAVING, "f2"),
    "password": (*UP_TO_SAVING, "f2", *"0141", "f2"),
    "customer-2": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter"),
    "customer-1": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "1"),
    "customer-3": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "3"),
    "customer-8": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "8"),
    "cancelling": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "z"),
    "confirmation": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "z", "f2", "j"),
    "changing": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "c", *"0053"),
    "editing-2": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "w", "tab"),
    "block-card": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "l"),
    "replace-card": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "m", "v", "enter"),
    "add-card-wrong": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "y", *"294", "enter"),
    "pin": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "k", *"40"),
    "documents": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "p"),
    "document": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "p", "o", "enter"),
    **{f"customer-{tab}": (*ENROLLED, tab.lower()) for tab in "45679AB"},
    "mandates": (
        *(*ENROLLED, "3", "w", "tab", "shift+tab", *"NL91ABNA0417164300", "f2"),
        *("w", "tab", "shift+tab", *"NL20INGB0001234567", "f2"),
    ),
    **{f"editing-{tab}": (*ENROLLED, tab.lower(), "w") for tab in "5679AB"},
    "standard-text": (*ENROLLED, "5", "w", "alt+l"),
    "alert": (*ENROLLED, "5", "w", "tab", "shift+tab", *"Adres navragen", "f2", "f12", *"29428000077727", "enter"),
    "family": (*TWICE, "f"),
    "household": (*TWICE, "w", *["tab"] * 7, *"0592243612", "f2", "s"),
    "housemate": (*TWICE, "w", *["tab"] * 7, *"0592243612", "f2", "s", "enter"),
    "merging": (*TWICE, "d", "enter"),
    "remove-refused": (*ENROLLED, "alt+y"),
    "search": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "alt+z", *"tes"),
    "duplicates": (*UP_TO_SAVING, "f2", *"0141", "f2", "enter", "f12", *UP_TO_SAVING),
    **{name: (*PAID, "alt+f", *keys) for name, keys in MONEY.items()},
    "lost-work": (*UP_TO_SAVING, "f12"),
    "menu-bar": ("f10", "end"),
    "menu-klant": ("f10", "down", "enter"),
    "help": ("f1",),
    "palette": ("ctrl+p", *"klant"),
    "looks": ("ctrl+t",),
    "country": ("tab", "tab", "tab", "tab", "tab", "tab", "space"),
}
SCROLLED: dict[str, tuple[str, ...]] = {
    "access": (*ENROLLED, "x", "pagedown"),
    "editing-2-below": (*ENROLLED, "w", *["tab"] * 21),
}
"""How far these have scrolled depends on the size at which they did."""


def without_chance(lines: list[str]) -> list[str]:
    """The screen without the password and the head of the journal, which are others each time."""
    without_password = [re.sub(r"│ [34567CDEFHJKMNPRTVWXY]{8} ", "│ ******** ", line) for line in lines]
    return [re.sub(r"(Logboek \d+ ·)( [0-9A-F]{4}){4}", r"\1 **** **** **** ****", line) for line in without_password]


@pytest.mark.parametrize("name", STEPS)
async def test_the_screen_is_as_it_was_agreed(desk: Desk, name: str, golden: Golden) -> None:
    async with running(desk) as driver:
        await driver.keys(*STEPS[name])
        async for size in at_each_size(driver):
            golden(f"{name}-{size}", without_chance(driver.lines))
        await must_be_dutch(driver)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", SCROLLED)
async def test_what_is_scrolled_is_as_it_was_agreed(
    desk: Desk, name: str, size: tuple[int, int], golden: Golden
) -> None:
    async with running(desk, size=size) as driver:
        await driver.keys(*SCROLLED[name])
        golden(f"{name}-{size[0]}x{size[1]}", driver.lines)
        await must_be_dutch(driver)


async def test_the_first_frame_is_the_first_screen(desk: Desk) -> None:
    async with running(desk) as driver:
        shown = driver.lines
    shown[1] = shown[1].replace("9428 Gieten · ebt · 09-04-2024", "").rstrip()
    assert tuple(shown) == FIRST_FRAME


ENGLISH = re.compile(
    r"\b(the|and|quit|search|select|theme|error|warning|help|cancel|screenshot|keys|maximize|palette|found|no|yes|"
    r"loading|command|commands|press|invalid|value|must|field|save|back|next|previous|customer|date|of the)\b",
    re.IGNORECASE,
)
SEEDS_OWN = {"Quit", "Marketing"}
"""English words of the work instruction itself."""


async def must_be_dutch(driver: Driver) -> None:
    """No screen speaks English, also after keys on which Textual itself would say something."""
    await look_around(driver)
    assert [word for word in ENGLISH.findall(driver.text) if word not in SEEDS_OWN] == []
    await driver.keys("ctrl+c")
    assert [word for word in ENGLISH.findall(driver.text) if word not in SEEDS_OWN] == []


async def look_around(driver: Driver) -> None:
    """Keys on which Textual itself would say something."""
    await driver.keys("ctrl+c", "ctrl+backslash")


@pytest.mark.parametrize("name", ["basic", "details", "subscription", "customer-2", "search", "password", "help"])
async def test_any_size_down_to_one_cell_and_back_loses_nothing(desk: Desk, name: str) -> None:
    async with running(desk) as driver:
        await driver.keys(*STEPS[name])
        before = driver.text
        for width, height in ((40, 12), (79, 24), (80, 23), (5, 3), (1, 1), (2, 60), (200, 2)):
            await driver.resize(width, height)
            if width >= 30 and height >= 2:
                assert "Maak het venster groter." in driver.text
        await driver.resize(80, 24)
        assert driver.text == before


async def test_keys_typed_while_the_window_is_too_small_wait_until_it_is_not(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("v")
        await driver.resize(20, 5)
        await driver.keys("enter", "x")
        assert len(driver.app.screen_stack) == 1, "nothing is done that nobody sees"
        await driver.resize(80, 24)
        assert "System nummer laten genereren?" in driver.text


async def test_a_program_in_a_window_that_is_too_small_can_be_ended(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("x")
        await driver.resize(60, 20)
        assert "Ctrl+Q sluit af" in driver.text
        await driver.keys("ctrl+q")
        assert driver.app.return_code == 0
