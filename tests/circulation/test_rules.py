"""The rules of loans as tables of examples (rules.md#loan, rules.md#fines, rules.md#free-under-18)."""

from __future__ import annotations

from datetime import date

import pytest

from balie.circulation.rules import (
    NO_RULES,
    LoanTerms,
    due_after_renewal,
    due_on,
    lending_fee,
    renewal_fee,
    terms_for,
)
from balie.library.lending_tables import KindLoanRules, LoanRules
from balie.library.money_tables import DatedPrice
from balie.library.structs import Library
from balie.library.terms import CustomerKind
from balie.library.values import Cents

ON = date(2024, 4, 9)
LATER = date(2025, 1, 1)


@pytest.fixture
def rules(poort: Library) -> LoanRules:
    found = poort.loans
    assert found is not None
    return found


def test_a_library_that_tells_nothing_about_loans_lends_nothing(s1_only: Library) -> None:
    assert s1_only.loans is None
    assert "[loans]" in NO_RULES


@pytest.mark.parametrize("kind", list(CustomerKind))
def test_everybody_borrows_ten_items_for_four_weeks_where_the_file_has_nothing_for_that_klanttype(
    rules: LoanRules, kind: CustomerKind
) -> None:
    same = _with(rules, institution=None)
    assert terms_for(same, kind) == LoanTerms(loan_days=28, max_items=10, max_renewals=2)


@pytest.mark.parametrize("kind", list(CustomerKind))
def test_a_klanttype_has_what_the_file_says_of_it_and_else_what_everybody_has(
    rules: LoanRules, kind: CustomerKind
) -> None:
    everybody = LoanTerms(loan_days=28, max_items=10, max_renewals=2)
    tables = {
        "special": (KindLoanRules(max_renewals=9), LoanTerms(28, 10, 9)),
        "volunteer": (KindLoanRules(max_items=0), LoanTerms(28, 0, 2)),
        "staff": (KindLoanRules(loan_days=90), LoanTerms(90, 10, 2)),
    }
    own = _with(rules, institution=None, **{name: table for name, (table, _) in tables.items()})
    of = {CustomerKind.SPECIAL: "special", CustomerKind.VOLUNTEER: "volunteer", CustomerKind.STAFF: "staff"}
    assert terms_for(own, kind) == (tables[of[kind]][1] if kind in of else everybody)


def test_an_institution_borrows_more_and_longer_where_the_file_says_so(rules: LoanRules) -> None:
    more = _with(rules, institution=KindLoanRules(loan_days=56, max_items=40))
    assert terms_for(more, CustomerKind.INSTITUTION) == LoanTerms(56, 40, 2)
    assert terms_for(more, CustomerKind.REGULAR) == LoanTerms(28, 10, 2)


@pytest.mark.parametrize(
    ("lent", "due"),
    [
        (date(2024, 4, 9), date(2024, 5, 7)),
        (date(2024, 2, 1), date(2024, 2, 29)),  # leap day
        (date(2025, 2, 1), date(2025, 3, 1)),
        (date(2025, 3, 1), date(2025, 3, 29)),  # the night of summer time lies behind it
        (date(2025, 10, 1), date(2025, 10, 29)),  # winter time
        (date(2024, 12, 31), date(2025, 1, 28)),
    ],
)
def test_a_loan_lasts_four_weeks_in_calendar_days(rules: LoanRules, lent: date, due: date) -> None:
    assert due_on(terms_for(rules, CustomerKind.REGULAR), lent) == due


def test_renewing_counts_from_the_due_date(rules: LoanRules) -> None:
    terms = terms_for(rules, CustomerKind.REGULAR)
    first = due_after_renewal(terms, date(2024, 5, 7))
    assert (first, due_after_renewal(terms, first)) == (date(2024, 6, 4), date(2024, 7, 2))


@pytest.mark.parametrize(
    ("top_title", "age", "fee"),
    [
        (True, 33, 150),
        (True, 18, 150),
        (True, 17, 0),  # Wsob art. 13
        (True, 0, 0),
        (True, None, 150),  # an institution, or no birth date
        (False, 33, 0),
        (False, 17, 0),
    ],
)
def test_a_toptitel_costs_its_fee_and_never_under_eighteen(
    rules: LoanRules, top_title: bool, age: int | None, fee: int
) -> None:
    assert lending_fee(rules, top_title=top_title, age=age, on=ON) == fee
    assert renewal_fee(rules, top_title=top_title, age=age, on=ON) == fee


def test_a_renewal_asks_no_fee_where_the_library_does_not_ask_it_again(rules: LoanRules) -> None:
    assert renewal_fee(_with(rules, fee_at_renewal=False), top_title=True, age=33, on=ON) == 0


@pytest.mark.parametrize(("on", "fee"), [(date(2016, 11, 30), 0), (date(2016, 12, 1), 150), (LATER, 200)])
def test_the_fee_is_that_of_the_day(rules: LoanRules, on: date, fee: int) -> None:
    (price,) = rules.top_title_fee
    dearer = DatedPrice(price_cents=_cents(200), valid_from=LATER)
    was = DatedPrice(price_cents=price.price_cents, valid_from=price.valid_from, valid_until=date(2024, 12, 31))
    assert lending_fee(_with(rules, top_title_fee=(was, dearer)), top_title=True, age=33, on=on) == fee


def _cents(amount: int) -> Cents:

    return Cents(amount)


def _with(rules: LoanRules, **changes: object) -> LoanRules:
    from msgspec.structs import replace

    return replace(rules, **changes)
