"""Names: the rules of rules.md#names."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.names import (
    PREFIXES,
    Person,
    full_name,
    header_name,
    letter_salutation,
    list_name,
    read_given_name,
    read_initials,
    read_prefix,
    read_surname,
    split_prefix,
)
from balie.dutch.text import fold, has_control
from balie.refusal import Refusal

HOSTILE_NAMES = [
    "[red]Jan[/red]",
    'O\'Brien "x"',
    "O’Brien",
    "[/red]",
    "Jan\\[b]",
    "<b>Bos</b>",
    "Bos; DROP TABLE x",
    "{Jan}",
]


@pytest.mark.parametrize(
    ("typed", "initials"),
    [
        ("eb", "E.B."),
        ("EB", "E.B."),
        ("e.b.", "E.B."),
        ("j.w", "J.W."),
        ("E. B.", "E.B."),
        ("e b", "E.B."),
        ("Th.", "Th."),
        ("th.", "Th."),
        ("j.th", "J.Th."),
        ("Chr.J.", "Chr.J."),
        ("IJ.", "IJ."),
        ("ij.b", "IJ.B."),
        ("\u0132", "IJ."),
        ("Ph.M.", "Ph.M."),
        ("Joh.", "Joh."),
        ("EB.", "E.B."),
        ("th", "T.H."),
        ("é", "É."),
        ("j-p", "J.-P."),
        ("J.-P.", "J.-P."),
        ("", ""),
        ("  ", ""),
    ],
)
def test_initials_get_their_capitals_and_dots(typed: str, initials: str) -> None:
    assert read_initials(typed) == initials


def test_a_hyphen_alone_is_no_initial() -> None:
    with pytest.raises(Refusal, match=r"^Voorletters zijn letters, en in - staat er geen\."):
        read_initials("-")


@pytest.mark.parametrize(
    ("typed", "character"), [("e1", "1"), ("[red]", r"\["), ("e,b", ","), ('"x"', '"'), ("e_b", "_")]
)
def test_initials_are_letters_only(typed: str, character: str) -> None:
    with pytest.raises(Refusal, match=f"^Voorletters zijn letters; {character} hoort er niet in"):
        read_initials(typed)


def test_initials_that_grow_too_long_with_their_dots_are_refused() -> None:
    assert read_initials("a" * 15) == "A." * 15
    with pytest.raises(Refusal, match="Het veld Voorletters is te lang: 32 tekens"):
        read_initials("a" * 16)


@given(st.text(max_size=12) | st.text("abTthIJij.- éß", max_size=12))
def test_initials_read_the_same_again(typed: str) -> None:
    try:
        initials = read_initials(typed)
    except Refusal:
        return
    assert read_initials(initials) == initials
    assert not initials or initials.endswith(".")


@pytest.mark.parametrize(
    ("typed", "prefix", "surname"),
    [
        ("van den berg", "van den", "berg"),
        ("Van den Berg", "Van den", "Berg"),
        ("van de Ven", "van de", "Ven"),
        ("van Dendermonde", "van", "Dendermonde"),
        ("de Vries", "de", "Vries"),
        ("DE VRIES", "DE", "VRIES"),
        ("'t Hart", "'t", "Hart"),
        ("’t Hart", "’t", "Hart"),
        ("in 't Veld", "in 't", "Veld"),
        ("d'Ancona", "d'", "Ancona"),
        ("d' Ancona", "d'", "Ancona"),
        ("l'Hermite", "l'", "Hermite"),
        ("van  der   Laan", "van der", "Laan"),
        ("de van der Schueren", "de", "van der Schueren"),
        ("Jansen-de Vries", "", "Jansen-de Vries"),
        ("Dekker", "", "Dekker"),
        ("Tester", "", "Tester"),
        ("van", "", "van"),
        ("d'", "", "d'"),
        ("", "", ""),
    ],
)
def test_the_longest_known_prefix_is_suggested(typed: str, prefix: str, surname: str) -> None:
    assert split_prefix(typed) == (prefix, surname)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix_is_found_before_a_surname(prefix: str) -> None:
    typed = full_name("E.B.", prefix, "Xanten").removeprefix("E.B. ")
    assert split_prefix(typed) == (prefix, "Xanten")


@given(st.text(max_size=30))
def test_splitting_loses_no_letter_that_can_be_searched(typed: str) -> None:
    prefix, surname = split_prefix(typed)
    assert fold(f"{prefix} {surname}") == fold(typed)


@pytest.mark.parametrize(
    ("prefix", "surname", "full", "alone", "listed"),
    [
        ("de", "Vries", "E.B. de Vries", "De Vries", "Vries, E.B. de"),
        ("van den", "Berg", "E.B. van den Berg", "Van den Berg", "Berg, E.B. van den"),
        ("'t", "Hart", "E.B. 't Hart", "'t Hart", "Hart, E.B. 't"),
        ("d'", "Ancona", "E.B. d'Ancona", "d'Ancona", "Ancona, E.B. d'"),
        ("in 't", "Veld", "E.B. in 't Veld", "In 't Veld", "Veld, E.B. in 't"),
        ("El", "Idrissi", "E.B. El Idrissi", "El Idrissi", "Idrissi, E.B. El"),
        ("", "Van den Berg", "E.B. Van den Berg", "Van den Berg", "Van den Berg, E.B."),
        ("", "Jansen-de Vries", "E.B. Jansen-de Vries", "Jansen-de Vries", "Jansen-de Vries, E.B."),
        ("", "IJzerman", "E.B. IJzerman", "IJzerman", "IJzerman, E.B."),
    ],
)
def test_a_prefix_has_its_capital_only_where_nothing_precedes(
    prefix: str, surname: str, full: str, alone: str, listed: str
) -> None:
    assert full_name("E.B.", prefix, surname) == full
    assert full_name("", prefix, surname) == alone
    assert list_name("E.B.", prefix, surname) == listed
    assert letter_salutation(Person.MAN, "E.B.", prefix, surname) == f"Geachte heer {alone},"


def test_a_list_shows_what_there_is() -> None:
    assert list_name("", "de", "Vries") == "Vries, de"
    assert list_name("", "", "Vries") == "Vries"


@pytest.mark.parametrize(
    ("person", "header", "salutation"),
    [
        (Person.MAN, "Dhr. E.B. de Vries", "Geachte heer De Vries,"),
        (Person.WOMAN, "Mw. E.B. de Vries", "Geachte mevrouw De Vries,"),
        (Person.UNSPECIFIED, "E.B. de Vries", "Geachte E.B. de Vries,"),
        (Person.INSTITUTION, "De Vries", "Geachte De Vries,"),
    ],
)
def test_a_person_is_addressed_as_he_she_or_by_name(person: Person, header: str, salutation: str) -> None:
    assert header_name(person, "E.B.", "de", "Vries") == header
    assert letter_salutation(person, "E.B.", "de", "Vries") == salutation


def test_the_customer_of_s1_has_the_header_of_s1() -> None:
    assert header_name(Person.MAN, read_initials("eb"), "", "Tester") == "Dhr. E.B. Tester"


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_that_looks_like_markup_or_code_passes_unchanged(name: str) -> None:
    assert read_surname(name) == name
    assert read_given_name(name) == name
    assert full_name("J.", "", read_surname(name)) == f"J. {name}"


@pytest.mark.parametrize("read", [read_surname, read_given_name, read_prefix, read_initials])
@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\x9b", "\u202e", "\u200d", "\n", "\t"])
def test_names_have_no_unseen_characters(read: Callable[[str], str], unseen: str) -> None:
    with pytest.raises(Refusal, match="een teken dat niet te zien is"):
        read(f"a{unseen}b")


@pytest.mark.parametrize(("read", "longest"), [(read_surname, 60), (read_given_name, 40), (read_prefix, 20)])
def test_names_have_a_longest_form(read: Callable[[str], str], longest: int) -> None:
    assert read("x" * longest) == "x" * longest
    with pytest.raises(Refusal, match=f"er passen er hooguit {longest}"):
        read("x" * (longest + 1))


@pytest.mark.parametrize("typed", ["29428000077727", "...", "😀", "'"])
def test_a_scanned_card_is_no_name(typed: str) -> None:
    with pytest.raises(Refusal, match=f"^De achternaam bevat geen letters: {typed}. Typ een naam.$"):
        read_surname(typed)


def test_a_prefix_keeps_its_capitals_and_gets_a_straight_apostrophe() -> None:
    assert read_prefix("El") == "El"
    assert read_prefix("el") == "el"
    assert read_prefix("’t") == "'t"


@pytest.mark.parametrize("read", [read_surname, read_given_name, read_prefix])
def test_nothing_typed_is_nothing_read(read: Callable[[str], str]) -> None:
    assert read("") == read("  ") == ""


@given(st.text(max_size=70))
def test_names_read_the_same_again(typed: str) -> None:
    for read in (read_surname, read_given_name, read_prefix):
        try:
            name = read(typed)
        except Refusal:
            continue
        assert read(name) == name
        assert not has_control(name)


def test_the_letters_ij_of_one_piece_become_two() -> None:
    assert read_surname("\u0132zerman") == "IJzerman"
    assert read_surname("Ber\u0133") == "Berij"
