"""A waiver settles and is no money: whatever is taken back of a charge, only what was received of it comes back."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.ledger import (
    LEDGER_INVARIANTS,
    Charge,
    Incoming,
    Method,
    balance,
    book_charge,
    came_in,
    counter_charge,
    counter_payment,
    give_back,
    receive,
    use_credit,
)
from balie.library.terms import ChargeKind
from balie.refusal import Refusal
from balie.store.check import check_connection
from tests.support.applicants import enrol_tester

FINE = ChargeKind.FINE


@pytest.fixture
def child(desk: Desk) -> int:
    """Somebody who owes nothing."""
    customer_id = enrol_tester(desk, subscription="0045").customer_id
    settle(desk, customer_id, balance(desk.store, customer_id).contribution, Method.WAIVER)
    return customer_id


def charge(desk: Desk, customer_id: int, cents: int) -> int:
    with desk.transaction() as tx:
        return book_charge(tx, desk.library, customer_id, Charge(FINE, cents))


def settle(desk: Desk, customer_id: int, cents: int, method: Method, *charges: int) -> int:
    with desk.transaction() as tx:
        parts = [(one, cents // len(charges)) for one in charges] or None
        till = "1" if method is Method.CASH else ""
        return receive(tx, Incoming(customer_id, cents, method, desk.working_date, till, "A201"), parts).payment_id


def take_back(desk: Desk, charge_id: int) -> None:
    with desk.transaction() as tx:
        counter_charge(tx, charge_id, reason="geannuleerd")


def owed_and_credit(desk: Desk, customer_id: int) -> tuple[int, int]:
    now = balance(desk.store, customer_id)
    return now.other + now.contribution, now.credit


def sound(desk: Desk) -> None:
    assert check_connection(desk.store.connection, LEDGER_INVARIANTS) == []


@pytest.mark.parametrize(
    ("paid", "waived", "comes_back"),
    [(0, 150, 0), (50, 100, 50), (150, 0, 150), (50, 0, 50), (0, 70, 0), (30, 40, 30), (149, 1, 149), (1, 149, 1)],
)
def test_of_a_charge_that_is_taken_back_what_was_received_is_credit(
    desk: Desk, child: int, paid: int, waived: int, comes_back: int
) -> None:
    fee = charge(desk, child, 150)
    for cents, method in ((paid, Method.CASH), (waived, Method.WAIVER)):
        if cents:
            settle(desk, child, cents, method, fee)
    take_back(desk, fee)
    assert owed_and_credit(desk, child) == (0, comes_back)
    sound(desk)


@pytest.mark.parametrize("given", [1, 20, 40, 50, 60, 99, 100])
@pytest.mark.parametrize(("paid", "waived"), [(0, 100), (30, 50), (100, 0), (0, 0), (0, 60), (60, 40), (40, 0)])
def test_of_a_charge_that_becomes_less_what_is_open_goes_first_and_then_what_was_received(
    desk: Desk, child: int, paid: int, waived: int, given: int
) -> None:
    fine = charge(desk, child, 100)
    for cents, method in ((paid, Method.CASH), (waived, Method.WAIVER)):
        if cents:
            settle(desk, child, cents, method, fine)
    with desk.transaction() as tx:
        give_back(tx, desk.library, child, Charge(FINE, -given), [fine], note="eerder terug")
    is_open = 100 - paid - waived
    comes_back = max(min(given - is_open, paid), 0)
    assert owed_and_credit(desk, child) == (max(is_open - given, 0), comes_back)
    sound(desk)


def test_a_waiver_of_several_stays_for_the_others(desk: Desk, child: int) -> None:
    first, second, third = (charge(desk, child, 100) for _ in range(3))
    waiver = settle(desk, child, 300, Method.WAIVER, first, second, third)
    take_back(desk, second)
    assert owed_and_credit(desk, child) == (0, 0)
    take_back(desk, first)
    assert owed_and_credit(desk, child) == (0, 0)
    assert desk.store.read("SELECT sum(cents) FROM payment WHERE reason = 'A201' AND counters IS NULL") != [(0,)]
    with pytest.raises(Refusal, match="al teruggeboekt"), desk.transaction() as tx:
        counter_payment(tx, waiver, reason="Herstel", on=desk.working_date)
    (last,) = desk.store.read_one("SELECT max(id) FROM payment WHERE counters IS NULL") or (0,)
    with desk.transaction() as tx:
        counter_payment(tx, last, reason="Herstel", on=desk.working_date)
    assert owed_and_credit(desk, child) == (100, 0)
    sound(desk)


def test_what_was_given_back_and_is_credit_is_not_waived_too(desk: Desk, child: int) -> None:
    fee = charge(desk, child, 150)
    paid = settle(desk, child, 150, Method.CASH, fee)
    take_back(desk, fee)
    with desk.transaction() as tx:
        counter_payment(tx, paid, reason="Herstel", on=desk.working_date)
    assert owed_and_credit(desk, child) == (150, 150)
    with pytest.raises(Refusal, match="uit het tegoed"):
        settle(desk, child, 150, Method.WAIVER, fee)
    with desk.transaction() as tx:
        use_credit(tx, child)
    assert owed_and_credit(desk, child) == (0, 0)


def test_no_more_is_waived_than_is_open(desk: Desk, child: int) -> None:
    charge(desk, child, 150)
    with pytest.raises(Refusal, match="maar € 1,50 open"):
        settle(desk, child, 151, Method.WAIVER)
    assert owed_and_credit(desk, child) == (150, 0)


def test_nothing_is_paid_out_beyond_what_came_in(desk: Desk, child: int) -> None:
    with desk.transaction() as tx:
        book_charge(tx, desk.library, child, Charge(FINE, -500))
    with pytest.raises(Refusal, match="€ 0,00 ontvangen"):
        settle(desk, child, -500, Method.CASH)
    settle(desk, child, 200, Method.CASH)
    settle(desk, child, -150, Method.CASH)
    with pytest.raises(Refusal, match="€ 0,50 ontvangen"):
        settle(desk, child, -51, Method.CASH)
    settle(desk, child, -50, Method.CASH)
    assert came_in(desk.store, child) == 0


# What a store of before this rule may hold is found.


def found(desk: Desk) -> set[str]:
    return {finding.name for finding in check_connection(desk.store.connection, LEDGER_INVARIANTS)}


def test_a_fee_that_was_waived_and_became_credit_is_found(desk: Desk, child: int) -> None:
    fee = charge(desk, child, 150)
    settle(desk, child, 150, Method.WAIVER, fee)
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO charge (customer_id, kind, cents, vat_percent, vat_basis, booked_on, branch, counters)"
            " VALUES (?, ?, -150, 9, 'inbegrepen', '2024-04-09', '9428', ?)",
            (child, FINE, fee),
        )
    assert found(desk) == {"waiver.countered", "waiver.charged"}


@pytest.mark.parametrize(("waived", "given", "is_found"), [(150, 1, True), (149, 1, False), (100, 51, True)])
def test_a_fee_that_was_waived_and_given_back_in_another_way_is_found(
    desk: Desk, child: int, waived: int, given: int, is_found: bool
) -> None:
    fee = charge(desk, child, 150)
    settle(desk, child, waived, Method.WAIVER, fee)
    with desk.transaction() as tx:
        book_charge(tx, desk.library, child, Charge(FINE, -given))
    assert found(desk) == ({"waiver.charged"} if is_found else set())


@pytest.mark.parametrize(("paid", "given", "is_found"), [(0, 100, True), (100, 100, False), (100, 101, True)])
def test_contribution_that_was_waived_and_given_back_is_found(
    desk: Desk, paid: int, given: int, is_found: bool
) -> None:
    customer_id = enrol_tester(desk, subscription="0045").customer_id
    whole = balance(desk.store, customer_id).contribution
    if paid:
        settle(desk, customer_id, paid, Method.CASH)
    settle(desk, customer_id, whole - paid, Method.WAIVER)
    with desk.transaction() as tx:
        book_charge(tx, desk.library, customer_id, Charge(ChargeKind.CONTRIBUTION, -given, 1))
    assert found(desk) == ({"waiver.given_back"} if is_found else set())


def test_more_money_out_than_in_is_found(desk: Desk, child: int) -> None:
    settle(desk, child, 100, Method.CASH)
    for cents in (-100, -1):
        with desk.transaction() as tx:
            tx.execute(
                "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff)"
                " VALUES (?, ?, 'bank', '2024-04-09', '9428', 'ebt')",
                (child, cents),
            )
        assert found(desk) == (set() if cents == -100 else {"payment.out"})
