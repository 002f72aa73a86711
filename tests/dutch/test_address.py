"""Addresses: the rules of rules.md#address."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.address import HouseNumber, read_house_number, read_postcode, read_street, read_town
from balie.dutch.text import has_control
from balie.refusal import Refusal


@pytest.mark.parametrize("typed", ["9468bg", "9468BG", "9468 bg", " 9468  BG ", "9468-bg", "NL-9468 BG"])
def test_a_postcode_is_four_digits_a_blank_and_two_capitals(typed: str) -> None:
    assert read_postcode(typed) == "9468 BG"


@pytest.mark.parametrize(
    "typed", ["9468", "0468 BG", "9468 B", "94680 BG", "BG 9468", "9468 B1", "[red]", "9468BÉ", "9468 BG 41"]
)
def test_a_wrong_postcode_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_postcode(typed)
    assert str(refused.value) == (
        f"{typed} is geen Nederlandse postcode. Typ vier cijfers en twee letters, bijvoorbeeld 9468 BG."
    )


@pytest.mark.parametrize("letters", ["SA", "sd", "SS"])
def test_three_pairs_of_letters_do_not_exist_in_postcodes(letters: str) -> None:
    with pytest.raises(Refusal, match=f"^1234 {letters} bestaat niet: de letters SA, SD en SS"):
        read_postcode(f"1234 {letters}")


@pytest.mark.parametrize("typed", ["٩468 BG", "9468\x1bBG", "9468 BG" * 30, "", "  "])
def test_a_postcode_that_is_empty_odd_or_endless_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        read_postcode(typed)


def test_a_foreign_postcode_is_free_text_of_twelve_characters() -> None:
    assert read_postcode("sw1a  2aa", "GB") == "sw1a 2aa"
    assert read_postcode("1000", "BE") == "1000"
    assert read_postcode("", "SR") == ""
    assert read_postcode("[b]", "BE") == "[b]"
    with pytest.raises(Refusal, match="er passen er hooguit 12"):
        read_postcode("1" * 13, "BE")
    with pytest.raises(Refusal, match="niet te zien"):
        read_postcode("10\x0000", "BE")


@given(
    st.integers(1000, 9999),
    st.text(string.ascii_letters, min_size=2, max_size=2).filter(lambda pair: pair.upper() not in {"SA", "SD", "SS"}),
    st.sampled_from(["", " ", "  ", "-"]),
)
def test_every_postcode_reads_the_same_again(digits: int, letters: str, between: str) -> None:
    postcode = read_postcode(f"{digits}{between}{letters}")
    assert postcode == f"{digits} {letters.upper()}"
    assert read_postcode(postcode) == postcode


@pytest.mark.parametrize(
    ("typed", "parts", "shown"),
    [
        ("41", HouseNumber(41), "41"),
        ("41a", HouseNumber(41, "A"), "41A"),
        ("41 A", HouseNumber(41, "A"), "41A"),
        ("41-2", HouseNumber(41, "", "2"), "41-2"),
        ("41 bis", HouseNumber(41, "", "bis"), "41-bis"),
        ("41bis", HouseNumber(41, "", "bis"), "41-bis"),
        ("41A-3hg", HouseNumber(41, "A", "3hg"), "41A-3hg"),
        ("41a 3hg", HouseNumber(41, "A", "3hg"), "41A-3hg"),
        ("41 A 3hg", HouseNumber(41, "A", "3hg"), "41A-3hg"),
        ("41 hs", HouseNumber(41, "", "hs"), "41-hs"),
        ("41 2", HouseNumber(41, "", "2"), "41-2"),
        ("41/2", HouseNumber(41, "", "2"), "41-2"),
        ("41 - 2", HouseNumber(41, "", "2"), "41-2"),
        ("41-a", HouseNumber(41, "", "a"), "41-a"),
        ("41 rood", HouseNumber(41, "", "rood"), "41-rood"),
        ("1", HouseNumber(1), "1"),
        ("99999", HouseNumber(99999), "99999"),
        ("041", HouseNumber(41), "41"),
    ],
)
def test_a_house_number_is_taken_apart(typed: str, parts: HouseNumber, shown: str) -> None:
    assert read_house_number(typed) == parts
    assert str(parts) == shown
    assert read_house_number(shown) == parts


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Er is geen huisnummer getypt."),
        ("0", "0 is geen huisnummer: het loopt van 1 tot en met 99999."),
        ("100000", "100000 is geen huisnummer: het loopt van 1 tot en met 99999."),
        ("a41", "a41 is geen huisnummer. Typ een nummer, zo nodig met letter en toevoeging"),
        ("-41", "-41 is geen huisnummer."),
        ("41é", "41é is geen huisnummer."),
        ("41-[b]", "41-[b] is geen huisnummer."),
        ("41 groen", "De toevoeging groen is te lang: er passen 4 letters of cijfers."),
        ("٤١", "Het huisnummer bevat het cijfer ٤."),
        ("41\x1b", "Het huisnummer bevat een teken dat niet te zien is (U+001B)."),
        ("1" * 21, "Het huisnummer is te lang: 21 tekens, er passen er hooguit 20."),
    ],
)
def test_a_wrong_house_number_is_refused_with_the_reason(typed: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_house_number(typed)
    assert str(refused.value).startswith(message)


@given(
    st.builds(
        HouseNumber,
        st.integers(1, 99999),
        st.sampled_from(["", *string.ascii_uppercase]),
        st.text(string.ascii_letters + string.digits, max_size=4),
    )
)
def test_every_house_number_is_read_back_from_how_it_is_shown(number: HouseNumber) -> None:
    assert read_house_number(str(number)) == number


def test_a_street_is_kept_as_typed_and_a_town_stands_in_capitals() -> None:
    assert read_street(" Kruisakkers ") == "Kruisakkers"
    assert read_street("[red]straat[/red]") == "[red]straat[/red]"
    assert read_street("Postbus") == "Postbus"
    assert read_town("Annen") == "ANNEN"
    assert read_town("'s-Hertogenbosch") == "'S-HERTOGENBOSCH"
    assert read_town("\u0133muiden") == "IJMUIDEN"
    assert read_street("") == read_town("") == ""


@pytest.mark.parametrize("typed", ["29428000077727", "--"])
def test_a_scanned_card_is_no_street_and_no_town(typed: str) -> None:
    with pytest.raises(Refusal, match=f"^De straat bevat geen letters: {typed}"):
        read_street(typed)
    with pytest.raises(Refusal, match=f"^De plaats bevat geen letters: {typed}"):
        read_town(typed)


@given(st.text(max_size=90))
def test_streets_and_towns_read_the_same_again(typed: str) -> None:
    for read in (read_street, read_town):
        try:
            name = read(typed)
        except Refusal:
            continue
        assert read(name) == name
        assert not has_control(name)
        assert len(name) <= 80
