"""What a session cost and is not paid yet: who owes what when the session is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.ledger import Incoming, Method, receive
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.session.acts import Renewed
from balie.lending.session.costs import session_costs, still_owed
from balie.lending.session.session import Session
from balie.lending.take_back import take_back
from balie.library.structs import Library
from tests.support.holds import desk_at, reader, two_branches
from tests.support.stock import new_item, new_title


@pytest.fixture
def desk(desk: Desk, poort: Library) -> Desk:
    """Achterhoekse Poort, where a toptitel costs € 1,50 and a day too late € 0,20."""
    return desk_at(desk, two_branches(poort))


@pytest.fixture
def top(desk: Desk) -> str:
    """A toptitel."""
    return new_item(desk, new_title(desk), top_title="ja")


def test_a_fee_is_owed_until_it_is_paid_and_what_was_open_before_is_not_of_this_session(desk: Desk, top: str) -> None:
    customer_id = reader(desk, "Aalbers")
    session = Session(customer_id)
    act = lend(desk, customer_id, top)
    session.add(act)
    (owed,) = session_costs(desk.store, session)
    assert (owed.customer_id, owed.cents, owed.charge_ids) == (customer_id, 150, (act.fee_charge_id,))
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, 100, Method.BANK, desk.working_date), [(owed.charge_ids[0], 100)])
    assert [one.cents for one in session_costs(desk.store, session)] == [50]
    assert still_owed(desk.store, owed) == 50
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, 50, Method.BANK, desk.working_date), [(owed.charge_ids[0], 50)])
    assert session_costs(desk.store, session) == []


def test_fines_of_returns_are_owed_by_each_customer_in_the_order_of_the_scans(desk: Desk) -> None:
    session = Session()
    title = new_title(desk)
    customers = [reader(desk, name) for name in ("Boekhorst", "Aalbers")]
    earlier = replace(desk, working_date=desk.working_date - timedelta(days=30))
    items = [new_item(desk, title) for _ in range(3)]
    for item, customer_id in zip(items, (*customers, customers[0]), strict=True):
        lend(earlier, customer_id, item)
    for item in items:
        session.add(take_back(desk, item))
    assert [(one.customer_id, one.cents) for one in session_costs(desk.store, session)] == [
        (customers[0], 80),
        (customers[1], 40),
    ]


def test_a_renewal_that_comes_late_is_owed_with_its_fee_and_its_fine(desk: Desk, top: str) -> None:
    customer_id = reader(desk, "Aalbers")
    session = Session(customer_id)
    earlier = replace(desk, working_date=desk.working_date - timedelta(days=29))
    loan = lend(earlier, customer_id, top)
    (act,) = renew(desk, customer_id, [loan.loan_id])
    assert isinstance(act, Renewed)
    session.add(act)
    assert [one.cents for one in session_costs(desk.store, session)] == [170]


def test_a_session_that_cost_nothing_asks_nothing(desk: Desk) -> None:
    customer_id = reader(desk, "Aalbers")
    session = Session(customer_id)
    session.add(lend(desk, customer_id, new_item(desk, new_title(desk))))
    assert session_costs(desk.store, session) == []
