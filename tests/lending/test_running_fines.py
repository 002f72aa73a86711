"""Boek lopende boete: the days so far are charged now, the rest later; together never more or less than one return."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from balie.circulation.calendar import set_day
from balie.circulation.fines import late_note
from balie.circulation.opening_days import DayKind
from balie.desk import Desk
from balie.ledger import open_charges
from balie.lending.at_home import in_bezit
from balie.lending.charge_titles import titles_of_charges
from balie.lending.fining import running_fine, whole_fine
from balie.lending.history import unlink_loans
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.refusals import OnOtherName
from balie.lending.running_fines import book_running_fines
from balie.lending.session.acts import FineBooked, Renewed
from balie.lending.session.costs import session_costs
from balie.lending.session.session import Session
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.lending_tables import Fines
from balie.library.load import load_library
from balie.library.values import Cents
from balie.refusal import Refusal
from balie.store.connection import open_store
from tests.conftest import MOMENT, WORKING_DATE
from tests.support.borrowers import borrower, dump, money, new_item, on, sound
from tests.support.members import pay_all

DUE = date(2024, 5, 7)
LATE = date(2024, 5, 11)


def fined(desk: Desk, **fines: object) -> Desk:
    """The same desk with other rules of fines."""
    assert isinstance(desk.library.fines, Fines)
    return replace(desk, library=changed(desk.library, fines=changed(desk.library.fines, **fines)))


def book(desk: Desk, customer_id: int) -> FineBooked:
    """Book everything that runs of somebody with one item late, as the screen does."""
    rows = in_bezit(desk, customer_id)
    (done,) = book_running_fines(desk, customer_id, [row.loan_id for row in rows], sum(row.fine_cents for row in rows))
    return done


def notes(desk: Desk) -> list[object]:
    return [note for (note,) in desk.store.read("SELECT note FROM charge WHERE kind = 'te laat' ORDER BY id")]


def test_the_days_so_far_are_charged_and_the_item_stays_out(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort))
    lend(at_poort, customer_id, new_item(at_poort))
    desk = on(at_poort, LATE)
    rows = in_bezit(desk, customer_id)
    assert [row.fine_cents for row in rows] == [80, 80]
    (done,) = book_running_fines(desk, customer_id, [lent.loan_id], 80)
    assert (done.days, done.fine_cents, done.booked_to) == (4, 80, LATE)
    assert money(desk, customer_id).other == 80
    assert [(row.days_late, row.fine_cents) for row in in_bezit(desk, customer_id)] == [(4, 0), (4, 80)]
    assert titles_of_charges(desk.store, customer_id)[done.charge_id][0] == "De avonden"
    session = Session(customer_id)
    session.add(done)
    assert session_costs(desk.store, session)[0].charge_ids == (done.charge_id,)
    sound(at_poort)


def test_at_return_only_the_days_after_what_was_booked_are_fined(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    book(on(at_poort, LATE), customer_id)
    book(on(at_poort, date(2024, 5, 13)), customer_id)
    done = take_back(on(at_poort, date(2024, 5, 14)), number)
    assert (done.days_late, done.fine_cents, money(at_poort, customer_id).other) == (7, 20, 140)
    assert done.notes == ("Te-laat-geld t/m 13-05-2024 was al geboekt: € 1,20.",)
    assert notes(at_poort) == [
        "4 dagen te laat, nog niet terug",
        "2 dagen te laat, na 11-05-2024, nog niet terug",
        "1 dag te laat, na 13-05-2024",
    ]
    sound(at_poort)


def test_a_renewal_fines_the_rest_and_begins_anew(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    book(on(at_poort, LATE), customer_id)
    desk = on(at_poort, date(2024, 5, 12))
    (renewed,) = renew(desk, customer_id, [lent.loan_id])
    assert isinstance(renewed, Renewed)
    assert renewed.fine_cents == 20
    assert in_bezit(on(at_poort, date(2024, 6, 5)), customer_id)[0].fine_cents == 20
    undo(desk, renewed)
    assert take_back(desk, number).fine_cents == 20
    sound(at_poort)


def test_an_item_that_is_lent_on_drops_only_what_was_not_booked(at_poort: Desk) -> None:
    first, second, number = borrower(at_poort), borrower(at_poort, surname="Ander"), new_item(at_poort)
    lend(at_poort, first, number)
    book(on(at_poort, LATE), first)
    desk = on(at_poort, date(2024, 5, 13))
    with pytest.raises(OnOtherName, match="te-laat-geld van € 0,40 vervalt") as told:
        lend(desk, second, number)
    lend(desk, second, number, take_over=told.value.loan_id)
    assert (money(desk, first).other, money(desk, second).other) == (80, 0)
    sound(at_poort)


@pytest.mark.parametrize(("paid", "other", "credit"), [(False, 60, 0), (True, 0, 20)])
def test_what_counts_as_back_before_the_booked_day_gives_the_rest_back(
    at_poort: Desk, paid: bool, other: int, credit: int
) -> None:
    """Booked in the morning; then the item turns up in the book drop of the day before."""
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    desk = on(at_poort, LATE)
    book(desk, customer_id)
    if paid:
        pay_all(desk, customer_id)
    before = dump(desk)
    done = take_back(desk, number, returned_on=date(2024, 5, 10))
    assert (done.days_late, done.fine_cents) == (3, -20)
    assert notes(desk)[-1] == "terug op 10-05-2024, geboekt was t/m 11-05-2024"
    assert (money(desk, customer_id).other, money(desk, customer_id).credit) == (other, credit)
    sound(at_poort)
    undo(desk, done)
    assert dump(desk)["loan"] == before["loan"]
    now = money(desk, customer_id)
    assert now.other - now.credit == (0 if paid else 80)
    sound(at_poort)


def test_an_undone_booking_runs_again(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    desk = on(at_poort, LATE)
    done = book(desk, customer_id)
    undo(desk, done)
    assert money(desk, customer_id).other == 0
    assert in_bezit(desk, customer_id)[0].fine_cents == 80
    with pytest.raises(Refusal, match="annuleer eerst het laatste"):
        undo(desk, done)
    assert take_back(desk, number).fine_cents == 80
    sound(at_poort)


def test_a_booking_is_undone_only_before_what_came_after_it(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    first = book(on(at_poort, LATE), customer_id)
    desk = on(at_poort, date(2024, 5, 12))
    second = book(desk, customer_id)
    with pytest.raises(Refusal, match="annuleer eerst het laatste"):
        undo(desk, first)
    undo(desk, second)
    back = take_back(desk, number)
    with pytest.raises(Refusal, match="annuleer eerst het laatste"):
        undo(desk, first)
    undo(desk, back)
    undo(desk, first)
    assert money(desk, customer_id).other == 0
    sound(at_poort)


def test_nothing_is_booked_that_costs_nothing_or_costs_something_else_by_now(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    desk = on(at_poort, LATE)
    before = dump(desk)
    with pytest.raises(Refusal, match="geen te-laat-geld te boeken"):
        book_running_fines(at_poort, customer_id, [lent.loan_id], 0)
    with pytest.raises(Refusal, match="intussen € 0,80 en niet € 1,60"):
        book_running_fines(desk, customer_id, [lent.loan_id], 160)
    with pytest.raises(Refusal, match="loopt niet meer"):
        book_running_fines(desk, borrower(desk, surname="Ander"), [lent.loan_id], 80)
    assert dump(desk)["charge"][: len(before["charge"])] == before["charge"]
    book(desk, customer_id)
    with pytest.raises(Refusal, match="of het is al geboekt"):
        book_running_fines(desk, customer_id, [lent.loan_id], 80)


def test_who_had_it_is_let_go_of_only_once_what_was_booked_is_paid(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    desk = on(at_poort, LATE)
    book(desk, customer_id)
    take_back(desk, number)
    later = on(at_poort, date(2024, 5, 20))
    assert unlink_loans(later) == 0
    pay_all(later, customer_id)
    assert unlink_loans(later) == 1
    assert later.store.read("SELECT count(*) FROM fine_booking WHERE loan_id = ?", (lent.loan_id,)) == [(0,)]
    sound(at_poort)


def test_the_note_tells_which_days() -> None:
    assert late_note(DUE, date(2024, 5, 8)) == "1 dag te laat"
    assert late_note(DUE, LATE, at_home=True) == "4 dagen te laat, nog niet terug"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    booked_after=st.lists(st.integers(1, 45), max_size=4).map(sorted),
    back_after=st.integers(-5, 50),
    most=st.sampled_from([None, 100, 300]),
    free=st.sets(st.integers(1, 45), max_size=8),
    count_closed=st.booleans(),
    turns_18=st.sampled_from([None, 3, 20]),
)
def test_all_charges_together_are_what_one_return_on_that_day_costs(
    empty_store: Path,
    booked_after: list[int],
    back_after: int,
    most: int | None,
    free: set[int],
    count_closed: bool,
    turns_18: int | None,
) -> None:
    """Booked as often as one likes; with a maximum, days that do not count, and free under eighteen."""
    folder = Path(tempfile.mkdtemp(prefix="balie-fines-"))
    shutil.copy(empty_store, folder / "balie.balie")
    poort = load_library("achterhoekse-poort")
    desk = Desk(
        open_store(folder / "balie.balie"), poort, poort.branches[0], "ebt", WORKING_DATE, folder, lambda: MOMENT
    )
    desk = fined(
        desk,
        max_per_item_cents=None if most is None else Cents(most),
        count_closed_days=count_closed,
        free_under_age=None if turns_18 is None else 18,
    )
    try:
        fields = {} if turns_18 is None else {"subscription": "0001", "guardian": "A. Tester"}
        born = date(2006, 5, 7) + timedelta(days=turns_18 or 0)
        customer_id = borrower(desk, **fields, birth_date=f"{born:%d-%m-%Y}" if turns_18 else "04-01-1991")
        pay_all(desk, customer_id)
        number = new_item(desk)
        lent = lend(desk, customer_id, number)
        for day in free:
            set_day(desk, DUE + timedelta(days=day), DayKind.FINE_FREE)
        loan_back = DUE + timedelta(days=back_after)
        for days in booked_after:
            then = on(desk, DUE + timedelta(days=days))
            (row,) = in_bezit(then, customer_id)
            if row.fine_cents:
                book_running_fines(then, customer_id, [lent.loan_id], row.fine_cents)
        last = max(loan_back, DUE + timedelta(days=max(booked_after, default=0)))
        from balie.circulation.loans import find_loan

        loan = find_loan(desk.store, lent.loan_id)
        assert loan is not None
        whole = whole_fine(desk.store, desk.library, loan, loan_back)
        assert running_fine(desk.store, desk.library, loan, loan_back) <= whole
        take_back(on(desk, last), number, returned_on=loan_back)
        total = desk.store.read_one("SELECT coalesce(sum(cents), 0) FROM charge WHERE kind = 'te laat'")
        assert total == (whole,)
        assert sum(charge.open_cents for charge in open_charges(desk.store, customer_id)) == whole
        sound(desk)
    finally:
        desk.store.close()
        shutil.rmtree(folder)
