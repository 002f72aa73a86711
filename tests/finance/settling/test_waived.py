"""Contribution that was waived is neither given back nor set off: only what was received comes back."""

from __future__ import annotations

from datetime import date

import pytest

from balie.cancellation.cancel import cancel, plan_cancellation
from balie.cancellation.wish import Wish
from balie.customers.subscriptions.change import change_subscription
from balie.customers.subscriptions.change_plan import PlanChange, Start, plan_change
from balie.customers.subscriptions.pricing import PaymentWay
from balie.finance.settling.settle import settle
from balie.finance.sheet import sheet
from balie.finance.waive import waive
from balie.ledger import Incoming, Method, balance, receive
from balie.library.terms import CancellationWay
from tests.finance.settling.conftest import At
from tests.support.applicants import IBAN, enrol_tester
from tests.support.refund_examples import pay

ENROLLED, WAIVED, LATER = date(2024, 4, 9), date(2024, 6, 3), date(2024, 6, 4)
DIED = Wish(CancellationWay.LETTER, WAIVED, reason="overleden", died_on=date(2024, 6, 1))
CASES = [
    (0, 5200, 0),
    (3000, 2200, 3000),
    (5000, 200, 4744),
    (4744, 456, 4744),
    (0, 1000, 0),
    (3000, 1000, 3000),
    (1000, 0, 544),
]
"""Cents paid, cents waived and what comes back of € 47,44; what is still open is set off first."""


def member(at: At, paid: int, waived: int) -> int:
    customer_id = enrol_tester(at(ENROLLED), subscription="0002").customer_id
    if paid:
        pay(at(ENROLLED), customer_id, paid)
    desk = at(WAIVED)
    if waived < 5200 - paid:  # at the desk a waiver takes all of a line that is open
        if waived:
            with desk.transaction() as tx:
                receive(tx, Incoming(customer_id, waived, Method.WAIVER, WAIVED, reason="A102"))
        return customer_id
    seen = sheet(desk, customer_id)
    waive(desk, seen, {line.charge_id for line in seen.lines}, "A102")
    return customer_id


@pytest.mark.parametrize(("paid", "waived", "back"), CASES)
def test_after_a_death_what_was_received_comes_back_and_never_more(at: At, paid: int, waived: int, back: int) -> None:
    customer_id = member(at, paid, waived)
    told = plan_cancellation(at(WAIVED), customer_id, DIED)
    assert told.payout_cents == back
    number = cancel(at(WAIVED), customer_id, DIED).cancellation_id
    case = settle(at(LATER), number)
    assert case.payout_cents == back
    assert balance(at(LATER).store, customer_id).credit == back


@pytest.mark.parametrize(("paid", "waived", "back"), CASES)
def test_another_subscription_sets_off_what_was_received(at: At, paid: int, waived: int, back: int) -> None:
    customer_id = member(at, paid, waived)
    change = PlanChange("0002", PaymentWay.DIRECT_DEBIT, Start.NOW, iban=IBAN)
    told = plan_change(at(WAIVED), customer_id, change)
    whole = 5200 * 304 // 365  # from 01-07-2024 on
    left = min(whole + 1, 5200 - waived)
    assert abs(told.refund_cents - left) <= 1
    change_subscription(at(WAIVED), customer_id, change, told=told)
    now = balance(at(WAIVED).store, customer_id)
    assert now.contribution - now.credit == 5200 - paid - waived + 4800 - told.refund_cents
