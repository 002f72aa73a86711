"""One act, one key: the table of keys is that of the actions; no letter ends on one page what it starts elsewhere."""

from __future__ import annotations

import pytest

from screens.keyboard.actions import ACTIONS
from scripts.keys import DESK_PAGE, with_table

KEYS = {action.id: action.key for action in ACTIONS}
STARTS = {
    "customer": ("new", "enrol_again", "add_customer"),
    "card": ("add_card", "replace_card"),
    "item": ("add_copy",),
    "reservation": ("reserve", "reserve_item", "place_hold"),
    "message": ("queue_again", "did_not_go"),
}
ENDS = {
    "customer": ("remove", "cancel_membership"),
    "card": ("block_card",),
    "item": ("write_off", "take_off"),
    "reservation": ("cancel_hold",),
    "message": ("withdraw_message",),
}
TYPED = {"v", "p"}
"""What is typed in Klantnummer and in the number of an item to begin one."""


def test_the_table_of_keys_is_that_of_the_actions() -> None:
    text = DESK_PAGE.read_text(encoding="utf-8")
    assert text == with_table(text), "run scripts/keys.py"


@pytest.mark.parametrize("thing", ENDS)
def test_no_letter_ends_on_one_page_what_it_starts_on_another(thing: str) -> None:
    starts = {KEYS[name] for name in STARTS[thing]} | TYPED
    assert {name: KEYS[name] for name in ENDS[thing] if KEYS[name] in starts} == {}


def test_what_cannot_be_taken_back_has_no_plain_letter() -> None:
    assert len(KEYS["remove"]) > 1
