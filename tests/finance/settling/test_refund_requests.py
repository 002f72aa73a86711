"""Credit that is paid back on request, out of the till or by the bank, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.customers.privacy.removal import plan_removal
from balie.finance.pay_out import pay_out as pay_from_the_till
from balie.finance.settling.outcome import (
    mark_executed,
)
from balie.finance.settling.payouts import pay_out, preview_payouts
from balie.finance.settling.refunds import (
    against_the_till,
    ask_refund,
    refund_requests,
    withdraw_refund,
)
from balie.finance.settling.settle import settle
from balie.finance.sheet import sheet
from balie.ledger import Balance, Method, balance
from balie.library.terms import ChargeKind
from balie.library.values import Cents
from balie.refusal import Refusal
from tests.finance.settling.conftest import At
from tests.support.applicants import IBAN
from tests.support.payout_files import AFTER, paid_file, reasons_left_out, texts, with_payouts
from tests.support.refund_examples import C1, cancelled, charge, member_of, pay


def test_credit_is_paid_back_on_request(at: At, member: int) -> None:
    desk = at(date(2026, 3, 2))
    pay(desk, member, 700)
    assert preview_payouts(desk).payments == ()
    request = ask_refund(desk, member, None, IBAN, "E.B. Tester")
    assert request.cents == 700
    with pytest.raises(Refusal, match="geen tegoed"):
        ask_refund(desk, member, 100, IBAN, "E.B. Tester")
    data = paid_file(desk)
    assert texts(data, "InstdAmt") == ["7.00"]
    assert texts(data, "Ustrd")[0].startswith("Teruggave tegoed pas 24104")
    assert refund_requests(desk.store, member) == []
    assert balance(desk.store, member) == Balance(0, 0, 0)
    with pytest.raises(Refusal, match="al uitbetaald"):
        withdraw_refund(desk, request.id)


@pytest.mark.parametrize(
    ("cents", "iban", "holder", "fields"),
    [
        (800, IBAN, "E.B. Tester", ["amount"]),
        (0, "", "", ["amount", "iban", "holder"]),
        (100, "TN5910006035183598478831", "x", ["iban"]),
    ],
)
def test_a_request_that_cannot_be_is_refused_at_its_fields(
    at: At, member: int, cents: int, iban: str, holder: str, fields: list[str]
) -> None:
    pay(at(date(2026, 3, 2)), member, 700)
    with pytest.raises(Refusal) as refusal:
        ask_refund(at(date(2026, 3, 2)), member, cents, iban, holder)
    assert [reason.field for reason in refusal.value.reasons] == fields


def test_a_request_is_taken_back_or_lapses_with_the_credit(at: At, member: int) -> None:
    desk = at(date(2026, 3, 2))
    pay(desk, member, 700)
    request = ask_refund(desk, member, 300, IBAN, "E.B. Tester")
    withdraw_refund(desk, request.id)
    assert pay_out(desk).file is None
    ask_refund(desk, member, 700, IBAN, "E.B. Tester")
    charge(desk, member, (ChargeKind.FINE, 900))
    assert reasons_left_out(desk) == ["Er is geen tegoed meer: trek de aanvraag in."]
    assert balance(desk.store, member).credit == 700


def test_a_request_and_a_settlement_do_not_pay_the_same_twice(at: At, member: int) -> None:
    pay(at(date(2026, 3, 2)), member, 700)
    ask_refund(at(date(2026, 3, 2)), member, 700, IBAN, "E.B. Tester")
    cancelled(at, member)
    preview = preview_payouts(at(AFTER))
    assert [payment.cents for payment in preview.payments] == [2680]
    assert [one.reasons for one in preview.left_out] == [("Er is geen tegoed meer: trek de aanvraag in.",)]


def test_somebody_whose_payout_is_on_its_way_is_not_removed(at: At, member: int) -> None:
    cancelled(at, member)
    pay_out(at(AFTER))
    later = at(AFTER + timedelta(days=20))
    (reason,) = plan_removal(later, member).reasons
    assert reason.text == (
        "Er is € 19,80 onderweg naar de klant (week 2026-38): wacht tot de bank dat heeft uitgevoerd."
    )
    mark_executed(later, "2026-38", later.working_date)
    assert plan_removal(later, member).reasons == ()


@pytest.mark.parametrize(
    ("keys", "cents", "reasons"),
    [
        ({}, 50_00, []),
        ({"cash_up_to_cents": Cents(0)}, 1, ["Bibliotheek Achterhoekse Poort betaalt niet terug uit de kassa"]),
        ({"cash_up_to_cents": Cents(25_00)}, 25_00, []),
        ({"cash_up_to_cents": Cents(25_00)}, 25_01, ["Uit de kassa gaat hooguit € 25,00"]),
    ],
)
def test_how_much_goes_out_of_the_till_is_for_the_library(
    at: At, member: int, keys: dict[str, object], cents: int, reasons: list[str]
) -> None:
    desk = with_payouts(at(AFTER), **keys)
    found = against_the_till(desk, desk.store, member, cents)
    assert [one.text.split(":")[0] for one in found] == reasons


def test_what_was_just_collected_does_not_go_out_of_the_till_unchecked(at: At) -> None:
    example = replace(C1, paid_from=date(2026, 8, 1), paid_until=date(2027, 7, 31))
    customer_id = member_of(at, example, method=Method.DIRECT_DEBIT)
    desk = at(AFTER)
    settle(desk, cancelled(at, customer_id, example))
    (reason,) = against_the_till(desk, desk.store, customer_id, 100)
    assert "uitbetalen vanaf 26-09-2026" in reason.text
    assert against_the_till(desk, desk.store, customer_id, 100, not_reversed=True) == []
    with pytest.raises(Refusal, match="kan nog worden gestorneerd"):
        pay_from_the_till(desk, sheet(desk, customer_id), "contant", "1", "Opgezegd")
    pay_from_the_till(desk, sheet(desk, customer_id), "contant", "1", "Opgezegd", not_reversed=True)
    assert desk.store.read("SELECT cents, way FROM payment WHERE cents < 0") == [(-100, "contant")]
