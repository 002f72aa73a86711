"""The one place where text of people becomes cells: exact width, no control characters, no markup."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size
from rich.style import Style

from screens.widgets.row import Row, cut, wrapped

PLAIN = Style(color="white", bgcolor="black")
MARKED = Style(color="black", bgcolor="white")

HOSTILE = (
    "[red]Jan[/red]",
    "[/",
    "[@click=app.quit]x",
    "\x1b[2J",
    "\x1b]0;weg\x07",
    "\x9b31m",
    "\x00\x08\x0d\x7f",
    "\u202eneil",
    "\u2066x\u2069",
    "日本語",
    "ｆｕｌｌ",
    "e\u0301\u0323",
    "\u0301",
    "👩‍👩‍👧",
    "👍🏽",
    "🇳🇱",
    "❤️",
    "\u1100\u1161\u11a8",
    "\u3164",
    "\t\n",
    "\ud800",
    "\ufeff",
    "ﷺ",
)
texts = st.lists(st.one_of(st.text(max_size=4), st.sampled_from(HOSTILE)), max_size=6).map("".join)
widths = st.integers(0, 90)


def text_of(row: Row) -> str:
    return "".join(segment.text for segment in row.strip())


def is_seen(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(
    widths,
    st.lists(st.tuples(st.integers(-10, 100), texts, st.one_of(st.none(), st.integers(0, 40))), max_size=5),
    st.lists(st.tuples(st.integers(-10, 100), st.integers(-5, 100)), max_size=3),
)
def test_a_row_is_exactly_as_wide_as_it_says_whatever_is_put_on_it(
    width: int, puts: list[tuple[int, str, int | None]], paints: list[tuple[int, int]]
) -> None:
    row = Row(width, PLAIN)
    for x, text, room in puts:
        row.put(x, text, MARKED, width=room)
    for x, painted in paints:
        row.paint(x, painted, MARKED)

    strip = row.strip()
    shown = text_of(row)

    assert strip.cell_length == width
    assert sum(get_character_cell_size(character) for character in shown) == cell_len(shown) == width
    assert all(is_seen(character) for character in shown)


@pytest.mark.parametrize("text", ["[red]Jan[/red]", "[/]", "[@click=app.quit]x[/]", 'O\'Brien "x"', r"a\[b]", "€ 1,50"])
def test_text_is_never_read_as_markup(text: str) -> None:
    row = Row(40, PLAIN)
    row.put(2, text, PLAIN)

    assert text_of(row) == f"  {text}".ljust(40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jan\x1b[31mRood", "Jan[31mRood"),
        ("Jan\x9b31m", "Jan31m"),
        ("Jan\u202eneil", "Janneil"),
        ("Jan\nPiet", "Jan Piet"),
        ("\u0132sselmeer", "IJsselmeer"),
        ("Zoe\u0308", "Zo\u00eb"),
    ],
)
def test_control_characters_are_taken_out_and_the_rest_stays(text: str, shown: str) -> None:
    row = Row(20, PLAIN)
    row.put(0, text, PLAIN)

    assert text_of(row).rstrip() == shown


def test_a_wide_character_that_does_not_fit_whole_is_left_out() -> None:
    row = Row(5, PLAIN)
    row.put(0, "日本語", PLAIN)

    assert text_of(row) == "日本 "


@pytest.mark.parametrize(("x", "shown"), [(0, "x 本  "), (1, " x本  "), (2, "日x   "), (3, "日 x  ")])
def test_half_a_wide_character_that_is_written_over_becomes_a_blank(x: int, shown: str) -> None:
    row = Row(6, PLAIN)
    row.put(0, "日本", PLAIN)
    row.put(x, "x", PLAIN)

    assert text_of(row) == shown


def test_text_with_a_width_is_cut_and_filled_up_to_it() -> None:
    row = Row(20, PLAIN)
    row.put(0, "-" * 20, PLAIN)

    assert row.put(2, "Jan", PLAIN, width=5) == 7
    assert row.put(10, "van den Berg", PLAIN, width=5) == 15
    assert text_of(row) == "--Jan  ---van …-----"


@given(st.integers(0, 30), texts)
def test_the_next_place_is_behind_what_was_written(x: int, text: str) -> None:
    row = Row(80, PLAIN)
    end = row.put(x, text, MARKED)

    assert x <= end <= 80
    assert all(segment.style is PLAIN for segment in list(row.strip())[-1:] if end < 80)


@given(texts, st.integers(-2, 40))
def test_cut_never_takes_more_cells_than_it_may(text: str, width: int) -> None:
    shown = cut(text, width)

    assert cell_len(shown) <= max(0, width)
    assert all(is_seen(character) for character in shown)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("van den Berg", 12, "van den Berg"),
        ("van den Berg", 11, "van den Be…"),
        ("Jan", 1, "…"),
        ("Jan", 0, ""),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("", 0, ""),
    ],
)
def test_what_is_left_out_is_told_by_dots(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


@given(texts, st.integers(2, 40))
def test_wrapped_lines_are_never_too_wide_and_lose_nothing(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert all(len(line) > 0 and cell_len(line) <= width for line in lines)
    whole = "".join(cut(text, 10**6).split())
    assert "".join("".join(line.split()) for line in lines) == whole


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("  ", 10, []),
        ("een twee drie", 13, ["een twee drie"]),
        ("een twee drie", 8, ["een twee", "drie"]),
        ("een twee drie", 7, ["een", "twee", "drie"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("kost € 2,25 nu", 8, ["kost", "€ 2,25", "nu"]),
        ("terug -€ 2,25, en € 1", 12, ["terug", "-€ 2,25, en", "€ 1"]),
        ("(€ 2,25)", 4, ["(€", "2,25", ")"]),
        ("in €", 4, ["in €"]),
        ("[red]Jan[/red] is er", 14, ["[red]Jan[/red]", "is er"]),
    ],
)
def test_text_is_broken_at_blanks_and_only_too_long_words_within(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@given(texts)
def test_wrapping_ends_even_in_the_narrowest_column(text: str) -> None:
    assert "".join("".join(wrapped(text, 1)).split()) == "".join(cut(text, 10**6).split())
