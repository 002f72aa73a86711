"""A list to pick from says how much of it is above and below what it shows; a letter goes to what begins with it."""

from __future__ import annotations

import pytest

from screens.dialogs.pick import MOST_ROWS, Pick


def _pick(count: int, *keys: str, filtered: bool = False) -> Pick:
    pick = Pick("Kies", [f"Regel {number}" for number in range(1, count + 1)], filtered=filtered)
    for key in keys:
        pick.press(key, key if len(key) == 1 else None)
    return pick


@pytest.mark.parametrize(
    ("count", "keys", "told"),
    [
        (1, [], ""),
        (MOST_ROWS, [], ""),
        (MOST_ROWS, ["end"], ""),
        (MOST_ROWS + 1, [], "↓ nog 1"),
        (MOST_ROWS + 1, ["end"], "↑ nog 1"),
        (MOST_ROWS + 1, ["up"], "↑ nog 1"),
        (37, [], "↓ nog 21"),
        (37, ["end"], "↑ nog 21"),
        (37, ["pagedown"], "↑ nog 1 · ↓ nog 20"),
        (37, ["end", "down"], "↓ nog 21"),
    ],
)
async def test_a_list_says_how_much_of_it_is_not_shown(count: int, keys: list[str], told: str) -> None:
    assert _pick(count, *keys).foot == told


@pytest.mark.parametrize(("typed", "told"), [("", "↓ nog 21"), ("1", ""), ("regel", "↓ nog 21"), ("x", "")])
async def test_a_list_that_was_narrowed_counts_what_is_left(typed: str, told: str) -> None:
    assert _pick(37, *typed, filtered=True).foot == told


@pytest.mark.parametrize(("letter", "place"), [("v", 0), ("k", 2), ("K", 2), ("m", 1), ("é", 3), ("x", 0), ("1", 4)])
async def test_a_letter_goes_to_the_line_that_begins_with_it_whatever_marks_that(letter: str, place: int) -> None:
    pick = Pick("Kies", ["Vrij", "✓ Mail", "  Kastlijst", "! Éen", "1 kaart"])
    pick.press(letter.lower(), letter)
    assert pick.at == place
