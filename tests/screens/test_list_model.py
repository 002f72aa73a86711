"""A list that is walked: the mark never leaves it, the marked line is always in sight, typing finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.list_model import ListModel

WALKING = ("up", "down", "pageup", "pagedown", "home", "end")
SUBSCRIPTIONS = (("0045", "Basis"), ("0046", "Basis Plus"), ("0141", "Digital only"), ("0200", "École"))


def subscriptions(height: int = 3) -> ListModel:
    model = ListModel()
    model.height = height
    model.show([f"{code} {name}" for code, name in SUBSCRIPTIONS], SUBSCRIPTIONS)
    return model


NAMES = (("0052", "Compleet (maand-incasso)"), ("0053", "Compleet"), ("0045", "Basis"), ("0141", "Digital only"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("com", "0052"),
        ("compleet", "0053"),
        ("compleet (m", "0052"),
        ("compleetb", "0045"),
        ("digital only", "0141"),
        ("0053", "0053"),
    ],
)
def test_a_whole_name_is_that_one_and_not_a_longer_one(typed: str, code: str) -> None:
    model = ListModel()
    model.show([code for code, _ in NAMES], NAMES)
    for key in typed:
        assert model.press(key, key)
    assert model.lines[model.at] == code


@pytest.mark.parametrize(
    ("typed", "code", "unknown"),
    [
        ("xcompleet", "0141", "xcompleet"),
        ("comx0045", "0052", "comx0045"),
        ("compleet", "0053", ""),
        ("bd", "0141", ""),
    ],
)
def test_where_only_names_are_typed_a_name_that_is_not_there_marks_no_other(
    typed: str, code: str, unknown: str
) -> None:
    model = ListModel(names_only=True)
    model.show([code for code, _ in NAMES], NAMES, at=3)
    for key in typed:
        assert model.press(key, key)
    assert (model.lines[model.at], model.unknown) == (code, unknown)
    model.press("up", None)
    model.press("b", "b")
    assert (model.lines[model.at], model.unknown) == ("0045", "")


def test_a_blank_that_belongs_to_no_name_is_not_of_the_list() -> None:
    model = subscriptions()
    assert not model.press("space", " ")
    model.press("b", "b")
    assert not model.press("space", " ")


@pytest.mark.parametrize(("key", "at"), [("down", 0), ("up", 0), ("end", 3), ("d", 2)])
def test_a_list_that_marks_nothing_marks_what_is_walked_or_typed_to(key: str, at: int) -> None:
    model = subscriptions()
    model.mark_none()
    assert (model.at, model.top) == (-1, 0)
    model.press(key, key if len(key) == 1 else None)
    assert model.at == at


def long_list(length: int, height: int, at: int = 0) -> ListModel:
    model = ListModel()
    model.height = height
    model.show([f"regel {number}" for number in range(length)], [()] * length, at=at)
    return model


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        (5, "down", 6),
        (9, "down", 9),
        (5, "up", 4),
        (0, "up", 0),
        (5, "pagedown", 8),
        (8, "pagedown", 9),
        (5, "pageup", 2),
        (1, "pageup", 0),
        (5, "home", 0),
        (5, "end", 9),
    ],
)
def test_the_walking_keys_stop_at_the_ends(start: int, key: str, end: int) -> None:
    model = long_list(10, height=3, at=start)

    assert model.press(key, None)
    assert model.at == end


@pytest.mark.parametrize(("at", "marked"), [(-5, 0), (0, 0), (9, 9), (10, 9), (99, 9)])
def test_a_line_beyond_an_end_is_the_line_at_that_end(at: int, marked: int) -> None:
    assert long_list(10, height=3, at=at).at == marked


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("0141", 2),
        ("014", 2),
        ("0", 0),
        ("d", 2),
        ("D", 2),
        ("bas", 0),
        ("ecole", 3),
        ("é", 3),
        ("basd", 2),  # `basd` begins nothing; the d begins anew
        ("0045d", 2),
        ("x", 0),
        ("dx", 2),
    ],
)
def test_typing_how_a_line_begins_marks_it(typed: str, found: int) -> None:
    model = subscriptions()
    for character in typed:
        assert model.press(character, character)

    assert model.at == found


def test_walking_ends_what_was_being_typed() -> None:
    model = subscriptions()
    for key in ("0", "0", "down"):
        model.press(key, key if len(key) == 1 else None)
    model.press("2", "2")

    assert model.at == 1  # `2` begins no line, and it is not the third letter of `002`


def test_other_lines_end_what_was_being_typed() -> None:
    model = subscriptions()
    model.press("0", "0")
    model.show(["1 a", "01 b"], [("1",), ("01",)])
    model.press("1", "1")

    assert model.at == 0


@pytest.mark.parametrize(("key", "character"), [("f2", None), ("escape", "\x1b"), ("space", " "), ("alt+k", None)])
def test_a_key_that_walks_nowhere_is_left_to_the_screen(key: str, character: str | None) -> None:
    model = long_list(10, height=3, at=4)

    assert not model.press(key, character)
    assert model.at == 4


@pytest.mark.parametrize("key", [*WALKING, "a"])
def test_an_empty_list_takes_every_key(key: str) -> None:
    model = long_list(0, height=3)
    model.press(key, key if len(key) == 1 else None)

    assert (model.at, model.top) == (0, 0)


@given(
    st.integers(0, 40),
    st.integers(1, 12),
    st.lists(st.one_of(st.sampled_from(WALKING), st.integers(1, 12), st.sampled_from("0re9é[\x1b"))),
)
def test_the_marked_line_is_always_in_sight(length: int, height: int, keys: list[str | int]) -> None:
    model = long_list(length, height)
    for key in keys:
        if isinstance(key, int):  # the terminal is made larger or smaller
            model.height = key
            model.keep_in_sight()
        else:
            model.press(key, key if len(key) == 1 else None)
        assert 0 <= model.at <= max(0, length - 1)
        assert 0 <= model.top <= model.at < model.top + model.height
