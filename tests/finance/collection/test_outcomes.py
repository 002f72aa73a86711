"""What the bank says of a collection: booked once, returned once, and what follows from the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from balie.desk import Desk
from balie.finance.collection.outcomes import book_collection, collecting, return_collection
from balie.finance.collection.return_codes import AfterReturn, action_after, return_codes
from balie.finance.collection.returned import returned
from balie.finance.collection.run import collect
from balie.ledger import Incoming, Method, balance, receive
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.debtors import charge_of, debtor

At = Callable[[date], Desk]
MAY = date(2025, 5, 1)
COLLECTED = date(2025, 5, 15)


@pytest.fixture
def one(poort_on: At) -> tuple[Desk, int, str]:
    """A member of whom € 48,00 is under way."""
    desk = poort_on(MAY)
    customer_id = debtor(desk, date(2025, 4, 9))
    collect(desk, MAY)
    return desk, customer_id, f"B{charge_of(desk, customer_id)}-1"


def test_a_collection_is_booked_once(one: tuple[Desk, int, str]) -> None:
    desk, customer_id, end_to_end_id = one
    for again in (False, True):
        with desk.transaction() as tx:
            assert book_collection(tx, end_to_end_id, COLLECTED).was_booked is again
    assert desk.store.read("SELECT cents, way, received_on, bank_reference FROM payment") == [
        (4800, "incasso", "2025-05-15", end_to_end_id)
    ]
    assert balance(desk.store, customer_id).contribution == 0
    assert collecting(desk.store, customer_id) == frozenset()
    assert check(desk.store, all_invariants()) == []


def test_what_was_paid_meanwhile_makes_the_collection_credit(one: tuple[Desk, int, str]) -> None:
    desk, customer_id, end_to_end_id = one
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, 4800, Method.BANK, MAY))
        book_collection(tx, end_to_end_id, COLLECTED)
    assert balance(desk.store, customer_id).credit == 4800
    assert check(desk.store, all_invariants()) == []


@pytest.mark.parametrize("was_booked", [True, False])
def test_a_return_opens_the_charge_again_and_is_booked_once(one: tuple[Desk, int, str], was_booked: bool) -> None:
    desk, customer_id, end_to_end_id = one
    back_on = COLLECTED + timedelta(days=4)
    if was_booked:
        with desk.transaction() as tx:
            book_collection(tx, end_to_end_id, COLLECTED)
    for again in (False, True):
        with desk.transaction() as tx:
            told = return_collection(tx, end_to_end_id, "MD06", back_on)
            assert (told.was_returned, told.after_booking, told.action) == (again, True, AfterReturn.CONTACT)
            assert book_collection(tx, end_to_end_id, COLLECTED).was_booked
    assert desk.store.read("SELECT cents, received_on FROM payment ORDER BY id") == [
        (4800, "2025-05-15"),
        (-4800, back_on.isoformat()),
    ]
    assert balance(desk.store, customer_id).contribution == 4800
    (row,) = returned(desk.store)
    assert (row.name, row.code.label, row.action) == (
        "Tester, E.B.",
        "MD06 teruggeboekt door de klant",
        AfterReturn.CONTACT,
    )
    assert returned(desk.store, since=back_on + timedelta(days=1)) == []
    assert check(desk.store, all_invariants()) == []


def test_a_refusal_before_the_day_leaves_no_payment(one: tuple[Desk, int, str]) -> None:
    desk, customer_id, end_to_end_id = one
    with desk.transaction() as tx:
        told = return_collection(tx, end_to_end_id, "AC04", COLLECTED - timedelta(days=1))
    assert not told.after_booking
    assert not desk.store.read("SELECT * FROM payment")
    assert collecting(desk.store, customer_id) == frozenset()
    with desk.transaction() as tx:
        assert book_collection(tx, end_to_end_id, COLLECTED).payment_id is None
    assert not desk.store.read("SELECT * FROM payment")


@pytest.mark.parametrize("end_to_end_id", ["", "B1-1", "X", "NOTPROVIDED"])
def test_an_id_that_is_not_ours_is_refused(poort_on: At, end_to_end_id: str) -> None:
    desk = poort_on(MAY)
    for act in (
        lambda tx: book_collection(tx, end_to_end_id, COLLECTED),
        lambda tx: return_collection(tx, end_to_end_id, "AM04", COLLECTED),
    ):
        with pytest.raises(Refusal, match="niet gemaakt"), desk.transaction() as tx:
            act(tx)


@pytest.mark.parametrize(
    ("codes", "action"),
    [
        ("AM04 MS03", AfterReturn.AGAIN),
        ("AC01 AC04 AC06 AC13 MD07 MD01", AfterReturn.BLOCKED),
        ("MD06 MS02 AG01 AM05 MD02 SL01 XXXX", AfterReturn.CONTACT),
        ("AG02 BE05 RC01", AfterReturn.REPAIR),
    ],
)
def test_what_a_reason_code_asks_for(codes: str, action: AfterReturn) -> None:
    for code in codes.split():
        assert action_after(code, 1) is action, code
        assert action_after(code, 2) is (AfterReturn.CONTACT if action is AfterReturn.AGAIN else action)


def test_every_code_of_the_rules_is_known() -> None:
    known = (
        *("AC01", "AC04", "AC06", "AG01", "AG02", "AM04", "AM05", "BE05"),
        *("MD01", "MD02", "MD06", "MD07", "MS02", "MS03", "RC01", "SL01"),
    )
    assert set(known) <= set(return_codes())
    assert all(code.text and code.action.text for code in return_codes().values())
