"""Undoing a loan, and the reservations that it took: of one title a customer has one, and the desk is told which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec.structs import replace as changed

from balie.catalogue.statuses import ItemStatus
from balie.circulation.calendar import set_day
from balie.circulation.holds import open_holds_of
from balie.circulation.opening_days import DayKind
from balie.desk import Desk
from balie.lending.holds.holds import place_hold, set_priority
from balie.lending.holds.set_aside import set_aside, undo_set_aside
from balie.lending.lend import lend
from balie.lending.rules.refusals import OnOtherName
from balie.lending.session.acts import Lent
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.money_tables import DatedPrice
from balie.library.values import Cents
from balie.refusal import Refusal
from tests.support.borrowers import ALLOWED, borrower, dump, money, new_item, new_title, on, sound
from tests.support.holds import status, stored, told, with_holds

TOMORROW = date(2024, 4, 10)


def open_ids(desk: Desk, customer_id: int) -> list[int]:
    return [hold.id for hold in open_holds_of(desk.store, customer_id)]


def lent_and_reserved_again(desk: Desk, customer_id: int, title: int, number: str) -> tuple[int, Lent, int]:
    """Reserve, lend, reserve again with a supervisor: the two reservations, and the loan between them."""
    first = place_hold(desk, customer_id, title, override=ALLOWED).hold_id
    lent = lend(desk, customer_id, number)
    return first, lent, place_hold(on(desk, TOMORROW), customer_id, title, override=ALLOWED).hold_id


@pytest.mark.parametrize("place", ["poort", "gieten"])
def test_a_title_that_was_reserved_again_is_reserved_once_when_its_loan_is_undone(
    place: str, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(f"at_{place}")
    customer_id, title = borrower(desk), new_title(desk)
    first, lent, second = lent_and_reserved_again(desk, customer_id, title, new_item(desk, title))
    said = undo(desk, lent)
    assert said == (
        "De klant had deze titel ook opnieuw gereserveerd. De reservering van voor deze uitlening, van 09-04-2024,"
        " blijft; de andere vervalt."
    )
    assert open_ids(desk, customer_id) == [first]
    assert desk.store.read("SELECT state, reason FROM hold WHERE id = ?", (second,)) == [("Z", "7")]
    sound(desk)


def test_the_newer_one_stays_where_it_comes_first_in_the_queue(at_poort: Desk) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    _, lent, second = lent_and_reserved_again(at_poort, customer_id, title, new_item(at_poort, title))
    set_priority(at_poort, second, 0)
    assert "De reservering die na deze uitlening is gemaakt, van 10-04-2024, blijft" in undo(at_poort, lent)
    assert open_ids(at_poort, customer_id) == [second]
    sound(at_poort)


def test_the_newer_one_stays_where_a_copy_stands_ready_for_it_and_the_other_copy_is_free(at_poort: Desk) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    first_copy, second_copy = new_item(at_poort, title), new_item(at_poort, title)
    first = place_hold(at_poort, customer_id, title, override=ALLOWED).hold_id
    set_aside(at_poort, first_copy)
    lent = lend(at_poort, customer_id, first_copy)
    second = place_hold(at_poort, customer_id, title, override=ALLOWED).hold_id
    set_aside(at_poort, second_copy)
    said = undo(at_poort, lent)
    assert "die na deze uitlening is gemaakt" in said
    assert "staat niet meer apart voor wie het klaarstond: scan het bij Innemen (Balie, F11)" in said
    assert open_ids(at_poort, customer_id) == [second]
    assert (status(at_poort, first_copy), status(at_poort, second_copy)) == (ItemStatus.IN, ItemStatus.RESERVED)
    assert at_poort.store.read("SELECT state FROM hold WHERE id = ?", (first,)) == [("Z",)]
    sound(at_poort)


def test_the_older_one_stays_where_its_copy_stood_ready(at_poort: Desk) -> None:
    customer_id, title, number = borrower(at_poort), new_title(at_poort), ""
    number = new_item(at_poort, title)
    first = place_hold(at_poort, customer_id, title, override=ALLOWED).hold_id
    set_aside(at_poort, number)
    lent = lend(at_poort, customer_id, number)
    set_priority(at_poort, place_hold(at_poort, customer_id, title, override=ALLOWED).hold_id, 0)
    undo(at_poort, lent)
    assert open_ids(at_poort, customer_id) == [first]
    assert told(stored(at_poort, first))[:2] == ("O", number)
    sound(at_poort)


@pytest.mark.parametrize("one_item", [True, False])
def test_a_reservation_of_the_item_and_one_of_the_title_are_of_one_title(at_poort: Desk, one_item: bool) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    number = new_item(at_poort, title)
    first = place_hold(at_poort, customer_id, title, item_number=number if one_item else None, override=ALLOWED)
    lent = lend(at_poort, customer_id, number)
    place_hold(at_poort, customer_id, title, item_number=None if one_item else number, override=ALLOWED)
    undo(at_poort, lent)
    assert open_ids(at_poort, customer_id) == [first.hold_id]
    sound(at_poort)


def test_what_the_reservation_that_ends_cost_is_taken_back(at_poort: Desk) -> None:
    fee = DatedPrice(price_cents=Cents(50), valid_from=date(2024, 1, 1))
    desk = with_holds(at_poort, changed(at_poort.library.holds, fee=(fee,)))
    customer_id, title = borrower(desk), new_title(desk)
    _, lent, _ = lent_and_reserved_again(desk, customer_id, title, new_item(desk, title))
    assert money(desk, customer_id).other == 100
    assert "Het reserveergeld van € 0,50 daarvan is teruggeboekt." in undo(desk, lent)
    assert money(desk, customer_id).other == 50
    sound(desk)


def test_more_reservations_than_allowed_are_told(at_poort: Desk) -> None:
    desk = with_holds(at_poort, changed(at_poort.library.holds, max_per_customer=1))
    customer_id, title = borrower(desk), new_title(desk)
    number = new_item(desk, title)
    place_hold(desk, customer_id, title)
    lent = lend(desk, customer_id, number)
    other = new_title(desk, "Anders")
    new_item(desk, other)
    place_hold(desk, customer_id, other)
    assert undo(desk, lent) == ("De klant heeft nu 2 reserveringen en mag er 1 hebben: annuleer er zo nodig een.")
    sound(desk)


def test_what_stood_ready_is_kept_up_to_a_day_that_the_branch_is_open(at_poort: Desk) -> None:
    """A closure that was entered while the item was lent."""
    customer_id, title = borrower(at_poort), new_title(at_poort)
    number = new_item(at_poort, title)
    hold_id = place_hold(at_poort, customer_id, title, override=ALLOWED).hold_id
    until = set_aside(at_poort, number).hold.expires_on
    assert until is not None
    lent = lend(at_poort, customer_id, number)
    set_day(at_poort, until, DayKind.CLOSED)
    undo(at_poort, lent)
    assert stored(at_poort, hold_id).expires_on == until + timedelta(days=1)
    sound(at_poort)


def test_a_return_that_is_undone_tells_what_the_rules_say_of_it(at_poort: Desk) -> None:
    rules = at_poort.library.loans
    assert rules is not None
    desk = replace(at_poort, library=changed(at_poort.library, loans=changed(rules, max_items=1)))
    customer_id, title = borrower(desk), new_title(desk)
    number = new_item(desk, title)
    lend(desk, customer_id, number)
    back = take_back(desk, number)
    lend(desk, customer_id, new_item(desk))
    place_hold(desk, customer_id, title)
    assert undo(desk, back) == (
        "De klant heeft nu 2 in bezit en mag er 1 hebben: laat inleveren."
        " De klant heeft deze titel intussen ook gereserveerd: annuleer die reservering zo nodig."
    )
    sound(desk)


def test_a_missing_item_that_is_missing_again_is_told_where_somebody_waits(at_poort: Desk) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    number = new_item(at_poort, title, status=ItemStatus.MISSING)
    lent = lend(at_poort, customer_id, number)
    place_hold(at_poort, borrower(at_poort, surname="Wacht"), title)
    assert undo(at_poort, lent).startswith("Let op: er wacht 1 klant op")


def test_the_name_that_it_was_taken_off_is_told(at_poort: Desk) -> None:
    first, second, number = borrower(at_poort), borrower(at_poort, surname="Ander"), new_item(at_poort)
    lend(at_poort, first, number)
    with pytest.raises(OnOtherName) as on_other:
        lend(at_poort, second, number)
    lent = lend(at_poort, second, number, take_over=on_other.value.loan_id)
    assert undo(at_poort, lent).startswith("Op de naam van wie het eerder had komt het niet terug")


def test_what_was_set_aside_and_the_return_are_undone_together_or_not_at_all(at_poort: Desk) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    number = new_item(at_poort, title)
    lend(at_poort, customer_id, number)
    place_hold(at_poort, borrower(at_poort, surname="Wacht"), title)
    before = dump(at_poort)
    back = take_back(at_poort, number)
    caught = set_aside(at_poort, number)
    undo(at_poort, back, caught=caught)
    assert dump(at_poort) == before
    back = take_back(at_poort, number)
    caught = set_aside(at_poort, number)
    undo_set_aside(at_poort, caught)
    again = dump(at_poort)
    with pytest.raises(Refusal, match="iets anders gebeurd"):
        undo(at_poort, back, caught=caught)
    assert dump(at_poort) == again
    sound(at_poort)


def test_an_item_that_is_lent_from_a_later_day_is_taken_over_on_no_earlier_one(at_poort: Desk) -> None:
    """Found by random sessions: a working date in the past, and a loan that ended before it began."""
    first, second, number = borrower(at_poort), borrower(at_poort, surname="Ander"), new_item(at_poort)
    lent = lend(on(at_poort, TOMORROW), first, number)
    before = dump(at_poort)
    for take_over in (None, lent.loan_id):
        with pytest.raises(Refusal, match=r"pas op 10-04-2024 aan een ander uitgeleend .* kies een latere werkdatum"):
            lend(at_poort, second, number, take_over=take_over)
    assert dump(at_poort) == before
