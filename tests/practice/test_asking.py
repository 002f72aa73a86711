"""`balie oefenen` read without click asks the same as read by click, and what is more than that is left to click."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

import balie.practice.starting
from balie.commands.parser import run_click
from balie.options import DeskOptions
from balie.practice.asking import plain_wish
from balie.practice.starting import PracticeWish

TODAY = date(2024, 4, 9)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--opnieuw"],
        ["--cursist", "ans", "--bibliotheek=achterhoekse-poort", "--werkdatum", "8-4-2024"],
        ["--les", "innemen", "--opnieuw", "--cursist=bob"],
        ["--demo", "alle"],
        ["--les", "innemen", "--demo=uitlenen,innemen"],
        ["--cursist", "ans", "--cursist", "bob"],
    ],
)
def test_a_plain_wish_is_what_click_makes_of_it(options: Sequence[str], monkeypatch: pytest.MonkeyPatch, tmp_path):
    wishes: list[PracticeWish] = []

    def note(wish: PracticeWish, **_: object) -> DeskOptions:
        wishes.append(wish)
        return DeskOptions(tmp_path)

    monkeypatch.setattr(balie.practice.starting, "get_ready", note)
    run_click(["oefenen", *options], lambda _: 0, {}, lambda: TODAY)
    assert wishes == [plain_wish(options, TODAY)]


@pytest.mark.parametrize(
    "options",
    [
        *(["--help"], ["--voortgang"], ["--opname", "a.cast"], ["--cursist"], ["--opnieuw=ja"], ["innemen"]),
        *(["--werkdatum", "31-04-2024"], ["--bestand", "a.balie"], ["--muis"]),
    ],
)
def test_any_other_wish_is_left_to_click(options: Sequence[str]):
    assert plain_wish(options, TODAY) is None
