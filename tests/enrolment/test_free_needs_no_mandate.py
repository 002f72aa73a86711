"""Who pays nothing for a subscription needs no mandate for it, and does from the first day that it costs something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.customers.kinds import CustomerKind
from balie.customers.permission import Override
from balie.customers.subscriptions.change import change_subscription
from balie.customers.subscriptions.change_plan import PlanChange
from balie.customers.subscriptions.next_period import not_collected, not_collected_from, without_mandate
from balie.customers.subscriptions.pricing import offer_of
from balie.desk import Desk
from balie.enrolment.application import preview
from balie.enrolment.enrol import enrol
from balie.library.structs import Library
from balie.library.terms import PaymentWay
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.applicants import SECRET, application, enrol_tester
from tests.support.debtors import that_collects

COLLECTED = ("0049", "0052")
FREE = ("09-04-2015", "10-04-2006")
"""Born nine years before the working date, and the day before their eighteenth birthday on it."""
PAYS = ("09-04-2006", "04-01-1991")
ALLOWED = Override("hk", "afgesproken met de ouders")


@pytest.mark.parametrize("collects", [True, False])
@pytest.mark.parametrize("code", COLLECTED)
@pytest.mark.parametrize("born", [*FREE, *PAYS])
def test_screen_3_asks_for_a_mandate_only_where_there_is_something_to_pay(
    desk: Desk, poort: Library, code: str, born: str, collects: bool
) -> None:
    there = that_collects(desk, poort) if collects else desk
    asked = application(there, subscription=code, birth_date=born, guardian="A. Tester", override=ALLOWED)
    outlook = preview(there, asked)
    assert outlook is not None
    assert outlook.costs is not None
    assert bool(outlook.in_the_way) is (born in PAYS) is (outlook.costs.balance > 0)
    if born in PAYS:
        with pytest.raises(Refusal, match="incasso"):
            enrol(there, asked, SECRET)
    else:
        enrol(there, asked, SECRET)
        assert there.store.read("SELECT price_cents FROM membership") == [(0,)]
        assert there.store.read("SELECT cents FROM charge") == []
    assert check(there.store, all_invariants()) == []


@pytest.mark.parametrize("code", COLLECTED)
def test_a_child_may_change_to_it_without_a_mandate(desk: Desk, poort: Library, code: str) -> None:
    there = that_collects(desk, poort)
    customer_id = enrol_tester(there, subscription="0086", birth_date=FREE[0], guardian="A. Tester").customer_id
    change = PlanChange(code, PaymentWay.INVOICE, override=ALLOWED)
    change_subscription(there, customer_id, change)
    later = replace(there, working_date=date(2033, 4, 9))
    adult = enrol_tester(later, subscription="0086").customer_id
    with pytest.raises(Refusal, match="alleen met Sepa incasso"):
        change_subscription(later, adult, change)


@pytest.mark.parametrize("born", [date(2015, 4, 9), date(2006, 4, 10), date(2006, 4, 9)])
def test_every_rule_about_collecting_looks_at_what_is_paid(desk: Desk, born: date) -> None:
    found = offer_of(
        desk.library, "0049", born=born, on=desk.working_date, kind=CustomerKind.REGULAR, way=PaymentWay.INVOICE
    )
    assert found is not None
    offer, _ = found
    told = (
        not_collected(desk.library, offer),
        not_collected_from(offer, PaymentWay.INVOICE, "CH9300762011623852957"),
        without_mandate(offer, PaymentWay.INVOICE),
    )
    assert [bool(why) for why in told] == [offer.price_cents > 0] * 3
