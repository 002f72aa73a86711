"""From when until when is paid and may be borrowed: the tables of rules.md#period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.customers.subscriptions.pricing import Offer, Period, first_paid_month, period, renewal
from balie.dutch.periods import last_of_month
from balie.library.terms import SubscriptionKind
from balie.refusal import Refusal


def _offer(term_months: int | None, kind: SubscriptionKind | None = None) -> Offer:
    return Offer(
        code="0000",
        name="Proef",
        price_cents=0,
        term_months=term_months,
        contract_months=term_months,
        kind=kind,
        range_label=kind or "0-120",
        note="",
        strips=0,
        digital_only=False,
        mandate_required=False,
        trial=False,
        tariff_code="0000",
        enrolment_fee_cents=0,
        free_by_law=False,
    )


def _day(text: str) -> date:
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))


@pytest.mark.parametrize("kind", [None, SubscriptionKind.FIXED])
@pytest.mark.parametrize(
    ("enrolled", "term", "paid_from", "paid_until", "label"),
    [
        ("01-04-2024", 12, "01-05-2024", "30-04-2025", "April 2025"),
        ("09-04-2024", 12, "01-05-2024", "30-04-2025", "April 2025"),
        ("30-04-2024", 12, "01-05-2024", "30-04-2025", "April 2025"),
        ("01-12-2016", 12, "01-01-2017", "31-12-2017", "December 2017"),
        ("29-02-2024", 12, "01-03-2024", "28-02-2025", "Februari 2025"),
        ("10-02-2023", 12, "01-03-2023", "29-02-2024", "Februari 2024"),
        ("31-12-2024", 12, "01-01-2025", "31-12-2025", "December 2025"),
        ("09-04-2024", 1, "01-05-2024", "31-05-2024", "Mei 2024"),
        ("15-12-2024", 1, "01-01-2025", "31-01-2025", "Januari 2025"),
    ],
)
def test_whole_months_from_the_month_after_enrolment(
    enrolled: str, term: int, paid_from: str, paid_until: str, label: str, kind: SubscriptionKind | None
) -> None:
    found = period(_offer(term, kind), _day(enrolled))
    until = _day(paid_until)
    assert found == Period(_day(enrolled), _day(paid_from), until, until)
    assert found.billed_until_label == label
    assert found.invoice_month == _day(paid_from)


def test_a_renewal_follows_without_a_gap() -> None:
    offer = _offer(12)
    found = renewal(offer, period(offer, _day("09-04-2024")))
    assert found == Period(_day("01-05-2025"), _day("01-05-2025"), _day("30-04-2026"), _day("30-04-2026"))
    assert found.billed_until_label == "April 2026"


def test_a_year_may_be_renewed_by_a_subscription_of_a_month() -> None:
    found = renewal(_offer(1), period(_offer(12), _day("09-04-2024")))
    assert (found.paid_from, found.paid_until) == (_day("01-05-2025"), _day("31-05-2025"))


@given(enrolled=st.dates(date(2000, 1, 1), date(2100, 1, 1)), term=st.integers(1, 12))
def test_paid_periods_always_run_from_a_first_to_a_last_of_month(enrolled: date, term: int) -> None:
    offer = _offer(term)
    first = period(offer, enrolled)
    second = renewal(offer, first)
    for found in (first, second):
        assert found.paid_until is not None
        assert found.paid_from.day == 1
        assert found.paid_until == last_of_month(found.paid_until)
        months = (found.paid_until.year - found.paid_from.year) * 12 + found.paid_until.month - found.paid_from.month
        assert months + 1 == term
    assert first.paid_until is not None
    assert second.paid_from - first.paid_until == timedelta(days=1)
    assert enrolled < first.paid_from <= enrolled + timedelta(days=31)


@pytest.mark.parametrize(
    ("enrolled", "months", "last_day"),
    [
        ("09-04-2024", 3, "08-07-2024"),
        ("30-11-2024", 3, "28-02-2025"),
        ("31-01-2024", 1, "29-02-2024"),
        ("31-01-2023", 1, "28-02-2023"),
        ("09-04-2024", 1, "08-05-2024"),
        ("31-08-2024", 1, "30-09-2024"),
    ],
)
def test_a_temporary_subscription_runs_by_exact_date(enrolled: str, months: int, last_day: str) -> None:
    found = period(_offer(months, SubscriptionKind.TEMPORARY), _day(enrolled))
    until = _day(last_day)
    assert found == Period(_day(enrolled), _day(enrolled), until, until)


def test_a_temporary_subscription_ends_by_itself() -> None:
    offer = _offer(3, SubscriptionKind.TEMPORARY)
    with pytest.raises(Refusal, match="wordt niet verlengd"):
        renewal(offer, period(offer, _day("09-04-2024")))


def test_a_subscription_without_a_term_has_no_end() -> None:
    offer = _offer(None, SubscriptionKind.FIXED)
    found = period(offer, _day("09-04-2024"))
    assert found == Period(_day("09-04-2024"), _day("01-05-2024"), None, None)
    assert found.billed_until_label == ""
    with pytest.raises(Refusal, match="wordt niet verlengd"):
        renewal(offer, found)


def test_a_temporary_subscription_without_a_term_ends_on_the_day_the_desk_gives() -> None:
    offer = _offer(None, SubscriptionKind.TEMPORARY)
    assert period(offer, _day("09-04-2024")).rights_until is None
    found = period(offer, _day("09-04-2024"), last_day=_day("30-04-2024"))
    assert (found.paid_until, found.rights_until) == (_day("30-04-2024"), _day("30-04-2024"))
    assert found.billed_until_label == "April 2024"
    with pytest.raises(Refusal, match="09-04-2024 of later"):
        period(offer, _day("09-04-2024"), last_day=_day("08-04-2024"))


@pytest.mark.parametrize(
    ("born", "first_paid"),
    [("01-02-2007", "01-03-2025"), ("29-02-2008", "01-04-2026"), ("31-12-2007", "01-01-2026")],
)
def test_the_first_paid_month_follows_the_18th_birthday(born: str, first_paid: str) -> None:
    assert first_paid_month(_day(born)) == _day(first_paid)
