from __future__ import annotations

from datetime import date

import pytest

from balie.desk import Desk
from balie.dutch.payment_reference import payment_reference
from balie.ledger import (
    LEDGER_INVARIANTS,
    Balance,
    Charge,
    balance,
    invoice,
    open_charges,
    use_credit,
    vat_included,
    vat_percent,
)
from balie.library.structs import Library
from balie.library.terms import ChargeKind
from balie.store.check import check
from balie.store.errors import BrokenConstraint
from tests.support.applicants import enrol_tester
from tests.support.collections import past_collection


@pytest.fixture
def customer(desk: Desk) -> int:
    """A customer who owes nothing: a free subscription."""
    return enrol_tester(desk, subscription="0086").customer_id


def charge(desk: Desk, customer_id: int, *charges: Charge) -> int | None:
    with desk.transaction() as tx:
        return invoice(tx, desk.library, customer_id, charges)


def pay(desk: Desk, customer_id: int, cents: int, *allocated: tuple[int, int]) -> None:
    with desk.transaction() as tx:
        payment = tx.execute(
            "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff)"
            " VALUES (?, ?, 'kas', '2024-04-09', '9428', 'ebt')",
            (customer_id, cents),
        ).lastrowid
        for charge_id, amount in allocated:
            tx.execute(
                "INSERT INTO allocation (payment_id, charge_id, cents, booked_on, branch, staff)"
                " VALUES (?, ?, ?, '2024-04-09', '9428', 'ebt')",
                (payment, charge_id, amount),
            )


def test_contribution_and_the_rest_are_kept_apart(desk: Desk, customer: int) -> None:
    charge(desk, customer, Charge(ChargeKind.CONTRIBUTION, 5400), Charge(ChargeKind.FINE, 240))
    charge(desk, customer, Charge(ChargeKind.REPLACEMENT_CARD, 250))
    assert balance(desk.store, customer) == Balance(contribution=5400, other=490, credit=0)


def test_what_is_paid_is_no_longer_open(desk: Desk, customer: int) -> None:
    charge(desk, customer, Charge(ChargeKind.CONTRIBUTION, 5400))
    (contribution,) = open_charges(desk.store, customer)
    pay(desk, customer, 2000, (contribution.charge_id, 2000))
    assert [item.open_cents for item in open_charges(desk.store, customer)] == [3400]
    pay(desk, customer, 3400, (contribution.charge_id, 3400))
    assert open_charges(desk.store, customer) == []
    assert balance(desk.store, customer) == Balance(0, 0, 0)


def test_what_is_paid_too_much_is_credit(desk: Desk, customer: int) -> None:
    charge(desk, customer, Charge(ChargeKind.FINE, 240))
    (fine,) = open_charges(desk.store, customer)
    pay(desk, customer, 500, (fine.charge_id, 240))
    assert balance(desk.store, customer) == Balance(0, 0, 260)


def test_a_charge_that_was_paid_and_is_countered_becomes_credit(desk: Desk, customer: int) -> None:
    charge(desk, customer, Charge(ChargeKind.FINE, 240))
    (fine,) = open_charges(desk.store, customer)
    pay(desk, customer, 240, (fine.charge_id, 240))
    charge(desk, customer, Charge(ChargeKind.FINE, -240))
    assert balance(desk.store, customer) == Balance(0, 0, 240)


def test_credit_does_not_hide_what_is_charged_after_it(desk: Desk, customer: int) -> None:
    charge(desk, customer, Charge(ChargeKind.LENDING, 150))
    (fee,) = open_charges(desk.store, customer)
    pay(desk, customer, 150, (fee.charge_id, 150))
    charge(desk, customer, Charge(ChargeKind.LENDING, -150))
    charge(desk, customer, Charge(ChargeKind.LENDING, 150))
    assert balance(desk.store, customer) == Balance(0, 150, 150)


def test_credit_settles_last_what_the_bank_is_collecting(desk: Desk, customer: int) -> None:
    charge(desk, customer, Charge(ChargeKind.FINE, 500))
    charge(desk, customer, Charge(ChargeKind.FINE, 300))
    first, second = open_charges(desk.store, customer)
    with desk.transaction() as tx:
        past_collection(tx, first.charge_id, "M", desk.working_date)
    pay(desk, customer, 400)

    with desk.transaction() as tx:
        assert use_credit(tx, customer) == 400

    (left,) = open_charges(desk.store, customer)
    assert (left.charge_id, left.open_cents) == (first.charge_id, 400)
    assert second.charge_id != left.charge_id


def test_nothing_to_charge_makes_no_invoice(desk: Desk, customer: int) -> None:
    assert charge(desk, customer, Charge(ChargeKind.CONTRIBUTION, 0)) is None
    assert desk.store.read_one("SELECT count(*) FROM invoice") == (0,)


def test_every_invoice_has_a_reference_to_pay_it_by(desk: Desk, customer: int) -> None:
    number = charge(desk, customer, Charge(ChargeKind.CONTRIBUTION, 5400))
    assert number is not None
    assert desk.store.read("SELECT reference FROM invoice WHERE id = ?", (number,)) == [(payment_reference(number),)]


def test_invoices_are_numbered_without_a_gap(desk: Desk, customer: int) -> None:
    assert [charge(desk, customer, Charge(ChargeKind.FINE, 20)) for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("table", ["charge", "payment", "allocation"])
@pytest.mark.parametrize("change", ["UPDATE {} SET cents = cents + 1", "DELETE FROM {}"])
def test_what_is_in_the_ledger_is_neither_changed_nor_deleted(
    desk: Desk, customer: int, table: str, change: str
) -> None:
    charge(desk, customer, Charge(ChargeKind.FINE, 240))
    (fine,) = open_charges(desk.store, customer)
    pay(desk, customer, 240, (fine.charge_id, 240))
    with pytest.raises(BrokenConstraint, match="append-only"), desk.transaction() as tx:
        tx.execute(change.format(table))


@pytest.mark.parametrize(
    ("cents", "vat"),
    [
        *((5400, 446), (6250, 516), (5200, 429), (4800, 396), (4700, 388), (4300, 355), (4200, 347), (6500, 537)),
        *(
            (1500, 124),
            (1050, 87),
            (550, 45),
            (500, 41),
            (400, 33),
            (359, 30),
            (250, 21),
            (150, 12),
            (20, 2),
            (300, 25),
        ),
    ],
)
def test_the_vat_in_an_amount(cents: int, vat: int) -> None:
    assert vat_included(cents, 9) == vat


def test_the_rate_is_that_of_the_library_file_on_the_day(library: Library) -> None:
    assert vat_percent(library, ChargeKind.CONTRIBUTION, date(2024, 4, 9)) == 9
    assert vat_percent(library, ChargeKind.CONTRIBUTION, date(2018, 12, 31)) == 0


@pytest.mark.parametrize(
    ("allocated", "found"),
    [(240, set()), (241, {"allocation.charge"}), (501, {"allocation.charge", "allocation.payment"})],
)
def test_the_check_finds_what_was_allocated_too_much(
    desk: Desk, customer: int, allocated: int, found: set[str]
) -> None:
    charge(desk, customer, Charge(ChargeKind.FINE, 240))
    (fine,) = open_charges(desk.store, customer)
    pay(desk, customer, 500, (fine.charge_id, allocated))
    assert {finding.name for finding in check(desk.store, LEDGER_INVARIANTS)} == found


def test_the_check_finds_a_payment_on_another_customers_charge(desk: Desk, customer: int) -> None:
    other = enrol_tester(desk).customer_id
    (contribution,) = open_charges(desk.store, other)
    pay(desk, customer, 100, (contribution.charge_id, 100))
    assert {finding.name for finding in check(desk.store, LEDGER_INVARIANTS)} == {"allocation.customer"}
