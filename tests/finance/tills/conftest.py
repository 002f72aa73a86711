"""A till with money in it: what tests of counting begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.finance.tills.cash_up import cash_up
from balie.finance.tills.counting import begin_count, judge
from balie.finance.tills.reports import ZReport
from balie.ledger import Incoming, Method, receive
from tests.support.applicants import enrol_tester

Pay = Callable[..., int]
Closes = Callable[..., ZReport]


@pytest.fixture
def customer(desk: Desk) -> int:
    """A customer who owes € 54,00."""
    return enrol_tester(desk).customer_id


@pytest.fixture
def pay(desk: Desk, customer: int) -> Pay:
    """Books a payment of so many cents: in cash, in till 1, at this desk, unless told."""

    def book(cents: int, method: Method = Method.CASH, *, at: Desk = desk) -> int:
        with at.transaction() as tx:
            coming = Incoming(customer, cents, method, at.working_date, till=at.till)
            return receive(tx, coming, () if cents > 0 else None).payment_id

    return book


@pytest.fixture
def close(desk: Desk) -> Closes:
    """Counts a till and books it in one go."""

    def work(typed: Mapping[str, str], *, at: Desk = desk, initials: str = "eb", note: str = "") -> ZReport:
        return cash_up(at, judge(at, begin_count(at), typed), initials=initials, note=note)

    return work


@pytest.fixture
def other_till(desk: Desk) -> Desk:
    """The desk beside this one, with a till of its own."""
    return replace(desk, till="2")
