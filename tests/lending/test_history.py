"""Leenhistorie: who had what is let go of once it is back and paid, unless the customer wants it kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balie.circulation import loans
from balie.customers.header import read_header
from balie.customers.merging.merge import merge, preview
from balie.customers.privacy.removal import plan_removal, remove
from balie.desk import Desk
from balie.lending.charge_titles import titles_of_charges
from balie.lending.history import forget_bons, unlink_loans
from balie.lending.lend import lend
from balie.lending.session.bons import bons_due, queue_bon
from balie.lending.session.session import Session
from balie.lending.take_back import take_back
from balie.messages.printing import print_receipt
from balie.store.pace import MOST
from tests.support.applicants import end_membership
from tests.support.borrowers import borrower, new_item, on, sound
from tests.support.members import pay_all

LATE = date(2024, 5, 11)
MANY = 1_000
DAY_AFTER = LATE + timedelta(days=1)


def owners(desk: Desk) -> list[int | None]:
    return [row[0] for row in desk.store.read("SELECT customer_id FROM loan ORDER BY id")]


def test_a_loan_is_let_go_of_the_day_after_it_came_back(at_gieten: Desk) -> None:
    customer_id, numbers = borrower(at_gieten), [new_item(at_gieten) for _ in range(2)]
    for number in numbers:
        lend(at_gieten, customer_id, number)
    take_back(on(at_gieten, date(2024, 5, 7)), numbers[0])
    assert unlink_loans(on(at_gieten, date(2024, 5, 7))) == 0, "a return of today can still be undone"
    assert unlink_loans(on(at_gieten, date(2024, 5, 8))) == 1
    assert owners(at_gieten) == [None, customer_id]
    assert unlink_loans(on(at_gieten, date(2024, 5, 9))) == 0
    sound(at_gieten)


def test_it_still_counts_and_took_its_strip(at_gieten: Desk) -> None:
    customer_id, number = borrower(at_gieten), new_item(at_gieten)
    lend(at_gieten, customer_id, number)
    take_back(at_gieten, number)
    unlink_loans(on(at_gieten, DAY_AFTER))
    assert loans.count_in_period(at_gieten.store, customer_id, 1) == loans.count_all(at_gieten.store, customer_id) == 1
    assert read_header(at_gieten, customer_id).right[2].text == "strippen 124"
    assert lend(on(at_gieten, DAY_AFTER), customer_id, number).strips_left == 123


def test_it_is_kept_until_the_fine_is_paid(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    take_back(on(at_poort, LATE), number)
    assert unlink_loans(on(at_poort, DAY_AFTER)) == 0
    pay_all(on(at_poort, LATE), customer_id)
    assert unlink_loans(on(at_poort, DAY_AFTER)) == 1
    sound(at_poort)


def test_it_is_kept_until_the_fee_is_paid(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, top_title=True)
    lend(at_poort, customer_id, number)
    take_back(at_poort, number)
    assert unlink_loans(on(at_poort, DAY_AFTER)) == 0
    pay_all(at_poort, customer_id)
    assert unlink_loans(on(at_poort, DAY_AFTER)) == 1


def test_who_keeps_a_history_keeps_it(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort, keep_history="ja"), new_item(at_poort)
    lend(at_poort, customer_id, number)
    take_back(at_poort, number)
    assert unlink_loans(on(at_poort, DAY_AFTER)) == 0
    assert owners(at_poort) == [customer_id]


def test_the_title_of_a_fee_or_fine_is_told_as_long_as_the_loan_is_known(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, top_title=True)
    fee = lend(at_poort, customer_id, number).fee_charge_id
    (fine,) = take_back(on(at_poort, LATE), number).charge_ids
    assert titles_of_charges(at_poort.store, customer_id) == {fee: ("De avonden", number), fine: ("De avonden", number)}
    pay_all(on(at_poort, LATE), customer_id)
    unlink_loans(on(at_poort, DAY_AFTER))
    assert titles_of_charges(at_poort.store, customer_id) == {}


def test_nobody_can_find_out_any_more_who_it_was(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, top_title=True)
    session = Session(customer_id)
    session.add(lend(at_poort, customer_id, number))
    (bon,) = bons_due(at_poort, session)
    print_receipt(at_poort, queue_bon(at_poort, bon))
    take_back(on(at_poort, LATE), number)
    pay_all(on(at_poort, LATE), customer_id)
    later = on(at_poort, date(2024, 7, 1))
    unlink_loans(later)
    assert forget_bons(later) == 1
    tables = [row[0] for row in at_poort.store.read("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        columns = [row[1] for row in at_poort.store.read(f"PRAGMA table_info({table})")]
        if "customer_id" not in columns:
            continue
        rows = at_poort.store.read(f"SELECT * FROM {table} WHERE customer_id = ?", (customer_id,))
        assert number not in str(rows), table
        assert "De avonden" not in str(rows), table
    sound(at_poort)


@pytest.mark.parametrize("prints", [True, False])
@pytest.mark.parametrize(("days", "gone"), [(30, 0), (31, 1)])
def test_a_bon_is_kept_for_thirty_days_printed_or_not(at_poort: Desk, days: int, gone: int, prints: bool) -> None:
    customer_id = borrower(at_poort)
    session = Session(customer_id)
    session.add(lend(at_poort, customer_id, new_item(at_poort)))
    (bon,) = bons_due(at_poort, session)
    receipt_id = queue_bon(at_poort, bon)
    if prints:
        print_receipt(at_poort, receipt_id)
    assert forget_bons(on(at_poort, at_poort.working_date + timedelta(days=days))) == gone


def test_many_are_let_go_of_in_batches_and_who_keeps_is_passed_over(at_poort: Desk) -> None:
    keeps, other = borrower(at_poort, keep_history="ja"), borrower(at_poort, surname="Ander")
    with at_poort.transaction() as tx:
        tx.execute_many(
            "INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on, returned_on)"
            " VALUES (?, 1, ?, '2024-03-01', '2024-03-29', ?)",
            [
                (keeps if place % 3 == 0 else other, f"X{place}", f"2024-03-{1 + place % 28:02d}")
                for place in range(MANY)
            ],
        )
    going = sum(place % 3 != 0 for place in range(MANY))
    assert unlink_loans(at_poort) == going
    assert loans.count_in_period(at_poort.store, other, 1) == going
    rows = at_poort.store.read("SELECT after ->> 'loans' FROM journal WHERE action = 'loans unlinked'")
    assert sum(loans for (loans,) in rows) == going
    assert max(loans for (loans,) in rows) <= MOST < going


def test_a_removed_customer_leaves_loans_that_are_nobodys(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, top_title=True)
    lend(at_poort, customer_id, number)
    take_back(at_poort, number)
    pay_all(at_poort, customer_id)
    end_membership(at_poort, customer_id)
    assert any(line.startswith("Leningen") for line in plan_removal(at_poort, customer_id).goes)
    remove(at_poort, customer_id)
    assert owners(at_poort) == [None]
    sound(at_poort)


def test_merging_moves_loans_and_what_is_counted_of_those_let_go_of(at_gieten: Desk) -> None:
    keep, gone = borrower(at_gieten), borrower(at_gieten, initials="e")
    for customer_id in (keep, gone, gone):
        number = new_item(at_gieten)
        lend(at_gieten, customer_id, number)
        take_back(at_gieten, number)
    unlink_loans(on(at_gieten, DAY_AFTER))
    lend(at_gieten, gone, new_item(at_gieten))
    merge(at_gieten, preview(at_gieten, keep, gone))
    assert loans.count_all(at_gieten.store, keep) == 4
    assert loans.count_open(at_gieten.store, keep) == 1
    sound(at_gieten)
