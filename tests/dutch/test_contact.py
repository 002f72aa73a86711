"""Telephone numbers as the screens show them (rules.md#telephone), and e-mail addresses without a look-up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balie.dutch.contact import phone_digits, read_email, read_mobile, read_phone
from balie.dutch.text import has_control
from balie.refusal import Refusal


@pytest.mark.parametrize(
    "typed",
    [
        "0880128295",
        "088 012 82 95",
        "088-0128295",
        "(088) 012 82 95",
        "+31880128295",
        "+31 (0)88 012 82 95",
        "0031 88 012 8295",
        "088/012.82.95",
    ],
)
def test_the_number_of_s1_is_written_as_in_s1(typed: str) -> None:
    assert read_phone(typed) == "(088) 012 82 95"
    assert phone_digits(typed) == "0880128295"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0592243612", "(0592) 24 36 12"),
        ("0501234567", "(050) 123 45 67"),
        ("0201234567", "(020) 123 45 67"),
        ("0314 123456", "(0314) 12 34 56"),
        ("0612345678", "06-12345678"),
        ("08001234", "0800-1234"),
        ("09001234567", "0900-1234567"),
        ("0999999999", "(099) 999 99 99"),
        ("+3225551212", "+32 2 555 12 12"),
        ("0032 2 555 12 12", "+32 2 555 12 12"),
        ("+49 30 123456", "+49 30 123456"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_numbers_are_grouped_by_their_area_code(typed: str, shown: str) -> None:
    assert read_phone(typed) == shown
    assert read_phone(shown) == shown


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("088012829", "088012829 is te kort: een telefoonnummer heeft 10 cijfers, dit 9."),
        ("08801282955", "08801282955 is te lang: een telefoonnummer heeft 10 cijfers, dit 11."),
        ("880128295", "880128295 begint niet met een netnummer of 06."),
        ("+31 88", "+31 88 is te kort"),
        ("+3212345678901234567", "+3212345678901234567 is te lang voor een nummer uit dat land."),
        ("+32 12", "+32 12 is te kort voor een nummer uit dat land."),
        ("+999 123456", "+999 123456 is geen telefoonnummer van een bekend land."),
        ("0000000000", "0000000000 is geen telefoonnummer van een bekend land."),
        ("bel mij", "bel mij is geen telefoonnummer: er horen alleen cijfers in."),
        ("088-BIEB", "088-BIEB is geen telefoonnummer: er horen alleen cijfers in."),
        ("08801282[b]", "08801282[b] is geen telefoonnummer: er horen alleen cijfers in."),
        ("--", "-- is geen telefoonnummer: er horen alleen cijfers in."),
        ("٠٨٨٠١٢٨٢٩٥", "Het telefoonnummer bevat het cijfer ٠. Typ cijfers als 0 tot en met 9."),
        ("0880128295\x1b", "Het telefoonnummer bevat een teken dat niet te zien is (U+001B)."),
        ("\u202a0880128295", "Het telefoonnummer bevat een teken dat niet te zien is (U+202A)."),
        ("0" * 31, "Het telefoonnummer is te lang: 31 tekens, er passen er hooguit 30."),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_phone(typed)
    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0612345678", "06-12345678"),
        ("06-12 34 56 78", "06-12345678"),
        ("+31 (0)6 12345678", "06-12345678"),
        ("+32470123456", "+32 470 12 34 56"),
        ("", ""),
    ],
)
def test_a_mobile_number_begins_with_06_or_comes_from_abroad(typed: str, shown: str) -> None:
    assert read_mobile(typed) == shown
    assert read_mobile(shown) == shown


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0880128295", "0880128295 is geen mobiel nummer: dat begint met 06. Typ een mobiel nummer als 06 12345678."),
        ("06123", "06123 is te kort: een telefoonnummer heeft 10 cijfers, dit 5."),
        ("0612345678\x00", "Het SMS-nummer bevat een teken dat niet te zien is (U+0000)."),
    ],
)
def test_a_number_without_text_messages_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_mobile(typed)
    assert str(refused.value).startswith(reason)


@given(st.integers(0, 999_999_999))
@settings(deadline=None)
def test_every_number_of_ten_digits_is_accepted_found_and_read_the_same_again(number: int) -> None:
    digits = f"0{number:09}"
    if digits.startswith("00"):
        return
    shown = read_phone(digits)
    assert read_phone(shown) == shown
    assert phone_digits(shown) == digits
    assert read_phone("+31" + digits[1:]) == shown


@given(
    st.sampled_from(["+32", "+49", "+44", "+1", "+33", "+39", "+54", "+55", "+599", "+597", "+90"]),
    st.integers(0, 10**11),
)
@settings(deadline=None)
def test_numbers_from_abroad_read_the_same_again(country: str, number: int) -> None:
    try:
        shown = read_phone(f"{country}{number}")
    except Refusal:
        return
    assert read_phone(shown) == shown
    assert shown.startswith(country)


@given(st.text(max_size=20) | st.text("+0123456789 ()-", max_size=20))
def test_search_digits_are_digits_for_any_text(text: str) -> None:
    digits = phone_digits(text)
    assert digits == "" or (digits.isascii() and digits.isdigit())
    assert phone_digits(digits) == digits


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("info@bibliotheekannen.nl", "info@bibliotheekannen.nl"),
        (" info@bibliotheekannen.nl ", "info@bibliotheekannen.nl"),
        ("E.Tester@BibliotheekAnnen.NL", "E.Tester@bibliotheekannen.nl"),
        ("o'brien+bieb@x.nl", "o'brien+bieb@x.nl"),
        ("jan@bücher.de", "jan@bücher.de"),
        ("klant@oefenen.example", "klant@oefenen.example"),
        ("klant@oefenen.test", "klant@oefenen.test"),
        ("", ""),
    ],
)
def test_an_email_address_is_accepted_without_a_look_up(typed: str, address: str) -> None:
    assert read_email(typed) == address
    assert read_email(address) == address


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (
            "bibliotheekannen.nl",
            "In bibliotheekannen.nl ontbreekt het apenstaartje (@). Typ het als naam@voorbeeld.nl.",
        ),
        ("@x.nl", "In @x.nl ontbreekt iets voor of na het apenstaartje (@)."),
        ("jan@", "In jan@ ontbreekt iets voor of na het apenstaartje (@)."),
        ("jan jansen@x.nl", "In jan jansen@x.nl staat een spatie; een e-mailadres heeft er geen."),
        ("jan@localhost", "In jan@localhost mist na het apenstaartje een punt"),
        ("jän@x.nl", "In jän@x.nl staan voor het apenstaartje (@) letters die mail niet kent."),
        ("jan@@x.nl", "jan@@x.nl is geen geldig e-mailadres."),
        ("jan..jansen@x.nl", "jan..jansen@x.nl is geen geldig e-mailadres."),
        ("jan@x..nl", "jan@x..nl is geen geldig e-mailadres."),
        ("jan@x.local", "jan@x.local is geen geldig e-mailadres."),
        ("jan@[127.0.0.1]", "jan@[127.0.0.1] is geen geldig e-mailadres."),
        ("[red]jan[/red]@x.nl", "[red]jan[/red]@x.nl is geen geldig e-mailadres."),
        ("jan@x.nl\x1b", "Het e-mailadres bevat een teken dat niet te zien is (U+001B)."),
        ("jan\u200d@x.nl", "Het e-mailadres bevat een teken dat niet te zien is (U+200D)."),
        ("jan١@x.nl", "Het e-mailadres bevat het cijfer ١."),
        ("j" * 65 + "@x.nl", "jjjjjjjjjjjjjjjjjjjjjjjjjjjjj… is geen geldig e-mailadres."),
        ("j" * 250 + "@x.nl", "Het e-mailadres is te lang: 255 tekens, er passen er hooguit 254."),
    ],
)
def test_an_impossible_email_address_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_email(typed)
    assert str(refused.value).startswith(reason)


@given(st.emails() | st.text(max_size=30))
@settings(deadline=None)
def test_email_addresses_read_the_same_again(typed: str) -> None:
    try:
        address = read_email(typed)
    except Refusal:
        return
    assert read_email(address) == address
    assert not has_control(address)
