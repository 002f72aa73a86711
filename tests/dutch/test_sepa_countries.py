"""Which accounts can be collected from and paid to, check digits that no bank gives out, and addresses nobody has."""

from __future__ import annotations

import pytest

from balie.dutch.bank import check_creditor_id, compact_iban, is_dutch_iban, is_iban, read_iban
from balie.dutch.contact import read_email
from balie.dutch.sepa_countries import why_not_by_sepa
from balie.finance.collection.checks import iban_reasons as against_collecting
from balie.finance.settling.payments import iban_reasons as against_paying
from balie.refusal import Refusal

INSIDE = (
    *("NL91ABNA0417164300", "BE68539007547034", "DE89370400440532013000", "NO9386011117947"),
    "IS140159260076545510730339",
)
BEYOND = (
    *("CH9300762011623852957", "GB29NWBK60161331926819", "MC5811222000010123456789030", "SM86U0322509800000000270100"),
    *("AD1200012030200359100100", "VA59001123000012345678", "AL47212110090000000235698741", "RS35260005601001611379"),
    *("ME25505000012345678951", "MK07250120000058984", "MD24AG000225100013104168", "GI75NWBK000000007099453"),
)
ELSEWHERE = ("TR330006100519786457841326", "SA0380000000608010167519", "BR1800360305000010009795493C1")


@pytest.mark.parametrize("iban", INSIDE)
def test_within_the_eea_a_name_and_an_iban_will_do(iban: str) -> None:
    assert is_iban(iban)
    assert (why_not_by_sepa(iban), against_collecting(iban), against_paying(iban, "")) == ("", [], [])


@pytest.mark.parametrize("iban", BEYOND)
def test_beyond_the_eea_a_bank_wants_an_address_and_it_is_left_out_with_the_reason(iban: str) -> None:
    assert is_iban(iban)
    for reasons in (against_collecting(iban), against_paying(iban, "")):
        (reason,) = reasons
        assert "buiten de EER" in reason
        assert iban[:2] in reason


@pytest.mark.parametrize("iban", ELSEWHERE)
def test_what_takes_no_part_in_sepa_is_left_out(iban: str) -> None:
    assert is_iban(iban)
    assert all("doet niet mee aan SEPA" in one for one in (*against_collecting(iban), *against_paying(iban, "")))


@pytest.mark.parametrize("digits", ["00", "01", "99"])
@pytest.mark.parametrize("country", ["NL", "BE", "DE"])
def test_check_digits_that_no_bank_gives_out_are_refused(country: str, digits: str) -> None:
    """Of some account numbers 97, 98 or 02 are the right ones; 00, 01 and 99 leave the same rest."""
    same = {"00": "97", "01": "98", "99": "02"}[digits]
    length = {"NL": 10, "BE": 12, "DE": 18}[country]
    bank = "ABNA" if country == "NL" else ""
    for number in range(3_000):
        good = f"{country}{same}{bank}{number:0{length}}"
        if is_iban(good):
            break
    else:
        raise AssertionError("no account with these check digits")
    bad = f"{country}{digits}{good[4:]}"
    assert compact_iban(read_iban(good)) == good
    with pytest.raises(Refusal, match="controlegetal"):
        read_iban(bad)
    assert not is_iban(bad)
    assert not is_dutch_iban(bad)
    assert len(against_collecting(bad)) == len(against_paying(bad, "")) == 1


def test_the_check_digits_of_a_creditor_id_are_held_to_the_same() -> None:
    for number in range(3_000):
        good = f"NL97ZZZ{number:012}"
        try:
            check_creditor_id(good)
        except Refusal:
            continue
        with pytest.raises(Refusal, match="controlegetal"):
            check_creditor_id(f"NL00{good[4:]}")
        return
    raise AssertionError("no creditor id with these check digits")


@pytest.mark.parametrize("address", ["a@b.c", "jan@voorbeeld.n", "jan@mail.voorbeeld.x", "jan@voorbeeld.é"])
def test_a_domain_does_not_end_in_one_letter(address: str) -> None:
    with pytest.raises(Refusal):
        read_email(address)


@pytest.mark.parametrize("address", ["jan@voorbeeld.nl", "jan@x.nl", "jan@voorbeeld.museum"])
def test_other_addresses_are_as_they_were(address: str) -> None:
    assert read_email(address) == address
