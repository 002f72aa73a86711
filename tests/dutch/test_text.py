"""Text: cleaning is safe to repeat, reading refuses what cannot be seen, folding finds names however they are typed."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balie.dutch.text import clean, enumerated, fold, has_control, read_text, shown
from balie.refusal import Refusal

any_text = st.text(st.characters(), max_size=60)

MARKUP = [
    "[red]Jan[/red]",
    'O\'Brien "x"',
    "[/]",
    "\\[b]",
    "{naam}",
    "%s",
    "<b>Jan</b>",
    "'; DROP TABLE customer; --",
    "😀 Bos",
]
UNSEEN = [
    pytest.param("\x00", id="NUL"),
    pytest.param("\x1b", id="ESC"),
    pytest.param("\x7f", id="DEL"),
    pytest.param("\x9b", id="CSI of one byte"),
    pytest.param("\t", id="tab"),
    pytest.param("\n", id="line break"),
    pytest.param("\x85", id="NEL"),
    pytest.param("\u2028", id="line separator"),
    pytest.param("\u202e", id="RLO"),
    pytest.param("\u2066", id="LRI"),
    pytest.param("\u200d", id="ZWJ"),
    pytest.param("\u200b", id="zero width space"),
    pytest.param("\ufeff", id="BOM"),
    pytest.param("\u00ad", id="soft hyphen"),
    pytest.param("\u3164", id="Hangul filler"),
    pytest.param("\ufe0f", id="variation selector"),
    pytest.param("\U000e0041", id="tag"),
    pytest.param("\ud800", id="half a surrogate pair"),
    pytest.param("\ue000", id="private use"),
    pytest.param("\uffff", id="not a character"),
]


@pytest.mark.parametrize("text", MARKUP)
def test_text_that_looks_like_markup_is_data_and_passes_unchanged(text: str) -> None:
    assert clean(text) == text
    assert read_text(text, what="De achternaam", longest=60) == text


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_cannot_be_seen_is_refused_by_its_code_wherever_it_stands(unseen: str) -> None:
    for typed in (f"Jan{unseen}sen", f"{unseen}Jansen", f"Jansen{unseen}", unseen):
        with pytest.raises(Refusal, match=rf"^De achternaam bevat een teken .*\(U\+{ord(unseen):04X}\)"):
            read_text(typed, what="De achternaam", longest=60)


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_cannot_be_seen_never_reaches_the_screen(unseen: str) -> None:
    assert has_control(f"Jan{unseen}sen")
    assert clean(f"Jan{unseen}sen") in {"Jansen", "Jan sen"}


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Jan\r\n\tJansen", "Jan Jansen"),
        ("Jan\u00a0Jansen\u3000x", "Jan Jansen x"),
        ("Jose\u0301", "José"),
        ("\u0132zerman en Ber\u0133", "IJzerman en Berij"),
        ("\x1b[31mJan\x1b[0m", "[31mJan[0m"),
        (" Jan ", " Jan "),
    ],
)
def test_cleaning_keeps_what_can_be_read(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(any_text)
@example("\u0132\u030c")
@example("e\u200d\u0301")
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_unseen(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not has_control(once)
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@given(any_text)
def test_what_is_read_reads_the_same_again(text: str) -> None:
    try:
        read = read_text(text, what="De tekst", longest=40)
    except Refusal:
        return
    assert read_text(read, what="De tekst", longest=40) == read
    assert read == clean(read)
    assert len(read) <= 40


def test_blanks_are_stripped_and_squeezed() -> None:
    assert read_text("  van   den\u00a0 Berg ", what="De achternaam", longest=60) == "van den Berg"
    assert read_text("   ", what="De achternaam", longest=60) == ""


def test_the_longest_text_passes_and_one_character_more_is_refused_with_both_lengths() -> None:
    assert read_text("é" * 60, what="De achternaam", longest=60) == "é" * 60
    with pytest.raises(Refusal) as refused:
        read_text("é" * 61, what="De achternaam", longest=60)
    assert str(refused.value) == "De achternaam is te lang: 61 tekens, er passen er hooguit 60. Kort de tekst in."


def test_a_pasted_book_is_refused_for_its_length() -> None:
    with pytest.raises(Refusal, match="1000000 tekens"):
        read_text("\x1b" * 1_000_000, what="De achternaam", longest=60)


@pytest.mark.parametrize("digit", ["١", "۴", "４", "४"])
def test_only_the_digits_0_to_9_are_digits(digit: str) -> None:
    with pytest.raises(Refusal, match=f"^De straat bevat het cijfer {digit}. Typ cijfers als 0 tot en met 9.$"):
        read_text(f"Plein 19{digit}4", what="De straat", longest=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("de Vries", "de vries"),
        ("Jansen-de Vries", "jansen de vries"),
        ("O'Brien", "o brien"),
        ("'t Hart", "t hart"),
        ("Müller", "muller"),
        ("MU\u0308LLER", "muller"),
        ("Çelik Yıldız İnan", "celik yildiz inan"),
        ("Søren Łukasz Þór Đorđević Guðrún", "soren lukasz thor dordevic gudrun"),
        ("Weiß", "weiss"),
        ("WEIẞ", "weiss"),
        ("Æsop Œuvre", "aesop oeuvre"),
        ("IJzerman", "ijzerman"),
        ("\u0132zerman", "ijzerman"),
        ("ﬁets", "fiets"),
        ("  E.B.  ", "e b"),
        ("[red]Jan[/red]", "red jan red"),
        ("9468 BG", "9468 bg"),
        ("١٢", ""),
        ("Иванов", ""),
    ],
)
def test_searching_knows_no_accents_capitals_or_punctuation(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(any_text)
def test_folded_text_is_plain_and_folds_to_itself(text: str) -> None:
    folded = fold(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?: [a-z0-9]+)*)?", folded)
    assert fold(folded) == folded


@given(any_text)
def test_a_cleaned_text_is_found_under_the_same_key(text: str) -> None:
    assert fold(clean(text)) == fold(text)


@given(any_text.map(lambda text: text * 10))
def test_a_message_repeats_at_most_thirty_characters_and_none_unseen(text: str) -> None:
    assert len(shown(text)) <= 30
    assert not has_control(shown(text))


@pytest.mark.parametrize(
    ("words", "row"), [((), ""), (("a",), "a"), (("a", "b"), "a en b"), (("a", "b", "c"), "a, b en c")]
)
def test_words_in_a_row_have_en_before_the_last(words: tuple[str, ...], row: str) -> None:
    assert enumerated(words) == row
