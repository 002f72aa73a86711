"""The keys that a room is shown: texts in one piece, repeats counted, never a secret."""

from __future__ import annotations

import pytest

from screens.practice.keystrokes import Keystroke
from screens.practice.last_keys import LastKeys

DOWN = Keystroke("down", None, "↓")
ENTER = Keystroke("enter", "\r", "Enter")


def shown(*strokes: Keystroke | str, hidden: bool = False, room: int = 40) -> str:
    keys = LastKeys()
    for stroke in strokes:
        letters = [Keystroke(one, one, one, typed=True) for one in stroke] if isinstance(stroke, str) else [stroke]
        for letter in letters:
            keys.add(letter, hidden=hidden and letter.typed)
    return keys.text(room)


@pytest.mark.parametrize(
    ("strokes", "told"),
    [
        (("Tester",), "Tester"),
        (("eb", ENTER, ENTER, "Tester"), "eb  Enter ×2  Tester"),
        ((DOWN, DOWN, DOWN, DOWN), "↓ ×4"),
        (("aa",), "aa"),
    ],
)
def test_texts_are_in_one_piece_and_repeats_are_counted(strokes: tuple[Keystroke | str, ...], told: str) -> None:
    assert shown(*strokes) == told


@pytest.mark.parametrize("secret", ["4071", "x", "lang wachtwoord"])
def test_of_a_secret_not_even_its_length_is_shown(secret: str) -> None:
    assert shown(secret, ENTER, hidden=True) == "•••  Enter"


def test_what_does_not_fit_gives_way_and_the_newest_stays() -> None:
    assert shown("lange tekst", ENTER, DOWN, room=9) == "Enter  ↓"
    assert shown("lange tekst", room=6) == "…tekst"
