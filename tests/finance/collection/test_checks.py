"""The rules for one collection: dates, mandates, accounts, and the sequence of a mandate.

Source: rules.md#collection-dates.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban

from balie.customers.mandates import Sequence, next_sequence, usable_until
from balie.finance.collection.candidates import describe
from balie.finance.collection.checks import MandateFacts, iban_reasons, mandate_reasons, mandate_warning
from balie.finance.collection.dates import collection_dates
from balie.library.structs import Library


def on(text: str) -> date:
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))


@pytest.mark.parametrize(
    ("collect", "announce", "two", "one", "refund", "claim", "mandate"),
    [
        ("15-05-2024", "01-05-2024", "13-05-2024", "14-05-2024", "10-07-2024", "15-06-2025", "15-05-2027"),
        ("15-01-2025", "01-01-2025", "13-01-2025", "14-01-2025", "12-03-2025", "15-02-2026", "15-01-2028"),
        ("15-05-2025", "01-05-2025", "13-05-2025", "14-05-2025", "10-07-2025", "15-06-2026", "15-05-2028"),
    ],
)
def test_the_dates_of_a_collection(
    poort: Library, collect: str, announce: str, two: str, one: str, refund: str, claim: str, mandate: str
) -> None:
    assert poort.direct_debit is not None
    dates = collection_dates(on(collect).replace(day=1), poort.direct_debit)
    assert (dates.collect_on, dates.announce_by) == (on(collect), on(announce))
    assert (dates.deliver_by, dates.last_delivery) == (on(two), on(one))
    assert (dates.refundable_until, dates.claimable_until) == (on(refund), on(claim))
    assert dates.mandate_until == on(mandate)


@pytest.mark.parametrize(("collect", "announce"), [("12-09-2025", "29-08-2025"), ("12-02-2027", "29-01-2027")])
def test_an_announcement_may_fall_in_the_month_before(poort: Library, collect: str, announce: str) -> None:
    assert poort.direct_debit is not None
    dates = collection_dates(on(collect).replace(day=1), poort.direct_debit)
    assert (dates.collect_on, dates.announce_by) == (on(collect), on(announce))


@pytest.mark.parametrize(
    ("presented", "refused", "sequence"), [(0, 0, "FRST"), (1, 1, "FRST"), (1, 0, "RCUR"), (3, 1, "RCUR")]
)
def test_first_until_one_was_not_refused(presented: int, refused: int, sequence: str) -> None:
    assert next_sequence(presented, refused) is Sequence(sequence)


@pytest.mark.parametrize(
    ("signed", "last", "collect", "alive"),
    [
        ("01-01-2020", "15-05-2024", "15-05-2027", True),
        ("01-01-2020", "15-05-2024", "16-05-2027", False),
        ("15-05-2024", None, "15-05-2027", True),
        ("15-05-2024", None, "17-05-2027", False),
    ],
)
def test_a_mandate_lives_thirty_six_months(signed: str, last: str | None, collect: str, alive: bool) -> None:
    last_on = None if last is None else on(last)
    facts = MandateFacts("1", on(signed), "NL91ABNA0417164300", last_on, None)
    assert (mandate_reasons(facts, today=on(collect), collect_on=on(collect)) == []) is alive
    assert (usable_until(on(signed), last_on) >= on(collect)) is alive


@pytest.mark.parametrize(("signed", "warned"), [("01-11-2009", False), ("31-10-2009", True)])
def test_a_signature_from_before_sepa_is_odd(signed: str, warned: bool) -> None:
    assert bool(mandate_warning(MandateFacts("1", on(signed), "", None, None))) is warned


@pytest.mark.parametrize("reference", ["", "a b", "/a", "a/", "a//b", "é", "x" * 36])
def test_a_reference_that_no_bank_takes_is_left_out(reference: str) -> None:
    facts = MandateFacts(reference, on("01-01-2025"), "NL91ABNA0417164300", None, None)
    (reason,) = mandate_reasons(facts, today=on("01-05-2025"), collect_on=on("15-05-2025"))
    assert "kenmerk" in reason


@example("NL00TTAA0025082017", False)
@given(st.from_regex(r"NL[0-9]{2}[A-Z]{4}[0-9]{10}", fullmatch=True), st.booleans())
def test_a_dutch_account_is_judged_as_stdnum_does(typed: str, right: bool) -> None:
    number = f"NL{stdnum_iban.calc_check_digits('NL00' + typed[4:])}{typed[4:]}" if right else typed
    # 00, 01 and 99 come to the same as 97, 98 and 02, and stdnum takes them; no bank ever made them (ISO 7064).
    ever_made = "02" <= number[2:4] <= "98"
    assert (iban_reasons(number) == []) is (ever_made and stdnum_iban.is_valid(number, check_country=False))


@pytest.mark.parametrize(
    ("iban", "accepted"),
    [
        ("BE68539007547034", True),
        ("DE89370400440532013000", True),
        ("DE89370400440532013001", False),
        ("NL91ABNA041716430", False),
        ("NL91ABNA04171643000", False),
        ("SA0380000000608010167519", False),
        ("nl91abna0417164300", False),
    ],
)
def test_accounts_abroad_and_odd_ones(iban: str, accepted: bool) -> None:
    assert (iban_reasons(iban) == []) is accepted


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2025-05-01", "2026-04-30", "Contributie 05-2025 t/m 04-2026 pas 29428000077727"),
        ("2025-05-01", "2025-05-31", "Contributie 05-2025 pas 29428000077727"),
        ("2025-05-01", None, "Contributie 05-2025 pas 29428000077727"),
    ],
)
def test_what_the_customer_reads(first: str, last: str | None, text: str) -> None:
    assert describe(first, last, "29428000077727") == text
