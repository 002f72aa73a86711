"""Bytes in pieces: whatever a terminal or scanner sends, cut anywhere, with any pause, is heard as it was meant.

The driver of the desk reads them, on a clock that the test sets.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from screens.keyboard.terminal_input import PATIENCE
from tests.support.keyboard import ESCAPE_SECONDS, heard

PAUSES = (0.001, 0.02, 0.1, 0.5)
KNOWN = sorted(code for code in ANSI_SEQUENCES_KEYS if len(code) > 2 and code[:2] in ("\x1b[", "\x1bO"))
UNKNOWN = (
    *(
        "\x1b[1;3P",
        "\x1b[1;3Q",
        "\x1b[1;9R",
        "\x1bO3P",
        "\x1bO2S",
    ),  # Alt+F1, Alt+F2, Cmd+F3; Alt+F1 and Shift+F4 of old
    *("\x1b[2;2~", "\x1b[99~", "\x1b[200;5~", "\x1b[27;5;9~", "\x1b[27;2;13~"),  # Shift+Insert, modifyOtherKeys
    *("\x1b[97;5u", "\x1b[13;2u", "\x1b[27u", "\x1b[48;5u", "\x1b[167;5u", "\x1b[57399;1u"),  # CSI-u
    *("\x1b[?1;2c", "\x1b[>41;354;0c", "\x1b[24;80R", "\x1b[1;1R", "\x1b[8;24;80t", "\x1b[?2026;0$y", "\x1b[?9999;2$y"),
    *("\x1b]11;rgb:0000/0000/0000\x07", "\x1b]11;rgb:0000/0000/0000\x1b\\", "\x1b]l3120000\x1b\\"),  # colour, title
    *("\x1bP>|XTerm(370)\x1b\\", "\x1bP1$r0m\x1b\\", "\x1bP0+r544e\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b^x\x1b\\"),
    *("\x1b[<0;12;5M", "\x1b[<0;12;5m", "\x1b[M !!", "\x1b[201~", "\x1b[I", "\x1b[O", "\x1bOZ"),
    *("\x1b[1;" + "2" * 60 + "P", "\x1b]52;c;" + "QUJD" * 40 + "\x07", "\x1b[!p", "\x1b[1 q", "\x1b[3;13~"),
)
LIKE_A_NAME = {code for code in KNOWN if code[1] == "O" and code[2].islower()}
"""Parted behind the first byte these are Esc, and then a capital O and a letter: as somebody types a name."""
WITH_A_LETTER = ("\x1bP", "\x1b_", "\x1b^", "\x1bO2", "\x1bO3", "\x1bOZ")
"""Parted there these are Esc, and then what somebody may have typed."""
LETTERS = ("é", "ë", "ĳ", "€", "日", "\U0001f600", "ö")


def cuts(text: str) -> Iterator[tuple[bytes, bytes]]:
    data = text.encode()
    for at in range(1, len(data)):
        yield data[:at], data[at:]


def in_pieces(data: bytes, silence: float) -> list[tuple[float, bytes]]:
    return [(silence, data[at : at + 1]) for at in range(len(data))]


# Keys.


@pytest.mark.parametrize("pause", PAUSES)
def test_a_key_that_is_cut_anywhere_is_that_key_and_types_nothing(pause: float) -> None:
    for code in KNOWN:
        (whole,) = heard((0, code.encode()), (0, b"x"))[:-1] or [""]
        for before, after in cuts(code):
            late = before == b"\x1b" and pause > ESCAPE_SECONDS
            if late and code in LIKE_A_NAME:
                continue
            expected = ["escape"] if late else [whole] if whole else []
            assert heard((0, before), (pause, after), (pause, b"x")) == [*expected, "x"], (code, before)


@pytest.mark.parametrize("pause", PAUSES)
def test_a_key_of_which_every_byte_is_late_types_nothing(pause: float) -> None:
    for code in (*KNOWN, *UNKNOWN):
        if code not in TYPED | LIKE_A_NAME and not code.startswith(WITH_A_LETTER):
            *before, last = heard(*in_pieces(code.encode(), pause), (0.001, b"x"))
            assert last == "x"
            assert not any(len(key) == 1 for key in before), code


TYPED = {code for code, keys in ANSI_SEQUENCES_KEYS.items() if isinstance(keys, str)} - {"\x1b[167;5u"}
"""Keys of a numeric key pad: they do type."""


@pytest.mark.parametrize("pause", [0, *PAUSES])
def test_what_nobody_knows_is_swallowed_whole_also_when_it_is_cut(pause: float) -> None:
    for code in UNKNOWN:
        for before, after in cuts(code):
            late = before == b"\x1b" and pause > ESCAPE_SECONDS
            if not (late and code.startswith(WITH_A_LETTER)):
                found = heard((0, before), (pause, after), (0, b"ab"))
                assert found == [*(["escape"] if late else []), "a", "b"], (code, before)


@pytest.mark.parametrize("key", ["Up", "Down", "Home", "Delete"])
def test_alt_with_an_arrow_is_no_step_back(key: str) -> None:
    codes = {"Up": b"\x1b[1;3A", "Down": b"\x1b[1;9B", "Home": b"\x1b[1;3H", "Delete": b"\x1b[3;3~"}

    assert heard((0, codes[key])) == [f"alt+{key.lower()}"]


def test_esc_waits_no_longer_than_before() -> None:
    assert heard((0, b"\x1b"), (ESCAPE_SECONDS + 0.001, b"k")) == ["escape", "k"]
    assert heard((0, b"\x1bk")) == ["alt+k"]
    assert heard((0, b"\x1b\x1b")) == ["escape", "escape"]
    assert heard((0, b"\x1b\r")) == ["escape", "enter"]
    assert heard((0, b"\x1b\x11")) == ["escape", "ctrl+q"]


@pytest.mark.parametrize("pause", PAUSES)
def test_esc_and_then_a_name_that_begins_like_a_key(pause: float) -> None:
    if pause > ESCAPE_SECONDS:
        assert heard((0, b"\x1b"), (pause, b"O"), (pause, b"tten\r")) == ["escape", *"Otten", "enter"]
        assert heard((0, b"\x1b"), (pause, b"Pieters\r")) == ["escape", *"Pieters", "enter"]
    assert heard((0, b"\x1b"), (PATIENCE + pause + ESCAPE_SECONDS, b"[x")) == ["escape", "[", "x"]


@pytest.mark.parametrize("letter", "OPNX")
def test_alt_with_a_letter_is_heard_with_caps_lock_too(letter: str) -> None:
    assert heard((0, f"\x1b{letter}".encode()), (PATIENCE + 0.1, b"v")) == [f"alt+{letter.lower()}", "v"]
    assert heard((0, f"\x1b{letter}\r".encode())) == [f"alt+{letter.lower()}", "enter"]


def test_a_scan_behind_alt_with_a_capital_p_is_not_taken_for_an_answer_of_the_terminal() -> None:
    assert heard((0, b"\x1bP34104000000034\r")) == ["alt+p", *"34104000000034", "enter"]


@pytest.mark.parametrize(
    "begun", [b"\x1b[", b"\x1b[1;", b"\x1b[200", b"\x1b]11;rgb", b"\x1bP1$r", b"\x1b_G", b"\x1b[M "]
)
def test_a_key_that_never_ends_takes_no_other_key_along_for_long(begun: bytes) -> None:
    assert heard((0, begun), (PATIENCE + 0.01, b"x\r")) == ["x", "enter"]
    assert heard((0, begun), (0, b"\x1bOQ"))[-1] == "f2"


# Line ends.


@pytest.mark.parametrize("pause", [0, *PAUSES, 3.0])
def test_a_scanner_that_ends_in_return_and_line_feed_gives_one_enter(pause: float) -> None:
    number = b"34104000000034"
    assert heard((0, number + b"\r"), (pause, b"\n")) == [*number.decode(), "enter"]
    assert heard((0, number + b"\r"), (pause, b"\n" + number), (pause, b"\r"), (pause, b"\n")) == (
        [*number.decode(), "enter"] * 2
    )


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        ([b"\r\r\n\r"], ["enter", "enter", "enter"]),
        ([b"a\nb"], ["a", "enter", "b"]),
        ([b"\r", b"x", b"\n"], ["enter", "x", "enter"]),
        ([b"\r", b"\n", b"\n"], ["enter", "enter"]),
        ([b"\x1b[200~a\r", b"\nb\x1b[201~"], [r"'a\rb'"]),
    ],
)
def test_return_and_line_feed_are_one_enter_wherever_they_are_parted(reads: list[bytes], expected: list[str]) -> None:
    assert heard(*((0.1, data) for data in reads)) == expected


# Letters.


@pytest.mark.parametrize("pause", PAUSES)
@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_of_several_bytes_may_come_in_pieces(letter: str, pause: float) -> None:
    for before, after in cuts(letter):
        assert heard((0, before), (pause, after), (pause, b"a")) == [letter, "a"]
    assert heard(*in_pieces(letter.encode(), pause)) == [letter]


@pytest.mark.parametrize("pause", [0, *PAUSES, 3.0])
@pytest.mark.parametrize("half", [b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"\xf0", b"\x82"])
def test_half_a_letter_on_a_terminal_of_utf_8_is_nothing_and_the_next_key_is_heard(half: bytes, pause: float) -> None:
    assert heard((0, "é".encode()), (0, half), (pause, b"a\x1bOQ"), (0, b"b")) == ["é", "a", "f2", "b"]


@pytest.mark.parametrize("pause", [0, *PAUSES, 3.0])
@pytest.mark.parametrize("letter", "éëïöüèçÉñß€")
def test_a_terminal_that_is_set_to_latin_1_types_its_letters(letter: str, pause: float) -> None:
    data = letter.encode("cp1252")
    assert heard((0, b"Ren"), (0, data), (pause, b" \r")) == [*"Ren", letter, " ", "enter"]
    assert heard((0, data), (pause, data), (pause, data)) == [letter] * 3
    assert heard((0, data + b"\x1bOQ")) == [letter, "f2"]


def test_control_characters_beyond_ascii_are_no_keys() -> None:
    assert heard((0, "\x9b1A\x85\x84x".encode())) == ["1", "A", "x"]


# Pastes.


@pytest.mark.parametrize("pause", PAUSES)
def test_a_paste_that_is_cut_anywhere_is_one_paste(pause: float) -> None:
    for before, after in cuts("\x1b[200~de Vriës\r3\x1b[201~"):
        late = before == b"\x1b" and pause > ESCAPE_SECONDS
        expected = [*(["escape"] if late else []), r"'de Vriës\r3'", "x"]
        assert heard((0, before), (pause, after), (pause, b"x")) == expected


@pytest.mark.parametrize("pause", [0.3, 0.5, 0.9, 1.5, 60.0])
def test_behind_a_paste_that_never_ends_the_keys_work_again(pause: float) -> None:
    assert heard((0, b"\x1b[200~Vries\r3"), (pause, b"\x11")) == [r"'Vries\r3'", "ctrl+q"]
    assert heard((0, b"\x1b[200~Vries"), (pause, b"a\x1bOQ"), (0.3, b"b")) == ["'Vries'", "a", "f2", "b"]


def test_the_end_of_a_paste_that_comes_too_late_is_nothing() -> None:
    assert heard((0, b"\x1b[200~Vries"), (2.0, b"\x1b[201~"), (0.1, b"x")) == ["'Vries'", "x"]


@pytest.mark.parametrize(
    "inside", [b"a\x1bb", b"\x1b", b"\x1b\x1b[20", b"\x1b[A", b"\x1b[200~", b"\x1bOQ", b"\x1b[201"]
)
def test_esc_inside_a_paste_is_no_key_and_ends_nothing(inside: bytes) -> None:
    shown = inside.replace(b"\x1b", b"").decode()
    assert heard((0, b"\x1b[200~" + inside + b"\x1b[201~x")) == [repr(shown), "x"]
    assert heard((0, b"\x1b[200~" + inside), (0.1, b"\x1b[201~x")) == [repr(shown), "x"]


# Anything.


@given(st.lists(st.tuples(st.sampled_from((0.0, *PAUSES, 1.1)), st.binary(min_size=1, max_size=12)), max_size=12))
def test_whatever_comes_in_the_next_key_is_heard_and_ctrl_q_ends(pieces: list[tuple[float, bytes]]) -> None:
    assert heard(*pieces, (3.0, b"x"), (0, b"\x11"))[-2:] == ["x", "ctrl+q"]


@given(
    st.lists(
        st.sampled_from(("a", "é", "3", "\r", "\t", "\x1bOQ", "\x1b[A", "\x1b[15~", "\x1bk", "\x11")),
        min_size=1,
        max_size=20,
    ),
    st.data(),
)
def test_a_burst_of_keys_is_the_same_however_it_is_cut_without_a_pause(keys: list[str], data: st.DataObject) -> None:
    whole = "".join(keys).encode()
    at = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    pieces = [whole[start:end] for start, end in zip([0, *at], [*at, len(whole)], strict=True)]
    assert heard(*((0.0, piece) for piece in pieces if piece)) == heard((0, whole))
