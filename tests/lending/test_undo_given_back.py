"""Undoing a return that gave something back, and returning it once more: nobody gets out more than came in."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.ledger import Incoming, receive
from balie.ledger.methods import Method
from balie.lending.lend import lend
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from tests.lending.test_earlier_return import DUE, LATE, renewed, waive
from tests.support.borrowers import borrower, money, new_item, on, sound
from tests.support.members import pay_all

RENEWING = 170
"""A fine of a day and the fee of a toptitel, in cents."""


@pytest.mark.parametrize("place", ["poort", "gieten"])
@pytest.mark.parametrize("later", [False, True], ids=["waived before", "waived after it was undone"])
@pytest.mark.parametrize(("paid", "waived"), [(0, 0), (0, 170), (0, 100), (70, 100), (20, 150), (170, 0)])
def test_returned_undone_and_returned_again_gives_back_what_was_received_and_no_more(
    place: str, paid: int, waived: int, later: bool, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(f"at_{place}")
    customer_id, number = borrower(desk), new_item(desk, top_title=True)
    lent = lend(desk, customer_id, number)
    pay_all(desk, customer_id)
    desk = on(desk, LATE)
    renewed(desk, customer_id, lent.loan_id)
    assert money(desk, customer_id).other == RENEWING
    if paid:
        with desk.transaction() as tx:
            receive(tx, Incoming(customer_id, paid, Method.CARD, LATE, till="1"))
    if waived and not later:
        waive(desk, customer_id, waived)
    before = money(desk, customer_id)
    for _ in range(3):
        back = take_back(desk, number, returned_on=DUE)
        assert (money(desk, customer_id).other, money(desk, customer_id).credit) == (0, paid)
        sound(desk)
        undo(desk, back)
        assert money(desk, customer_id) == before
        sound(desk)
        if waived and later:
            waive(desk, customer_id, waived)
            later, before = False, money(desk, customer_id)
