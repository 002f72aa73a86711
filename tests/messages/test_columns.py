from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from balie.messages.columns import pairs, table

words = st.text(st.characters(min_codepoint=33, max_codepoint=0x17E, exclude_categories=["Cc", "Cf"]), max_size=30)
texts = st.lists(words, max_size=6).map(" ".join)


def test_values_stand_below_each_other() -> None:
    assert pairs([("Naam", "Tester"), ("Geboortedatum", "04-01-1991")], 40) == (
        "Naam           Tester\nGeboortedatum  04-01-1991"
    )


def test_a_long_value_goes_on_below_itself() -> None:
    assert pairs([("Naam", "een twee drie")], 14) == "Naam  een twee\n      drie"


def test_a_table_is_as_wide_as_what_is_in_it() -> None:
    assert table([("1", "Basis")], ("Nr", "Wat"), 40) == "Nr  Wat\n--  -----\n1   Basis"


def test_a_table_breaks_between_words_before_it_cuts_one() -> None:
    assert table([("29428000077727", "twee woorden")], ("Nummer", "Wat"), 25) == (
        "Nummer          Wat\n--------------  ---------\n29428000077727  twee\n                woorden"
    )


@given(st.lists(st.tuples(texts, texts), max_size=5), st.integers(20, 80))
def test_pairs_fit(rows: list[tuple[str, str]], width: int) -> None:
    assert max(map(len, pairs(rows, width).split("\n"))) <= width


@given(st.lists(st.tuples(texts, texts, texts), max_size=5), st.integers(24, 80))
def test_a_table_fits_and_loses_nothing(rows: list[tuple[str, str, str]], width: int) -> None:
    shown = table(rows, ("Een", "Twee", "Drie"), width)
    assert max(map(len, shown.split("\n"))) <= width
    letters = sorted("".join(shown.split()).replace("-", ""))
    told = sorted("".join("".join(row) for row in [("Een", "Twee", "Drie"), *rows]).replace(" ", "").replace("-", ""))
    assert letters == [letter for letter in told if not letter.isspace()]
