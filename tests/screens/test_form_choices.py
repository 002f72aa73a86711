"""Fields of a form in which one chooses: arrows, first letters, the list."""

from __future__ import annotations

import pytest

from tests.support.form import form, press


def test_a_paste_does_not_change_a_choice() -> None:
    model, _ = form("country")
    model.paste("Duitsland")

    assert model["country"].text == "NL"


# Choices.


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("", "Nederland"),
        (["right"], "België"),
        (["right", "right"], "Duitsland"),
        (["left"], "Noorwegen"),
        (["left", "right"], "Nederland"),
        (["end"], "Noorwegen"),
        (["end", "right"], "Nederland"),
        (["right", "home"], "Nederland"),
        (["d"], "Duitsland"),
        (["D"], "Duitsland"),
        (["n"], "Noorwegen"),
        (["n", "n"], "Nederland"),
        (["b", "b"], "België"),
        (["x"], "Nederland"),
        (["b", "x"], "België"),
    ],
)
def test_a_choice_is_changed_by_arrows_and_first_letters(keys: list[str], shown: str) -> None:
    model, _ = form("country")
    press(model, keys)

    assert model["country"].shown == shown
    assert model.field.spec.name == "country"


def test_space_asks_for_the_list_of_a_choice_and_types_a_blank_elsewhere() -> None:
    model, page = form("country")
    press(model, ["space"])
    model.go_to("surname")
    press(model, ["d", "e", "space", "V"])

    assert page.heard == ["choose country"]
    assert model["surname"].text == "de V"


@pytest.mark.parametrize("key", ["1", "f2", "escape", "backspace", "ctrl+u"])
def test_a_choice_leaves_other_keys_to_the_screen(key: str) -> None:
    model, _ = form("country")

    assert not model.press(key, key if len(key) == 1 else None)
    assert model["country"].text == "NL"
