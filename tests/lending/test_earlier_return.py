"""Brought back per a day before something was booked: charges and strips as if that had never been."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.circulation import loans
from balie.circulation.calendar import set_day
from balie.circulation.opening_days import DayKind
from balie.circulation.renewals import renewals_of
from balie.desk import Desk
from balie.finance.settling.payments import net_credit
from balie.ledger import Incoming, came_in, open_charges, receive
from balie.ledger.methods import Method
from balie.lending.at_home import in_bezit
from balie.lending.history import unlink_loans
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.refusals import OnOtherName
from balie.lending.running_fines import book_running_fines
from balie.lending.session.acts import Renewed, Returned
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.load import load_library
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from tests.conftest import MOMENT, WORKING_DATE
from tests.support.borrowers import borrower, dump, money, new_item, on, sound, strips_desk
from tests.support.members import pay_all

DUE, LATE = date(2024, 5, 7), date(2024, 5, 8)


def renewed(desk: Desk, customer_id: int, loan_id: int) -> Renewed:
    (done,) = renew(desk, customer_id, [loan_id])
    assert isinstance(done, Renewed)
    return done


def net(desk: Desk, customer_id: int) -> int:
    """What a customer owes beside contribution, credit taken off."""
    now = money(desk, customer_id)
    return now.other - now.credit


def waive(desk: Desk, customer_id: int, cents: int) -> None:
    """Waive so much, the oldest first."""
    with desk.transaction() as tx:
        open_now = [one for one in open_charges(tx, customer_id) if one.open_cents > 0]
        parts, left = [], cents
        for one in open_now:
            if part := min(left, one.open_cents):
                parts.append((one.charge_id, part))
                left -= part
        receive(tx, Incoming(customer_id, cents, Method.WAIVER, desk.working_date, reason="coulance"), parts)


@pytest.mark.parametrize("place", ["poort", "gieten"])
@pytest.mark.parametrize("how", ["book drop", "working date"])
def test_a_renewal_after_it_was_back_costs_nothing(place: str, how: str, request: pytest.FixtureRequest) -> None:
    """Due on 07-05, renewed on 08-05 with a fine and a fee (and a strip), and then brought in per 07-05."""
    desk: Desk = request.getfixturevalue(f"at_{place}")
    customer_id, number = borrower(desk), new_item(desk, top_title=True)
    pay_all(desk, customer_id)
    lent = lend(desk, customer_id, number)
    fee, strips = lent.fee_cents, loans.strips_taken(desk.store, customer_id, 1)
    done = renewed(on(desk, LATE), customer_id, lent.loan_id)
    assert (done.fine_cents, done.fee_cents) == (20, 150)
    if how == "book drop":
        back = take_back(on(desk, LATE), number, returned_on=DUE)
    else:
        back = take_back(on(desk, DUE), number)
    assert (back.due_on, back.days_late, back.fine_cents, back.fee_cents) == (DUE, 0, -20, -150)
    assert "Verlengd op 08-05-2024, toen het al terug was: dat telt niet; leengeld € 1,50 terug" in back.notes[0]
    assert (money(desk, customer_id).other, money(desk, customer_id).credit) == (fee, 0)
    assert loans.strips_taken(desk.store, customer_id, 1) == strips
    loan = loans.find_loan(desk.store, lent.loan_id)
    assert loan is not None
    assert (loan.due_on, loan.renewals, loan.returned_on) == (DUE, 0, DUE)
    assert renewals_of(desk.store, lent.loan_id) == []
    sound(desk)


@pytest.mark.parametrize(
    ("paid", "waived", "other", "credit"),
    [
        pytest.param(0, 0, 0, 0, id="open"),
        pytest.param(170, 0, 0, 170, id="paid"),
        pytest.param(100, 0, 0, 100, id="part paid"),
        pytest.param(0, 170, 0, 0, id="waived"),
        pytest.param(0, 100, 0, 0, id="part waived"),
        pytest.param(70, 100, 0, 70, id="part paid and part waived"),
    ],
)
def test_what_was_received_of_it_is_credit_and_what_was_waived_is_not(
    at_poort: Desk, paid: int, waived: int, other: int, credit: int
) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, top_title=True)
    lent = lend(at_poort, customer_id, number)
    pay_all(at_poort, customer_id)
    desk = on(at_poort, LATE)
    renewed(desk, customer_id, lent.loan_id)
    if paid:
        with desk.transaction() as tx:
            receive(tx, Incoming(customer_id, paid, Method.CARD, LATE, till="1"))
    if waived:
        waive(desk, customer_id, waived)
    for _ in range(2):  # undone, what was waived is waived again, so that it can be done over
        back = take_back(desk, number, returned_on=DUE)
        assert (money(desk, customer_id).other, money(desk, customer_id).credit) == (other, credit)
        sound(desk)
        undo(desk, back)
        assert net(desk, customer_id) == 170 - paid - waived
        sound(desk)


def test_what_is_waived_after_undoing_is_no_credit_when_it_is_done_again(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, top_title=True)
    lent = lend(at_poort, customer_id, number)
    pay_all(at_poort, customer_id)
    desk = on(at_poort, LATE)
    renewed(desk, customer_id, lent.loan_id)
    for _ in range(2):
        back = take_back(desk, number, returned_on=DUE)
        assert (money(desk, customer_id).other, money(desk, customer_id).credit) == (0, 0)
        undo(desk, back)
        if left := money(desk, customer_id).other:
            waive(desk, customer_id, left)
        sound(desk)


def test_undone_it_is_renewed_again_with_all_that_it_cost(at_gieten: Desk) -> None:
    customer_id, number = borrower(at_gieten), new_item(at_gieten, top_title=True)
    pay_all(at_gieten, customer_id)
    lent = lend(at_gieten, customer_id, number)
    desk = on(at_gieten, LATE)
    again = renewed(desk, customer_id, lent.loan_id)
    before, owed, kept = dump(desk), net(desk, customer_id), renewals_of(desk.store, lent.loan_id)
    back = take_back(desk, number, returned_on=DUE)
    undo(desk, back)
    after = dump(desk)
    assert {name: after[name] for name in ("loan", "membership", "item")} == {
        name: before[name] for name in ("loan", "membership", "item")
    }
    assert net(desk, customer_id) == owed
    assert renewals_of(desk.store, lent.loan_id) == kept
    undo(desk, again)
    assert net(desk, customer_id) == lent.fee_cents
    sound(desk)


def test_a_strip_of_a_later_period_goes_back_to_that_period(at_gieten: Desk) -> None:
    customer_id, number = borrower(at_gieten), new_item(at_gieten)
    lent = lend(at_gieten, customer_id, number)
    with at_gieten.transaction() as tx:
        tx.execute(
            "INSERT INTO membership (customer_id, number, code, branch, status, started_on, rights_until, price_cents,"
            " way, strips) VALUES (?, 2, '0045', '9428', 5, '2024-04-10', '2025-04-30', 5400, 'factuur', 125)",
            (customer_id,),
        )
    desk = on(at_gieten, LATE)
    renewed(desk, customer_id, lent.loan_id)
    back = take_back(desk, number, returned_on=DUE)
    assert [loans.strips_taken(desk.store, customer_id, period) for period in (1, 2)] == [1, 0]
    assert "1 strip terug" in back.notes[0]
    undo(desk, back)
    assert [loans.strips_taken(desk.store, customer_id, period) for period in (1, 2)] == [1, 1]


def test_a_renewal_of_the_day_itself_or_before_it_stays(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, top_title=True)
    lent = lend(at_poort, customer_id, number)
    pay_all(at_poort, customer_id)
    renewed(on(at_poort, date(2024, 5, 6)), customer_id, lent.loan_id)
    desk = on(at_poort, date(2024, 6, 6))
    renewed(desk, customer_id, lent.loan_id)
    back = take_back(desk, number, returned_on=date(2024, 6, 5))
    assert (back.due_on, back.days_late, back.fine_cents, back.fee_cents) == (date(2024, 6, 4), 1, -20, -150)
    assert money(desk, customer_id).other == 150 + 20
    assert len(renewals_of(desk.store, lent.loan_id)) == 1
    sound(desk)


def test_days_that_are_made_free_of_fines_afterwards_cost_nothing_also_before_a_renewal(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    pay_all(at_poort, customer_id)
    desk = on(at_poort, date(2024, 5, 9))
    assert renewed(desk, customer_id, lent.loan_id).fine_cents == 40
    set_day(desk, LATE, DayKind.FINE_FREE)
    back = take_back(on(at_poort, date(2024, 6, 5)), number)
    assert back.fine_cents == 20 - 20
    assert "Dagen die nu boetevrij zijn: € 0,20 terug." in back.notes
    assert money(desk, customer_id).other == 20 + 20
    sound(desk)


def test_what_was_booked_after_a_renewal_that_is_withdrawn_is_given_back_too(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    pay_all(at_poort, customer_id)
    renewed(on(at_poort, LATE), customer_id, lent.loan_id)
    desk = on(at_poort, date(2024, 6, 6))
    book_running_fines(desk, customer_id, [lent.loan_id], 40)
    assert money(desk, customer_id).other == 60
    back = take_back(desk, number, returned_on=DUE)
    assert (back.fine_cents, money(desk, customer_id).other, money(desk, customer_id).credit) == (-60, 0, 0)
    sound(desk)


def test_the_name_it_is_taken_off_gets_back_what_was_booked_for_later(at_poort: Desk) -> None:
    first, second, number = borrower(at_poort), borrower(at_poort, surname="Ander"), new_item(at_poort)
    lent = lend(at_poort, first, number)
    pay_all(at_poort, first)
    renewed(on(at_poort, LATE), first, lent.loan_id)
    desk = on(at_poort, DUE)
    with pytest.raises(OnOtherName) as told:
        lend(desk, second, number)
    lend(desk, second, number, take_over=told.value.loan_id)
    assert (money(desk, first).other, money(desk, second).other) == (0, 0)
    sound(desk)


def test_what_a_renewal_was_is_forgotten_with_whose_loan_it_was(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    renewed(on(at_poort, DUE), customer_id, lent.loan_id)
    take_back(on(at_poort, LATE), number)
    assert len(renewals_of(at_poort.store, lent.loan_id)) == 1
    pay_all(at_poort, customer_id)
    assert unlink_loans(on(at_poort, date(2024, 5, 20))) == 1
    assert renewals_of(at_poort.store, lent.loan_id) == []
    sound(at_poort)


ACTS = ("renew", "renew", "book", "pay", "part", "waive", "free")
acts = st.lists(st.tuples(st.integers(1, 20), st.sampled_from(ACTS)), min_size=1, max_size=6)
"""What happens, so many days after the one before."""


def do(desk: Desk, customer_id: int, loan_id: int, what: str) -> None:
    if what == "renew":
        renew(desk, customer_id, [loan_id])
    elif what == "pay":
        pay_all(desk, customer_id)
    elif what == "waive":
        if cents := sum(row.open_cents for row in open_charges(desk.store, customer_id)):
            waive(desk, customer_id, min(cents, 100))
    elif what == "part":
        for row in open_charges(desk.store, customer_id)[:1]:
            part = max(row.open_cents // 2, 1)
            with desk.transaction() as tx:
                incoming = Incoming(customer_id, part, Method.CARD, desk.working_date, till="1")
                receive(tx, incoming, [(row.charge_id, part)])
    elif what == "book":
        cents = sum(row.fine_cents for row in in_bezit(desk, customer_id))
        try:
            book_running_fines(desk, customer_id, [loan_id], cents)
        except Refusal:
            return


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts, st.integers(0, 120), st.booleans())
def test_whatever_was_booked_it_costs_what_it_costs_who_did_nothing_after_that_day(
    empty_store: Path, history: list[tuple[int, str]], back_after: int, strips: bool
) -> None:
    """Two borrow the same kind of item on one day; one of them does nothing any more after the day it is back."""
    folder = Path(tempfile.mkdtemp(prefix="balie-earlier-"))
    try:
        path = folder / "balie.balie"
        shutil.copy(empty_store, path)
        with open_store(path) as store:
            poort = load_library("achterhoekse-poort")
            library = load_library("biblionet-drenthe") if strips else poort
            desk = Desk(store, library, library.branches[0], "ebt", WORKING_DATE, folder / "spool", lambda: MOMENT)
            desk = strips_desk(desk, poort) if strips else desk
            back = WORKING_DATE + timedelta(days=back_after)
            pair = [(borrower(desk, surname=name), new_item(desk, top_title=True)) for name in ("Alles", "Niets")]
            lent = [lend(desk, customer_id, number) for customer_id, number in pair]
            for customer_id, _ in pair:
                pay_all(desk, customer_id)
            day = WORKING_DATE
            for days, what in history:
                day += timedelta(days=days)
                if what == "free":
                    set_day(on(desk, day), day - timedelta(days=2), DayKind.FINE_FREE)
                for (customer_id, _), one in zip(pair, lent, strict=True):
                    if one is lent[0] or day <= back:
                        do(on(desk, day), customer_id, one.loan_id, what)
            last = on(desk, max(day, back))
            done: list[Returned] = [take_back(last, number, returned_on=back) for _, number in pair]
            charged = [
                store.read("SELECT coalesce(sum(cents), 0) FROM charge WHERE customer_id = ?", (one,))
                for one, _ in pair
            ]
            assert charged[0] == charged[1]
            assert (done[0].due_on, done[0].days_late) == (done[1].due_on, done[1].days_late)
            taken = [loans.strips_taken(store, customer_id, 1) for customer_id, _ in pair]
            assert taken[0] == taken[1]
            for customer_id, _ in pair:
                assert net_credit(store, customer_id) <= max(came_in(store, customer_id), 0)
            sound(desk)
            for returned in done:
                undo(last, returned)
            sound(desk)
    finally:
        shutil.rmtree(folder)


def test_a_loan_without_renewals_is_as_it_was(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    done = take_back(on(at_poort, LATE), number)
    assert (done.fine_cents, done.fee_cents, done.withdrawn, done.notes) == (20, 0, (), ())
    assert replace(done, notes=()) == done


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param("UPDATE renewal SET renewed_on = '2024-05-08'", id="renewed once it was back"),
        pytest.param("UPDATE renewal SET customer_id = 2", id="of somebody else"),
    ],
)
def test_a_renewal_that_cannot_be_is_found(at_poort: Desk, spoilt: str) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    borrower(at_poort, surname="Ander")
    lent = lend(at_poort, customer_id, number)
    renewed(on(at_poort, DUE), customer_id, lent.loan_id)
    take_back(on(at_poort, DUE), number)
    sound(at_poort)
    with at_poort.transaction() as tx:
        tx.execute(spoilt)
    assert [found.name for found in check(at_poort.store, all_invariants())] == ["loan.renewed"]


def test_renewals_that_come_back_are_those_of_their_own_loan(at_poort: Desk) -> None:
    """Found by random sessions: another loan was renewed since they were withdrawn."""
    customer_id, first, second = borrower(at_poort), new_item(at_poort), new_item(at_poort)
    lent = [lend(at_poort, customer_id, number) for number in (first, second)]
    desk = on(at_poort, LATE)
    again = renewed(desk, customer_id, lent[0].loan_id)
    back = take_back(desk, first, returned_on=DUE)
    other = renewed(desk, customer_id, lent[1].loan_id)
    undo(desk, back)
    assert [len(renewals_of(desk.store, one.loan_id)) for one in lent] == [1, 1]
    undo(desk, again)
    assert [len(renewals_of(desk.store, one.loan_id)) for one in lent] == [0, 1]
    undo(desk, other)
    assert [len(renewals_of(desk.store, one.loan_id)) for one in lent] == [0, 0]
    sound(desk)
