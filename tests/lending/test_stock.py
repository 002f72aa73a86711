"""What keeps an item from being written off or going missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.catalogue.items import change_item, item_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import UNDO_DAYS, look_at_write_off, mark_missing, undo_write_off, write_off
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.stock import hindrances, keep_in, let_go, told_of_missing, who_waits_in_vain
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester
from tests.support.borrowers import ALLOWED, borrower, new_item, new_title, sound
from tests.support.catalogue import add_avonden, lend_out, reserve
from tests.support.holds import WEST, reader, stored, told, two_branches

LENT = "Het is uitgeleend tot 07-05-2024: neem het eerst in."
READY = "Het staat apart voor een reservering: haal die er eerst af."
WAITED_FOR = "Er wacht een klant op dit exemplaar: handel eerst de reservering af."


@pytest.fixture
def customer(desk: Desk) -> int:
    return enrol_tester(desk).customer_id


def test_nothing_hinders_an_item_on_the_shelf(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)

    assert hindrances(desk.store, item_of(desk.store, number)) == []


def test_an_item_that_is_lent_out_is_not_written_off_and_does_not_go_missing(desk: Desk, customer: int) -> None:
    _, (number,) = add_avonden(desk, None)
    lend_out(desk, customer, number, date(2024, 5, 7))

    with pytest.raises(Refusal, match=f"Exemplaar {number}: {LENT}"):
        write_off(desk, [number], hindrances)
    with pytest.raises(Refusal, match=LENT):
        mark_missing(desk, number, let_go)
    assert item_of(desk.store, number).status is ItemStatus.IN


def test_an_item_that_stands_ready_for_somebody_stays(desk: Desk, customer: int) -> None:
    title_id, (ready, other) = add_avonden(desk, None, None)
    reserve(desk, customer, title_id, ready_item=ready)

    assert hindrances(desk.store, item_of(desk.store, ready)) == [READY]
    assert hindrances(desk.store, item_of(desk.store, other)) == []


def test_the_last_item_of_a_title_that_is_waited_for_stays(desk: Desk, customer: int) -> None:
    title_id, (first, second) = add_avonden(desk, None, None)
    reserve(desk, customer, title_id)
    write_off(desk, [first], hindrances)

    assert hindrances(desk.store, item_of(desk.store, second)) == [WAITED_FOR]


def test_an_item_that_is_waited_for_by_its_number_stays(desk: Desk, customer: int) -> None:
    title_id, (first, _) = add_avonden(desk, None, None)
    reserve(desk, customer, title_id, item=first)

    assert hindrances(desk.store, item_of(desk.store, first)) == [WAITED_FOR]


def test_the_last_item_can_be_missing_and_who_waits_in_vain_is_told(desk: Desk, customer: int) -> None:
    title_id, (first, second) = add_avonden(desk, None, None)
    reserve(desk, customer, title_id)

    mark_missing(desk, first, let_go)
    assert who_waits_in_vain(desk.store, first) == ""
    mark_missing(desk, second, let_go)

    assert who_waits_in_vain(desk.store, second).startswith("Let op: er wacht 1 klant op")


def test_what_becomes_of_who_waits_is_told_before_an_item_is_missing(desk: Desk, customer: int) -> None:
    title_id, (first, second) = add_avonden(desk, None, None)
    assert told_of_missing(desk.store, first) == ""
    reserve(desk, customer, title_id)
    assert "krijgt een ander exemplaar" in told_of_missing(desk.store, first)
    mark_missing(desk, first, let_go)
    told = told_of_missing(desk.store, second)
    mark_missing(desk, second, let_go)
    assert told.startswith("Er wacht 1 klant op, en een ander exemplaar is er niet. De reservering blijft staan")
    assert who_waits_in_vain(desk.store, second)


def test_of_an_item_that_was_asked_for_by_its_number_no_other_comes(desk: Desk, customer: int) -> None:
    title_id, (first, second) = add_avonden(desk, None, None)
    reserve(desk, customer, title_id, item=first)
    assert "een ander exemplaar is er niet" in told_of_missing(desk.store, first)
    assert told_of_missing(desk.store, second) == ""


def test_another_item_is_no_comfort_to_who_asked_for_the_one_that_is_missing(desk: Desk, customer: int) -> None:
    title_id, (first, _) = add_avonden(desk, None, None)
    reserve(desk, customer, title_id, item=first)

    mark_missing(desk, first, let_go)

    assert who_waits_in_vain(desk.store, first)


def test_for_whom_an_item_stood_ready_that_cannot_be_found_waits_again(at_poort: Desk) -> None:
    lost = new_item(at_poort)
    title_id = item_of(at_poort.store, lost).title_id
    hold_id = place_hold(at_poort, reader(at_poort, "Aalbers"), title_id).hold_id
    set_aside(at_poort, lost)
    assert told_of_missing(at_poort.store, lost).startswith("Er wacht 1 klant op, en een ander exemplaar is er niet.")

    mark_missing(at_poort, lost, let_go)

    assert told(stored(at_poort, hold_id)) == ("A", None, None)
    sound(at_poort)


def test_writing_off_is_taken_back_within_thirty_days(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    write_off(desk, [number], hindrances)
    late = replace(desk, working_date=desk.working_date + timedelta(days=UNDO_DAYS + 1))

    with pytest.raises(Refusal, match=r"is op 09-04-2024 afgeschreven: dat kon tot 30 dagen daarna terug\."):
        undo_write_off(late, number)
    undo_write_off(replace(desk, working_date=desk.working_date + timedelta(days=UNDO_DAYS)), number)

    assert item_of(desk.store, number).status is ItemStatus.IN


def test_the_last_item_that_stays_is_warned_for_also_when_others_go_along(desk: Desk) -> None:
    _, (first, second) = add_avonden(desk, None, None)

    alone = look_at_write_off(desk.store, second, hindrances)
    together = look_at_write_off(desk.store, second, hindrances, along=[first])

    assert alone.warnings == ()
    assert together.warnings == ("Dit is het laatste exemplaar van deze titel.",)


# An only copy that is not lent any more.


def kept_in(desk: Desk, number: str) -> None:
    """Change an item, as the form does, so that it is not lent any more."""
    item = item_of(desk.store, number)
    change_item(desk, number, replace(item.values, not_for_loan=True), version=item.version, keep_in=keep_in)


def test_who_waits_for_the_only_copy_that_is_lent_is_told(at_poort: Desk) -> None:
    title = new_title(at_poort)
    first, second = new_item(at_poort, title), new_item(at_poort, title)
    place_hold(at_poort, borrower(at_poort), title, override=ALLOWED)
    kept_in(at_poort, first)
    assert who_waits_in_vain(at_poort.store, first) == ""
    kept_in(at_poort, second)
    assert who_waits_in_vain(at_poort.store, second).startswith("Let op: er wacht 1 klant op")
    sound(at_poort)


@pytest.mark.parametrize("travels", [True, False])
def test_who_was_to_have_a_copy_that_is_kept_in_waits_again(at_poort: Desk, travels: bool) -> None:
    desk = replace(at_poort, library=two_branches(at_poort.library))
    title, customer_id = new_title(desk), borrower(desk)
    number = new_item(desk, title)
    branch = WEST if travels else None
    hold_id = place_hold(desk, customer_id, title, pickup_branch=branch, override=ALLOWED).hold_id
    set_aside(desk, number)
    kept_in(desk, number)
    assert (stored(desk, hold_id).state, stored(desk, hold_id).ready_item) == ("A", None)
    item = item_of(desk.store, number)
    assert item.status is (ItemStatus.TRANSPORT if travels else ItemStatus.IN)
    change_item(desk, number, item.values, version=item.version)
    sound(desk)


def test_of_a_series_the_last_copy_that_somebody_waits_for_is_not_written_off(at_poort: Desk) -> None:
    title = new_title(at_poort)
    first, second = new_item(at_poort, title), new_item(at_poort, title)
    place_hold(at_poort, borrower(at_poort), title, override=ALLOWED)
    with pytest.raises(Refusal, match=f"Exemplaar {second}: Er wacht een klant op dit exemplaar"):
        write_off(at_poort, [first, second], hindrances)
    assert item_of(at_poort.store, first).status is ItemStatus.IN


def test_a_copy_that_is_not_lent_is_no_other_copy_for_who_waits(at_poort: Desk) -> None:
    title = new_title(at_poort)
    number = new_item(at_poort, title)
    new_item(at_poort, title, not_for_loan=True)
    place_hold(at_poort, borrower(at_poort), title, override=ALLOWED)
    with pytest.raises(Refusal, match="Er wacht een klant op dit exemplaar"):
        write_off(at_poort, [number], hindrances)
