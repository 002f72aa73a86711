"""A wish to leave is withdrawn in time; nobody cancels twice; who enrols again begins anew."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balie.cancellation.cancel import cancel, plan_cancellation, withdraw
from balie.customers.cancelling.cancellations import current_cancellation
from balie.customers.finding.entry import KnownCustomer
from balie.customers.memberships import enrolled_on, is_running
from balie.enrolment.enrol import enrol
from balie.refusal import Refusal
from tests.cancellation.conftest import At
from tests.support.applicants import SECRET, application, enrol_tester
from tests.support.leaving import LAST_DAY, NOTICE, row_of, wish
from tests.support.members import pay_all


def test_a_wish_can_be_withdrawn_until_the_last_day(at: At, member: int) -> None:
    cancel(at(NOTICE), member, wish())
    with pytest.raises(Refusal, match="op 14-09-2026 geëindigd"):
        withdraw(at(LAST_DAY + timedelta(days=1)), member)
    withdraw(at(LAST_DAY), member)
    assert current_cancellation(at(LAST_DAY).store, member) is None
    assert is_running(at(LAST_DAY).store, member, date(2030, 1, 1))
    with pytest.raises(Refusal, match="niets in te trekken"):
        withdraw(at(LAST_DAY), member)
    cancel(at(LAST_DAY), member, wish(received_on=LAST_DAY))
    assert row_of(at(NOTICE), "SELECT count(*), count(withdrawn_on) FROM cancellation") == (2, 1)


def test_a_slip_can_be_put_right_on_the_day_itself(at: At, member: int) -> None:
    today = at(date(2026, 12, 1))
    assert cancel(today, member, wish()).settlement.last_day == LAST_DAY
    withdraw(today, member)
    assert is_running(today.store, member, today.working_date)


def test_what_was_settled_is_not_withdrawn(at: At, member: int) -> None:
    cancel(at(NOTICE), member, wish())
    with at(NOTICE).transaction() as tx:
        tx.execute("UPDATE cancellation SET settled_on = '2026-08-15'")
    with pytest.raises(Refusal, match="al afgerekend"):
        withdraw(at(NOTICE), member)


def test_nobody_cancels_twice(at: At, member: int) -> None:
    cancel(at(NOTICE), member, wish())
    with pytest.raises(Refusal, match="al opgezegd, lid t/m 14-09-2026"):
        cancel(at(NOTICE), member, wish())
    with pytest.raises(Refusal, match="al geëindigd"):
        cancel(at(date(2026, 9, 15)), member, wish())


def test_who_enrols_again_begins_a_new_first_year(at: At, member: int) -> None:
    cancel(at(NOTICE), member, wish())
    back = at(date(2026, 10, 1))
    again = application(back, subscription="0002", number=KnownCustomer(member, "", running=False, state="active"))
    enrol(back, again, SECRET)
    assert enrolled_on(back.store, member) == date(2026, 10, 1)
    assert current_cancellation(back.store, member) is None
    plan = plan_cancellation(back, member, wish(received_on=date(2026, 10, 1)))
    assert plan.free_on == date(2027, 10, 1)


def test_a_renewal_is_no_new_first_year(at: At, member: int) -> None:
    assert enrolled_on(at(NOTICE).store, member) == date(2025, 1, 20)


def test_a_temporary_subscription_ends_by_itself(at: At) -> None:
    today = at(NOTICE)
    customer_id = enrol_tester(today, subscription="0003").customer_id
    pay_all(today, customer_id)
    with pytest.raises(Refusal, match="eindigt vanzelf op 14-11-2026"):
        plan_cancellation(today, customer_id, wish())
    plan = plan_cancellation(today, customer_id, wish(reason="overleden", died_on=NOTICE))
    assert (plan.last_day, plan.refund_cents) == (NOTICE, 1484)  # 91 of 92 days of € 15,00
