"""An own due date: which days, by whom; what counts from it, and taking it back.

Source: rules.md#own-due-date.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.circulation.calendar import set_day
from balie.circulation.loans import find_loan
from balie.circulation.opening_days import DayKind
from balie.circulation.renewals import renewals_of
from balie.customers.permission import Override
from balie.desk import Desk
from balie.lending.at_home import in_bezit
from balie.lending.lend import lend
from balie.lending.own_due_date import look_at_due_date, read_due_date, set_own_due_date
from balie.lending.reminders import queue_due
from balie.lending.renew import renew
from balie.lending.running_fines import book_running_fines
from balie.lending.session.acts import Lent, Renewed
from balie.lending.session.bons import bons_due
from balie.lending.session.session import Session
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.messages.kinds import MessageKind
from balie.messages.outbox import read_messages
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.borrowers import ALLOWED, borrower, dump, money, new_item, on, sound, with_rules

TODAY = date(2024, 4, 9)
DUE = date(2024, 5, 7)
OWN = date(2024, 6, 13)


@pytest.fixture
def lent(at_poort: Desk) -> Lent:
    """A loan of today, up to and with 07-05-2024."""
    return lend(at_poort, borrower(at_poort), new_item(at_poort))


def due(desk: Desk, loan_id: int) -> date:
    loan = find_loan(desk.store, loan_id)
    assert loan is not None
    return loan.due_on


def renewed(desk: Desk, loan: Lent) -> Renewed:
    (done,) = renew(desk, loan.customer_id, [loan.loan_id])
    assert isinstance(done, Renewed)
    return done


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=1), date(2024, 5, 8), OWN, TODAY + timedelta(days=182)])
def test_a_loan_runs_up_to_the_day_that_a_supervisor_allows(at_poort: Desk, lent: Lent, day: date) -> None:
    act = set_own_due_date(at_poort, lent.customer_id, lent.loan_id, day, override=ALLOWED, told=DUE)
    assert (act.was_due_on, act.due_on) == (DUE, day)
    (row,) = in_bezit(at_poort, lent.customer_id)
    assert (row.due_on, row.remark) == (day, "eigen datum")
    sound(at_poort)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("08-04-2024", "al voorbij"),
        ("7-5-2024", "is de inleverdatum al"),
        ("09-10-2024", "ligt uiterlijk op 08-10-2024"),
        ("12-06-2024", "gesloten: kies 13-06-2024 of een andere dag"),
        ("31-06-2024", "bestaat niet"),
        ("morgen", "is geen datum"),
        ("34104000000018", ""),
    ],
)
def test_a_day_that_it_cannot_be_is_refused_with_what_to_do(at_poort: Desk, lent: Lent, typed: str, why: str) -> None:
    set_day(at_poort, date(2024, 6, 12), DayKind.CLOSED)
    with pytest.raises(Refusal) as told:
        read_due_date(at_poort, lent.loan_id, typed)
    assert why in str(told.value)
    assert due(at_poort, lent.loan_id) == DUE


def test_the_day_is_looked_at_again_when_it_is_written(at_poort: Desk, lent: Lent) -> None:
    read_due_date(at_poort, lent.loan_id, "13-06-2024")
    set_day(at_poort, OWN, DayKind.CLOSED)
    with pytest.raises(Refusal, match="gesloten"):
        set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=ALLOWED)
    assert due(at_poort, lent.loan_id) == DUE


def test_the_library_says_how_far_ahead(at_poort: Desk, lent: Lent) -> None:
    desk = with_rules(at_poort, own_due_days=30)
    assert read_due_date(desk, lent.loan_id, "09-05-2024") == TODAY + timedelta(days=30)
    with pytest.raises(Refusal, match="uiterlijk op 09-05-2024"):
        read_due_date(desk, lent.loan_id, "10-05-2024")


@pytest.mark.parametrize("override", [Override("", "afgesproken"), Override("adm", ""), Override("adm", "ja")])
def test_without_who_or_why_it_is_not_done(at_poort: Desk, lent: Lent, override: Override) -> None:
    with pytest.raises(Refusal):
        set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=override)
    assert due(at_poort, lent.loan_id) == DUE


def test_the_journal_tells_who_allowed_it_and_why_and_not_which_item(at_poort: Desk, lent: Lent) -> None:
    set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=ALLOWED)
    (of_loan,) = at_poort.store.read("SELECT customer_id, before, after FROM journal WHERE action = 'due date set'")
    assert (of_loan[0], json.loads(of_loan[2])) == (None, {"loan": lent.loan_id, "due_on": "2024-06-13"})
    (allowed,) = at_poort.store.read("SELECT customer_id, after FROM journal WHERE action = 'lending allowed'")
    told = json.loads(allowed[1])
    assert (allowed[0], told["allowed_by"], told["allowed_because"]) == (lent.customer_id, "adm", ALLOWED.because)
    assert told["allowed_though"] == "Eigen inleverdatum 13-06-2024 in plaats van 07-05-2024."
    assert lent.number not in allowed[1]


def test_what_is_late_or_was_fined_or_changed_meanwhile_gets_no_other_date(at_poort: Desk, lent: Lent) -> None:
    late = on(at_poort, DUE + timedelta(days=1))
    with pytest.raises(Refusal, match="al te laat"):
        look_at_due_date(late, lent.customer_id, lent.loan_id)
    with pytest.raises(Refusal, match="al te laat"):
        set_own_due_date(late, lent.customer_id, lent.loan_id, OWN, override=ALLOWED)
    book_running_fines(late, lent.customer_id, [lent.loan_id], 20)
    with pytest.raises(Refusal, match="al te laat"):  # on an earlier working date too: the fine is of this due date
        set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=ALLOWED)


def test_another_desk_may_have_been_first(at_poort: Desk, lent: Lent) -> None:
    renewed(at_poort, lent)
    with pytest.raises(Refusal, match="intussen 04-06-2024"):
        set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=ALLOWED, told=DUE)
    take_back(at_poort, lent.number)
    with pytest.raises(Refusal, match="loopt niet meer"):
        set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=ALLOWED)


@pytest.mark.parametrize(("own", "cents"), [(OWN, 0), (date(2024, 5, 2), 180)])
def test_fines_count_from_the_own_date(at_poort: Desk, lent: Lent, own: date, cents: int) -> None:
    set_own_due_date(at_poort, lent.customer_id, lent.loan_id, own, override=ALLOWED)
    before = money(at_poort, lent.customer_id).other
    returned = take_back(on(at_poort, date(2024, 5, 11)), lent.number)
    assert returned.fine_cents == cents
    assert money(at_poort, lent.customer_id).other - before == cents


def test_messages_follow_the_own_date(at_poort: Desk, lent: Lent) -> None:
    queue_due(on(at_poort, DUE - timedelta(days=3)))
    set_own_due_date(on(at_poort, DUE - timedelta(days=3)), lent.customer_id, lent.loan_id, OWN, override=ALLOWED)
    queue_due(on(at_poort, OWN - timedelta(days=3)))
    told = read_messages(at_poort.store, "kind = ? ORDER BY id", (MessageKind.DUE_SOON,))
    assert [message.about.split()[-1] for message in told] == ["2024-05-07", "2024-06-13"]


def test_a_renewal_counts_on_from_the_own_date_and_comes_back_to_it(at_poort: Desk, lent: Lent) -> None:
    set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=ALLOWED)
    act = renewed(at_poort, lent)
    assert (act.was_due_on, act.due_on) == (OWN, OWN + timedelta(days=28))
    assert in_bezit(at_poort, lent.customer_id)[0].remark == "1 keer verlengd"
    undo(at_poort, act)
    assert in_bezit(at_poort, lent.customer_id)[0].remark == "eigen datum"
    sound(at_poort)


def test_two_renewals_up_to_the_same_day_are_two(at_poort: Desk, lent: Lent) -> None:
    first = renewed(at_poort, lent)
    set_own_due_date(at_poort, lent.customer_id, lent.loan_id, DUE, override=ALLOWED)
    second = renewed(at_poort, lent)
    assert first.due_on == second.due_on
    undo(at_poort, second)
    assert renewals_of(at_poort.store, lent.loan_id) == [first.renewal]
    sound(at_poort)


def test_an_own_date_after_a_renewal_stays_where_the_item_comes_back(at_poort: Desk, lent: Lent) -> None:
    renewed(at_poort, lent)  # up to and with 04-06-2024
    set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=ALLOWED)
    assert take_back(on(at_poort, date(2024, 6, 14)), lent.number).fine_cents == 20


def test_an_own_date_after_a_renewal_that_is_withdrawn_goes_with_it(at_poort: Desk, lent: Lent) -> None:
    later = on(at_poort, DUE)
    renewed(later, lent)
    set_own_due_date(later, lent.customer_id, lent.loan_id, OWN, override=ALLOWED)
    returned = take_back(later, lent.number, returned_on=DUE - timedelta(days=1))
    assert returned.fine_cents == 0
    assert due(at_poort, lent.loan_id) == DUE
    undo(later, returned)
    assert due(at_poort, lent.loan_id) == OWN
    sound(at_poort)


def test_undoing_it_leaves_nothing(at_poort: Desk, lent: Lent) -> None:
    before = dump(at_poort)
    first = set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=ALLOWED)
    second = set_own_due_date(at_poort, lent.customer_id, lent.loan_id, DUE, override=ALLOWED)
    with pytest.raises(Refusal, match="intussen veranderd"):
        undo(at_poort, first)
    undo(at_poort, second)
    with pytest.raises(Refusal, match="annuleer eerst die"):
        undo(at_poort, lent)
    undo(at_poort, first)
    assert dump(at_poort) == before
    undo(at_poort, lent)


def test_the_bon_of_the_session_tells_the_own_date(at_poort: Desk, lent: Lent) -> None:
    session = Session(lent.customer_id)
    session.add(lent)
    session.add(set_own_due_date(at_poort, lent.customer_id, lent.loan_id, OWN, override=ALLOWED))
    (bon,) = bons_due(at_poort, session)
    assert [act.due_on for act in bon.acts] == [OWN]
    assert session.made_cents == 0


def test_it_counts_at_the_branch_that_lent(east: Desk, west: Desk) -> None:
    loan = lend(east, borrower(east), new_item(east))
    set_day(east, OWN, DayKind.CLOSED)
    with pytest.raises(Refusal, match="gesloten"):
        set_own_due_date(west, loan.customer_id, loan.loan_id, OWN, override=ALLOWED)
    set_day(east, OWN, None)
    set_day(west, OWN, DayKind.CLOSED)
    set_own_due_date(west, loan.customer_id, loan.loan_id, OWN, override=ALLOWED)
    assert due(west, loan.loan_id) == OWN


def test_a_library_that_does_not_lend_gives_no_dates(at_poort: Desk, lent: Lent) -> None:
    import msgspec

    desk = replace(at_poort, library=msgspec.structs.replace(at_poort.library, loans=None))
    with pytest.raises(Refusal, match="leent niet uit"):
        look_at_due_date(desk, lent.customer_id, lent.loan_id)


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE loan SET own_due_on = '2024-04-08'", ["loan.own_due"]),
        ("UPDATE loan SET unseen_renewals = 2", ["loan.unseen"]),
        ("UPDATE loan SET unseen_renewals = 1", ["loan.unseen"]),
        ("UPDATE loan SET own_due_on = '2024-04-09'", []),
    ],
)
def test_the_check_finds_what_no_act_leaves(at_poort: Desk, lent: Lent, damage: str, found: list[str]) -> None:
    renewed(at_poort, lent)
    with at_poort.transaction() as tx:
        tx.execute(damage)
    assert [finding.name for finding in check(at_poort.store, all_invariants())] == found
