"""Another subscription for a member, and one period more: price, period, what is given back, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from balie.customers.header import read_header
from balie.customers.memberships import enrolled_on
from balie.customers.permission import Override
from balie.customers.subscriptions.change import change_subscription, renew
from balie.customers.subscriptions.change_plan import (
    PlanChange,
    Start,
    change_offers,
    plan_change,
    plan_renewal,
    possible_starts,
    preview_change,
)
from balie.desk import Desk
from balie.finance.sheet import sheet
from balie.ledger import Balance, Incoming, Method, balance, open_charges, receive
from balie.library.structs import Library
from balie.library.terms import PaymentWay
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.applicants import IBAN, end_membership, enrol_tester
from tests.support.debtors import that_collects

INVOICE = PaymentWay.INVOICE
COMPLETE = PlanChange("0053", INVOICE)


@pytest.fixture(autouse=True)
def _sound(desk: Desk) -> Iterator[None]:
    yield
    assert check(desk.store, all_invariants()) == []


def on(desk: Desk, day: date) -> Desk:
    return replace(desk, working_date=day)


def periods(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read(
        "SELECT number, code, paid_from, paid_until, price_cents, strips, ended_on FROM membership ORDER BY number"
    )


def test_a_renewal_follows_the_period_without_a_gap(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    changed = renew(on(desk, date(2025, 4, 20)), customer_id)
    assert (changed.membership_number, changed.plan.to_pay_cents, changed.plan.refunds) == (2, 5400, ())
    assert periods(desk) == [
        (1, "0045", "2024-05-01", "2025-04-30", 5400, 125, None),
        (2, "0045", "2025-05-01", "2026-04-30", 5400, 125, None),
    ]
    header = read_header(on(desk, date(2025, 4, 20)), customer_id)
    assert (header.billed, header.left[3]) == ("Gefactureerd t/m April 2026", "Factuur aangemaakt")
    assert balance(desk.store, customer_id).contribution == 10800
    assert enrolled_on(desk.store, customer_id) == date(2024, 4, 9)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2024, 4, 20), "loopt al door t/m 30-04-2025"),
        (date(2025, 2, 27), "verlengen kan vanaf 01-03-2025"),
    ],
)
def test_a_period_is_not_renewed_long_before_its_end(desk: Desk, day: date, why: str) -> None:
    customer_id = enrol_tester(desk).customer_id
    with pytest.raises(Refusal, match=why):
        renew(on(desk, day), customer_id)


def test_nobody_renews_twice(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    later = on(desk, date(2025, 4, 20))
    renew(later, customer_id)
    with pytest.raises(Refusal, match="loopt al door t/m 30-04-2026"):
        renew(later, customer_id)


def test_a_temporary_subscription_is_not_renewed(desk: Desk) -> None:
    customer_id = enrol_tester(desk, subscription="0091").customer_id
    with pytest.raises(Refusal, match="wordt niet verlengd"):
        renew(desk, customer_id)


def test_who_turned_eighteen_pays_from_the_first_day_of_the_new_period(desk: Desk, poort: Library) -> None:
    """Age and price are those of the first day of the new period, whatever the day it is made (rules.md#ages)."""
    there = replace(desk, library=poort, branch=poort.branch("4104"))
    customer_id = enrol_tester(there, subscription="0001", birth_date="01-05-2007", guardian="M. Tester").customer_id
    with pytest.raises(Refusal, match="0 t/m 17 jaar; deze klant is 18 jaar"):
        renew(on(there, date(2025, 4, 20)), customer_id)
    year = PlanChange("0002", INVOICE, Start.NEXT)
    assert plan_change(on(there, date(2025, 4, 20)), customer_id, year).to_pay_cents == 5200


def test_a_change_that_counts_at_once_gives_back_what_is_left(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    later = on(desk, date(2024, 8, 20))
    plan = plan_change(later, customer_id, COMPLETE)
    assert [refund.text for refund in plan.refunds] == ["242/365 dagen van € 54,00 (01-05-2024 t/m 30-04-2025)"]
    assert (plan.offer.price_cents, plan.refund_cents, plan.to_pay_cents) == (6250, 3580, 2670)
    change_subscription(later, customer_id, COMPLETE)
    assert periods(desk) == [
        (1, "0045", "2024-05-01", "2025-04-30", 5400, 125, "2024-08-31"),
        (2, "0053", "2024-09-01", "2025-08-31", 6250, None, None),
    ]
    assert balance(desk.store, customer_id).contribution == 5400 - 3580 + 6250
    assert enrolled_on(desk.store, customer_id) == date(2024, 4, 9)


def test_before_the_period_began_all_of_it_is_given_back(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    change_subscription(desk, customer_id, COMPLETE)
    assert balance(desk.store, customer_id).contribution == 6250


def test_what_is_given_back_pays_what_is_asked_now_so_that_header_and_sheet_agree(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    (charge,) = open_charges(desk.store, customer_id)
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, charge.cents, Method.CASH, desk.working_date, till="1"))
    change_subscription(on(desk, date(2024, 8, 20)), customer_id, COMPLETE)
    seen = sheet(desk, customer_id)
    assert ([line.open_cents for line in seen.lines], seen.credit_cents) == ([2670], 0)
    assert balance(desk.store, customer_id) == Balance(2670, 0, 0)


def test_two_changes_give_nothing_back_twice(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    change_subscription(desk, customer_id, COMPLETE)
    change_subscription(desk, customer_id, PlanChange("0141", INVOICE))
    assert balance(desk.store, customer_id).contribution == 4200


def test_a_change_to_a_subscription_by_exact_date_starts_today(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    later = on(desk, date(2024, 8, 20))
    plan = plan_change(later, customer_id, PlanChange("0091", INVOICE))
    assert (plan.period.paid_from, plan.period.paid_until) == (date(2024, 8, 20), date(2024, 9, 19))
    change_subscription(later, customer_id, PlanChange("0091", INVOICE))
    assert enrolled_on(desk.store, customer_id) == date(2024, 4, 9)


def test_a_mandate_is_signed_where_there_is_none(desk: Desk, poort: Library) -> None:
    desk = that_collects(desk, poort)
    customer_id = enrol_tester(desk).customer_id
    monthly = PlanChange("0049", PaymentWay.DIRECT_DEBIT)
    with pytest.raises(Refusal) as refusal:
        plan_change(desk, customer_id, monthly)
    assert [reason.field for reason in refusal.value.reasons] == ["iban"]
    changed = change_subscription(desk, customer_id, replace(monthly, iban=IBAN))
    assert changed.mandate == "29428000077727"
    assert desk.store.read("SELECT iban, bic, holder FROM mandate") == [(IBAN, "ABNANL2A", "E.B. Tester")]


def test_the_reduced_tariff_stays_with_the_member(desk: Desk, poort: Library) -> None:
    there = replace(desk, library=poort, branch=poort.branch("4104"))
    customer_id = enrol_tester(there, subscription="0002", birth_date="01-06-1945").customer_id
    with there.transaction() as tx:
        tx.execute("UPDATE membership SET reduced_65 = 1")
    later = on(there, date(2025, 4, 20))
    assert renew(later, customer_id).plan.to_pay_cents == 4700
    assert desk.store.read("SELECT number, reduced_65 FROM membership ORDER BY number") == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (PlanChange("0045", INVOICE), ["subscription"]),
        (PlanChange("9999", INVOICE), ["subscription"]),
        (PlanChange("0090", INVOICE), ["last_day"]),
        (PlanChange("0053", PaymentWay.DIRECT_DEBIT, iban="NL92ABNA0417164300"), ["iban"]),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, change: PlanChange, fields: list[str]) -> None:
    customer_id = enrol_tester(desk).customer_id
    with pytest.raises(Refusal) as refusal:
        change_subscription(desk, customer_id, change)
    assert [reason.field for reason in refusal.value.reasons] == fields
    assert len(periods(desk)) == 1


def test_a_supervisor_may_allow_what_age_forbids(desk: Desk) -> None:
    customer_id = enrol_tester(desk, birth_date="09-04-2006", subscription="0141").customer_id
    young = PlanChange("0045", INVOICE)
    with pytest.raises(Refusal, match="19 t/m 99 jaar; deze klant is 18 jaar"):
        plan_change(desk, customer_id, young)
    with pytest.raises(Refusal) as refusal:
        plan_change(desk, customer_id, replace(young, override=Override("chef", "x")))
    assert [reason.field for reason in refusal.value.reasons] == ["because"]
    change_subscription(desk, customer_id, replace(young, override=Override("chef", "Wordt volgende week 19")))
    row = desk.store.read_one("SELECT after ->> 'allowed_by' FROM journal WHERE action = 'subscription changed'")
    assert row == ("chef",)


def test_what_may_be_chosen_is_offered_with_its_price(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    allowed, refused = change_offers(desk, customer_id, INVOICE, Start.NOW)
    assert ("0053", 6250) in [(offer.code, offer.price_cents) for offer in allowed]
    assert refused == []


def test_who_is_no_member_changes_nothing(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    end_membership(desk, customer_id)
    with pytest.raises(Refusal, match="geen lopend abonnement"):
        change_subscription(desk, customer_id, COMPLETE)


def test_what_is_given_back_of_a_period_goes_off_what_is_open_of_that_period(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    later = on(desk, date(2025, 4, 22))
    renew(later, customer_id)
    change_subscription(later, customer_id, PlanChange("0140", INVOICE))
    charges = {row[0]: row[1] for row in desk.store.read("SELECT id, membership_number FROM charge")}
    left = [(charges[one.charge_id], one.open_cents) for one in open_charges(desk.store, customer_id)]
    assert left == [(1, 5400), (3, 4200)]


def test_nobody_changes_to_what_the_library_cannot_collect(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    with pytest.raises(Refusal, match="incasseert niet"):
        change_subscription(desk, customer_id, PlanChange("0049", PaymentWay.DIRECT_DEBIT, iban=IBAN))


def test_a_form_that_is_not_complete_shows_what_is_known_and_what_is_in_the_way(desk: Desk, poort: Library) -> None:
    desk = that_collects(desk, poort)
    customer_id = enrol_tester(desk).customer_id
    plan, reasons = preview_change(desk, customer_id, PlanChange("0049", PaymentWay.DIRECT_DEBIT))
    assert plan is not None
    assert plan.offer.price_cents == 500
    assert [reason.field for reason in reasons] == ["iban"]
    assert preview_change(desk, customer_id, PlanChange("9999", INVOICE))[0] is None


def test_another_subscription_may_wait_for_the_end_of_the_period_when_that_is_near(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    assert possible_starts(desk, customer_id) == (Start.NOW,)
    assert possible_starts(on(desk, date(2025, 4, 20)), customer_id) == (Start.NOW, Start.NEXT)
    with desk.transaction() as tx:
        tx.execute("UPDATE membership SET ended_on = '2025-04-30'")
    with pytest.raises(Refusal) as refusal:
        possible_starts(desk, customer_id)
    assert len(refusal.value.reasons) == 1


def test_a_renewal_is_shown_before_it_is_made(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    later = on(desk, date(2025, 4, 20))
    assert plan_renewal(later, customer_id) == renew(later, customer_id).plan
