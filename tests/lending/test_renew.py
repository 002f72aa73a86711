"""Renewing: from the due date, twice, never when reserved; all or selected, each with its own reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as changed

from balie.circulation import loans
from balie.circulation.calendar import set_day
from balie.circulation.opening_days import DayKind
from balie.desk import Desk
from balie.lending.at_home import in_bezit
from balie.lending.holds.holds import place_hold
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.refusals import Rule
from balie.lending.session.acts import NotRenewed, Renewed
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.refusal import Refusal
from tests.support.borrowers import (
    ALLOWED,
    borrower,
    child,
    dump,
    money,
    new_item,
    new_title,
    on,
    sound,
    with_rules,
)
from tests.support.holds import WEST, two_branches

SOON = date(2024, 5, 6)


def one(results: list[Renewed | NotRenewed]) -> Renewed:
    (result,) = results
    assert isinstance(result, Renewed)
    return result


def refused(results: list[Renewed | NotRenewed]) -> set[Rule]:
    (result,) = results
    assert isinstance(result, NotRenewed)
    return {obstacle.rule for obstacle in result.obstacles}


def test_it_counts_from_the_due_date_and_at_most_twice(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort))
    desk = on(at_poort, SOON)
    first = one(renew(desk, customer_id, [lent.loan_id]))
    assert (first.was_due_on, first.due_on, first.renewals) == (date(2024, 5, 7), date(2024, 6, 4), 1)
    assert one(renew(desk, customer_id, [lent.loan_id])).due_on == date(2024, 7, 2)
    assert refused(renew(desk, customer_id, [lent.loan_id])) == {Rule.MAX_RENEWALS}
    assert one(renew(desk, customer_id, [lent.loan_id], override=ALLOWED)).due_on == date(2024, 7, 30)
    sound(at_poort)


def test_the_branch_that_renews_is_the_one_that_lent_it_from_then_on(at_poort: Desk) -> None:
    """And its calendar tells which days of the next period count; undone it is the first again (rules.md#renewal)."""
    here = replace(at_poort, library=two_branches(at_poort.library))
    there = replace(here, branch=here.library.branch(WEST))
    for desk, day in ((here, date(2024, 6, 5)), (there, date(2024, 6, 6)), (there, date(2024, 6, 7))):
        set_day(desk, day, DayKind.FINE_FREE)
    customer_id, number = borrower(here), new_item(here)
    lent = lend(here, customer_id, number)
    renewed = one(renew(on(there, SOON), customer_id, [lent.loan_id]))
    loan = loans.find_loan(here.store, lent.loan_id)
    assert loan is not None
    assert loan.branch == WEST
    assert in_bezit(on(here, date(2024, 6, 8)), customer_id)[0].fine_cents == 2 * 20
    undo(here, renewed)
    assert loans.find_loan(here.store, lent.loan_id) == renewed.before
    sound(here)


def test_each_of_a_selection_has_its_own_reasons(at_poort: Desk) -> None:
    customer_id, other = borrower(at_poort), borrower(at_poort, surname="Wacht")
    titles = [new_title(at_poort, name) for name in ("Vrij", "Gereserveerd", "Ook vrij")]
    ids = [lend(at_poort, customer_id, new_item(at_poort, title)).loan_id for title in titles]
    place_hold(at_poort, other, titles[1])
    results = renew(on(at_poort, SOON), customer_id, ids)
    assert [type(result) for result in results] == [Renewed, NotRenewed, Renewed]
    assert [result.title.split(" / ")[0] for result in results] == ["Vrij", "Gereserveerd", "Ook vrij"]
    assert refused([results[1]]) == {Rule.RESERVED}
    assert at_poort.store.read("SELECT renewals FROM loan ORDER BY id") == [(1,), (0,), (1,)]


def test_a_title_reserved_by_who_has_it_can_be_renewed(at_poort: Desk) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort, title))
    with at_poort.transaction() as tx:
        tx.execute(
            "INSERT INTO hold (title_id, customer_id, branch, placed_on, placed_by)"
            " VALUES (?, ?, '4104', '2024-04-09', 'ebt')",
            (title, customer_id),
        )
    one(renew(at_poort, customer_id, [lent.loan_id]))


def test_everything_about_the_customer_is_told_for_each(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort))
    with at_poort.transaction() as tx:
        tx.execute("UPDATE card SET state = 'blocked'")
        tx.execute("UPDATE membership SET status = 4")
    assert refused(renew(at_poort, customer_id, [lent.loan_id])) == {Rule.CARD_BLOCKED, Rule.OVERDUE}


def test_a_renewal_takes_a_strip_until_there_are_no_more(at_gieten: Desk) -> None:
    customer_id, title = borrower(at_gieten), new_title(at_gieten)
    ids = [lend(at_gieten, customer_id, new_item(at_gieten, title)).loan_id for _ in range(3)]
    with at_gieten.transaction() as tx:
        tx.execute("UPDATE membership SET strips = 5")
    results = renew(at_gieten, customer_id, ids)
    assert [getattr(result, "strips_left", None) for result in results] == [1, 0, None]
    assert refused(results[2:]) == {Rule.STRIPS}
    assert loans.strips_taken(at_gieten.store, customer_id, 1) == 5


def test_a_renewal_in_a_later_period_takes_its_strip_from_that_one(at_gieten: Desk) -> None:
    customer_id = borrower(at_gieten)
    lent = lend(at_gieten, customer_id, new_item(at_gieten))
    with at_gieten.transaction() as tx:
        tx.execute(
            "INSERT INTO membership (customer_id, number, code, branch, status, started_on, rights_until, price_cents,"
            " way, strips) VALUES (?, 2, '0045', '9428', 5, '2024-04-10', '2025-04-30', 5400, 'factuur', 125)",
            (customer_id,),
        )
    done = one(renew(at_gieten, customer_id, [lent.loan_id]))
    assert done.strips_left == 124
    assert [loans.strips_taken(at_gieten.store, customer_id, period) for period in (1, 2)] == [1, 1]


def test_the_fee_of_a_toptitel_is_asked_again_where_the_library_does(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort, top_title=True))
    assert one(renew(at_poort, customer_id, [lent.loan_id])).fee_cents == 150
    assert one(renew(with_rules(at_poort, fee_at_renewal=False), customer_id, [lent.loan_id])).fee_cents == 0
    assert money(at_poort, customer_id).other == 300
    sound(at_poort)


def test_a_renewal_costs_the_young_nothing(at_poort: Desk) -> None:
    young = child(at_poort)
    lent = lend(at_poort, young, new_item(at_poort, top_title=True))
    assert one(renew(at_poort, young, [lent.loan_id])).fee_cents == 0


def test_what_was_late_already_is_fined_until_now_and_not_again(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    done = one(renew(on(at_poort, date(2024, 5, 10)), customer_id, [lent.loan_id]))
    assert (done.fine_cents, done.due_on) == (60, date(2024, 6, 4))
    assert take_back(on(at_poort, date(2024, 6, 5)), number).fine_cents == 20
    assert money(at_poort, customer_id).other == 80
    sound(at_poort)


def test_what_would_still_be_late_is_not_renewed(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort))
    late = on(at_poort, date(2024, 6, 5))
    assert refused(renew(late, customer_id, [lent.loan_id], override=ALLOWED)) == {Rule.TOO_LATE}
    one(renew(on(at_poort, date(2024, 6, 4)), customer_id, [lent.loan_id]))


def test_a_library_that_renews_nothing_or_what_is_reserved(at_poort: Desk) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort, title))
    place_hold(at_poort, borrower(at_poort, surname="Wacht"), title)
    kind = with_rules(at_poort, renew_reserved=True)
    one(renew(kind, customer_id, [lent.loan_id]))
    assert refused(renew(with_rules(kind, max_renewals=0), customer_id, [lent.loan_id])) == {Rule.MAX_RENEWALS}
    nothing = replace(at_poort, library=changed(at_poort.library, loans=None))
    assert refused(renew(nothing, customer_id, [lent.loan_id])) == {Rule.NO_RULES}


def test_a_loan_that_is_not_the_customers_any_more_is_refused_and_nothing_is_renewed(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    ids = [lend(at_poort, customer_id, each).loan_id for each in (new_item(at_poort), number)]
    take_back(at_poort, number)
    before = dump(at_poort)
    with pytest.raises(Refusal, match="loopt niet meer"):
        renew(at_poort, customer_id, ids)
    assert dump(at_poort) == before


def test_a_loan_named_twice_is_renewed_once(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort))
    assert one(renew(at_poort, customer_id, [lent.loan_id, lent.loan_id])).renewals == 1


def test_the_journal_tells_who_allowed_it_once(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    ids = [lend(at_poort, customer_id, new_item(at_poort)).loan_id for _ in range(2)]
    with at_poort.transaction() as tx:
        tx.execute("UPDATE card SET state = 'blocked'")
    assert all(isinstance(result, Renewed) for result in renew(at_poort, customer_id, ids, override=ALLOWED))
    assert at_poort.store.read("SELECT count(*) FROM journal WHERE action = 'lending allowed'") == [(1,)]
