"""A question of Innemen is there until it is answered, whatever keys come between."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from tests.screens.balie.conftest import status
from tests.support.desk_driver import running


@pytest.mark.parametrize(
    "between",
    [
        ("escape",),
        ("enter",),
        ("f1", "escape"),
        ("f10", "escape"),
        ("f10", "down", "down", "escape"),
        ("ctrl+p", "escape"),
        ("ctrl+t", "escape"),
        ("alt+k", "alt+b"),
        ("alt+f", "alt+b"),
        ("f11", "f11"),
        ("f12", "escape"),
        ("alt+z", "escape"),
        *((key,) for key in ("f5", "f6", "f7", "f9", "alt+x", "tab", "left", "delete", "home", "ctrl+w")),
        ("f8",),
        ("alt+q", "escape"),
        ("alt+d", "escape"),
        ("ctrl+k", "escape"),
        ("space", "backspace"),
        ("space",),
        ("x", "backspace"),
        ("x", "escape"),
        ("f4", "escape"),
        ("up", "f9"),
        ("f1", "escape", "alt+k", "alt+b", "escape", "f10", "f10"),
    ],
)
async def test_the_question_is_there_until_it_is_answered(
    desk: Desk, waited_for: str, between: tuple[str, ...]
) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst(f"{waited_for}\r")
        await driver.keys(*between)
        assert "╭─ Gereserveerd" in driver.text
        await driver.resize(120, 40)
        assert "╭─ Gereserveerd" in driver.text
        await driver.keys("j")
        assert "╭─" not in driver.text
    assert status(desk, waited_for) == "R"


@pytest.mark.parametrize("between", [("f1", "escape"), ("f10", "escape"), ("alt+k", "alt+b"), ("ctrl+t", "escape")])
async def test_a_box_that_only_tells_is_back_too_where_a_key_made_it_go(desk: Desk, between: tuple[str, ...]) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+b", "f11")
        await driver.burst("999\r")
        await driver.keys(*between)
        assert "╭─ Onbekend" in driver.text
        await driver.keys("enter", "f1", "escape")
        assert "╭─ Onbekend" not in driver.text
