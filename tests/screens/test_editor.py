"""One line of text being edited: what each key does, and that nothing but a key changes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.editor import LineEditor

EDITING_KEYS = (
    *("left", "right", "home", "end", "ctrl+a", "ctrl+e", "ctrl+left", "ctrl+right"),
    *("backspace", "delete", "ctrl+w", "ctrl+u"),
)
LONGEST = 12


def edited(marked: str) -> LineEditor:
    """An editor from a text with `|` where the cursor is."""
    editor = LineEditor(marked.replace("|", ""))
    editor.cursor = marked.index("|")
    return editor


def marked(editor: LineEditor) -> str:
    return f"{editor.text[: editor.cursor]}|{editor.text[editor.cursor :]}"


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("de V|ries", "left", "de |Vries"),
        ("|ab", "left", "|ab"),
        ("de |Vries", "right", "de V|ries"),
        ("ab|", "right", "ab|"),
        ("van den| Berg", "home", "|van den Berg"),
        ("van den| Berg", "ctrl+a", "|van den Berg"),
        ("van den| Berg", "end", "van den Berg|"),
        ("van den| Berg", "ctrl+e", "van den Berg|"),
        ("van den Be|rg", "ctrl+left", "van den |Berg"),
        ("van den |Berg", "ctrl+left", "van |den Berg"),
        ("|van", "ctrl+left", "|van"),
        ("|van den Berg", "ctrl+right", "van| den Berg"),
        ("van| den Berg", "ctrl+right", "van den| Berg"),
        ("van|", "ctrl+right", "van|"),
        ("ab|c", "backspace", "a|c"),
        ("|abc", "backspace", "|abc"),
        ("a|bc", "delete", "a|c"),
        ("abc|", "delete", "abc|"),
        ("van den | Berg", "ctrl+w", "van | Berg"),
        ("|van", "ctrl+w", "|van"),
        ("van den| Berg", "ctrl+u", "| Berg"),
    ],
)
def test_each_editing_key_does_one_thing(before: str, key: str, after: str) -> None:
    editor = edited(before)

    assert editor.press(key)
    assert marked(editor) == after


@pytest.mark.parametrize("key", ["enter", "tab", "escape", "f2", "up", "alt+k", "pageup", "ctrl+z"])
def test_a_key_that_edits_nothing_is_left_to_the_screen(key: str) -> None:
    editor = edited("de V|ries")

    assert not editor.press(key)
    assert marked(editor) == "de V|ries"


def test_what_is_typed_comes_at_the_cursor() -> None:
    editor = edited("de |ries")

    assert editor.insert("V") == ""
    assert marked(editor) == "de V|ries"


def test_another_text_has_the_cursor_behind_it() -> None:
    editor = edited("|oud")
    editor.replace("nieuwe tekst")

    assert marked(editor) == "nieuwe tekst|"


@pytest.mark.parametrize("addition", ["x", "xyz", "x" * 1000])
def test_what_does_not_fit_is_refused_whole_and_says_how_much_does(addition: str) -> None:
    editor = LineEditor("a" * LONGEST, longest=LONGEST)
    editor.cursor = 4

    assert editor.insert(addition) == "Hier passen hooguit 12 tekens."
    assert marked(editor) == "aaaa|aaaaaaaa"


def test_what_just_fits_is_taken() -> None:
    editor = LineEditor("a" * (LONGEST - 2), longest=LONGEST)

    assert editor.insert("bc") == ""
    assert len(editor.text) == LONGEST


@pytest.mark.parametrize(
    "hidden",
    ["\x1b", "\x00", "\x9b", "\x7f", "\n", "\t", "\u202e", "\u200d", "\u2066", "\ufeff", "\u2028"],
    ids=lambda text: f"U+{ord(text):04X}",
)
def test_what_nobody_sees_is_refused_whole(hidden: str) -> None:
    editor = edited("a|b")

    refused = editor.insert(f"Jan{hidden}sen")

    assert "stuurtekens" in refused
    assert "Typ de tekst zelf" in refused
    assert marked(editor) == "a|b"


@given(
    st.text(max_size=LONGEST),
    st.lists(st.one_of(st.sampled_from(EDITING_KEYS), st.text(max_size=4).map(lambda text: f"type:{text}"))),
)
def test_no_keys_put_the_cursor_beside_the_text_or_the_text_beyond_its_length(start: str, keys: list[str]) -> None:
    editor = LineEditor(start, longest=LONGEST)
    for key in keys:
        before = editor.text
        if key.startswith("type:"):
            addition = key.removeprefix("type:")
            refused = editor.insert(addition)
            assert len(editor.text) == len(before) + (0 if refused else len(addition))
        else:
            assert editor.press(key)
            assert len(editor.text) <= len(before)
        assert 0 <= editor.cursor <= len(editor.text) <= LONGEST


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30))
def test_letters_one_by_one_give_the_text_pasted_at_once(text: str) -> None:
    typed, pasted = LineEditor(), LineEditor()
    for character in text:
        typed.insert(character)
    pasted.insert(text)

    assert marked(typed) == marked(pasted) == f"{text}|"


@given(st.text("ab ", max_size=12), st.integers(0, 12))
def test_deleting_a_word_takes_what_going_a_word_back_passes(text: str, at: int) -> None:
    deleted, walked = LineEditor(text), LineEditor(text)
    deleted.cursor = walked.cursor = min(at, len(text))
    deleted.press("ctrl+w")
    walked.press("ctrl+left")

    assert deleted.cursor == walked.cursor
    assert deleted.text == text[: walked.cursor] + text[min(at, len(text)) :]
