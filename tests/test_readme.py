"""docs/desk.md names every key there is, so that nobody has to find one by chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.keyboard.actions import ACTIONS, Action, key_name

PAGE = (Path(__file__).parents[1] / "docs" / "desk.md").read_text(encoding="utf-8")
OF_EVERYBODY = {"←", "→"}
"""Arrows stand in the table as what they are, not as an action."""


@pytest.mark.parametrize(
    "action", [action for action in ACTIONS if not action.id.startswith("go_")], ids=lambda action: action.id
)
def test_the_key_of_every_action_stands_on_the_page_for_the_desk(action: Action) -> None:
    name = key_name(action.key)
    assert name in OF_EVERYBODY or f"`{name}`" in PAGE or (name in PAGE.split("## Keys")[1] and len(name) > 1)
