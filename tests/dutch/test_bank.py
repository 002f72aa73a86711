"""IBAN, BIC and creditor id."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balie.dutch.bank import bic_of, check_creditor_id, compact_iban, grouped_iban, read_iban
from balie.refusal import Refusal

IBAN = "NL91 ABNA 0417 1643 00"


@pytest.mark.parametrize(
    "typed",
    [
        "nl91abna0417164300",
        "NL91ABNA0417164300",
        " NL91 ABNA 0417 1643 00 ",
        "NL91-ABNA-0417-1643-00",
        "NL91.ABNA.0417.1643.00",
    ],
)
def test_an_iban_stands_in_groups_of_four(typed: str) -> None:
    assert read_iban(typed) == IBAN
    assert compact_iban(typed) == "NL91ABNA0417164300"


@pytest.mark.parametrize(
    "iban", [IBAN, "BE68 5390 0754 7034", "DE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1331 9268 19"]
)
def test_an_iban_of_another_country_is_accepted(iban: str) -> None:
    assert read_iban(iban) == iban


def test_nothing_typed_is_nothing_read() -> None:
    assert read_iban("") == read_iban("  ") == ""


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("NL91ABNA0417164301", "NL91ABNA0417164301 klopt niet: het controlegetal past niet bij de rest."),
        ("NL91ABNA0417164030", "NL91ABNA0417164030 klopt niet: het controlegetal past niet bij de rest."),
        ("NL91ABNA041716430", "NL91ABNA041716430 heeft 17 tekens; een Nederlands IBAN heeft er 18."),
        ("NL91ABNA04171643000", "NL91ABNA04171643000 heeft 19 tekens; een Nederlands IBAN heeft er 18."),
        ("0417164300", "0417164300 is geen IBAN: het begint met twee letters en twee cijfers."),
        ("ABNA0417164300", "ABNA0417164300 is geen IBAN: het begint met twee letters en twee cijfers."),
        ("NL91[b]", "NL91[b] is geen IBAN: er staan alleen letters en cijfers in."),
        ("NL91É", "NL91É is geen IBAN: er staan alleen letters en cijfers in."),
        ("BE6853900754703", "BE6853900754703 klopt niet"),
        ("NL91ABNA04171643٠٠", "Het IBAN bevat het cijfer ٠."),
        ("NL91ABNA0417164300\x00", "Het IBAN bevat een teken dat niet te zien is (U+0000)."),
        ("NL91" * 16, "Het IBAN is te lang: 64 tekens, er passen er hooguit 60."),
    ],
)
def test_a_wrong_iban_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_iban(typed)
    assert str(refused.value).startswith(reason)


def test_an_iban_of_a_country_without_iban_is_refused() -> None:
    from stdnum.iban import calc_check_digits

    number = "US" + calc_check_digits("US00ABNA0417164300") + "ABNA0417164300"
    with pytest.raises(Refusal, match=f"^{number} is geen IBAN: het land of de lengte klopt niet"):
        read_iban(number)


@given(st.integers(0, 10**10 - 1), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
@settings(deadline=None)
def test_one_wrong_character_never_passes(account: int, place: int, character: str) -> None:
    from stdnum.iban import calc_check_digits

    rest = f"RABO{account:010}"
    number = f"NL{calc_check_digits('NL00' + rest)}{rest}"
    shown = read_iban(number)
    assert read_iban(shown) == shown
    assert compact_iban(shown) == number
    wrong = number[:place] + character + number[place + 1 :]
    if wrong != number:
        with pytest.raises(Refusal):
            read_iban(wrong)


@pytest.mark.parametrize(
    ("iban", "bic"),
    [
        (IBAN, "ABNANL2A"),
        ("nl91abna0417164300", "ABNANL2A"),
        ("NL20 INGB 0001 2345 67", "INGBNL2A"),
        ("NL", None),
        ("[b]", None),
    ],
)
def test_the_bic_of_a_dutch_iban_is_known(iban: str, bic: str | None) -> None:
    assert bic_of(iban) == bic


def test_an_unknown_bank_has_no_bic() -> None:
    from stdnum.iban import calc_check_digits

    assert bic_of("NL" + calc_check_digits("NL00QQQQ0417164300") + "QQQQ0417164300") is None


@pytest.mark.parametrize("typed", ["NL36ZZZ410462010000", "nl36 zzz 4104 6201 0000", "NL36001410462010000"])
def test_the_business_code_does_not_count_in_a_creditor_id(typed: str) -> None:
    assert check_creditor_id(typed) == typed.replace(" ", "").upper()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("NL63ZZZ410462010000", "NL63ZZZ410462010000 klopt niet: het controlegetal past niet bij de rest."),
        ("NL36ZZZ410462010001", "NL36ZZZ410462010001 klopt niet: het controlegetal past niet bij de rest."),
        ("NL36ZZZ41046201000", "NL36ZZZ41046201000 is geen incassant-ID."),
        ("", "Er is geen incassant-ID ingevuld."),
        ("36NLZZZ410462010000", "36NLZZZ410462010000 is geen incassant-ID."),
        ("NL36ZZZ4104620100[]", "NL36ZZZ4104620100[] is geen incassant-ID."),
        ("NL36ZZZ41046201000\x1b", "Het incassant-ID bevat een teken dat niet te zien is (U+001B)."),
    ],
)
def test_a_wrong_creditor_id_is_refused_with_the_form(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_creditor_id(typed)
    assert str(refused.value).startswith(reason)


def test_an_iban_is_shown_in_groups_of_four() -> None:
    assert grouped_iban("NL91ABNA0417164300") == "NL91 ABNA 0417 1643 00"
    assert grouped_iban("") == ""
