"""Two records of one person who both reserved a title: one reservation stays, and undoing brings both back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from balie.circulation.holds import Hold, HoldState
from balie.customers.merging.holds import in_conflict
from balie.customers.merging.merge import merge, preview, undo
from balie.desk import Desk
from balie.lending.holds.holds import cancel_hold, place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.take_back import take_back
from balie.refusal import Refusal
from tests.support.borrowers import ALLOWED, borrower, new_item, new_title, sound
from tests.support.doubles import dump, enrol_doubles

OLD, NEW = date(2024, 4, 1), date(2024, 4, 8)
HOLD = Hold(1, 1, None, 1, "9428", OLD, 5, HoldState.WAITING, None, None, None)


def ready(hold: Hold) -> Hold:
    return replace(hold, state=HoldState.READY, ready_item=f"item {hold.id}", ready_on=NEW, expires_on=NEW)


@pytest.mark.parametrize(
    ("one", "other", "stays"),
    [
        (HOLD, replace(HOLD, id=2, placed_on=NEW), 1),  # the older place in the queue
        (replace(HOLD, placed_on=NEW), replace(HOLD, id=2), 2),
        (HOLD, replace(HOLD, id=2, placed_on=NEW, priority=4), 2),  # a better priority comes first
        (HOLD, ready(replace(HOLD, id=2, placed_on=NEW)), 2),  # what stands ready
        (HOLD, replace(ready(replace(HOLD, id=2, placed_on=NEW)), state=HoldState.TRANSPORT), 2),  # or is on its way
        (HOLD, replace(HOLD, id=2), 1),  # placed on the same day
        (replace(HOLD, item_number="a"), replace(HOLD, id=2, item_number="b", placed_on=NEW), 1),  # two copies
    ],
)
def test_of_two_reservations_of_one_title_one_stays(one: Hold, other: Hold, stays: int) -> None:
    for both in ((one, other), (other, one)):
        ((first, second),) = in_conflict(both)
        assert (first.id, second.id) == (stays, 3 - stays)


def test_reservations_of_two_titles_both_stay() -> None:
    assert in_conflict([HOLD, replace(HOLD, id=2, title_id=2)]) == []


@pytest.mark.parametrize("swap", [False, True])
def test_the_ready_one_stays_the_waiting_one_is_closed_and_undoing_brings_both_back(desk: Desk, swap: bool) -> None:
    keep, gone = enrol_doubles(desk)[:: -1 if swap else 1]
    both, alone = new_title(desk), new_title(desk, "Nooit meer slapen")
    number = new_item(desk, both)
    for customer_id, title_id in ((gone, both), (keep, both), (keep, alone)):
        new_item(desk, title_id)
        place_hold(desk, customer_id, title_id)
    next_one = borrower(desk, surname="Wacht")
    place_hold(desk, next_one, both)
    set_aside(desk, number)  # for whoever reserved first: `gone`
    before = dump(desk.store)
    shown = preview(desk, keep, gone)
    assert [line for line in shown.warnings if "reserveerden" in line] == [
        "Beide klanten reserveerden De avonden / Reve, Gerard: het exemplaar dat apart staat blijft, de andere"
        " reservering wordt afgehandeld."
    ]
    journal_id = merge(desk, shown)
    sound(desk)
    assert desk.store.read("SELECT title_id, state, reason FROM hold WHERE customer_id = ? ORDER BY id", (keep,)) == [
        (both, "O", None),
        (both, "Z", "6"),
        (alone, "A", None),
    ]
    ((told,),) = desk.store.read("SELECT after FROM journal WHERE action = 'hold closed'")
    assert json.loads(told) == {"hold": 2, "hold_reason": "6"}
    undo(desk, journal_id)
    sound(desk)
    after = dump(desk.store)
    del before["credential"], after["credential"]  # a secret of which both had one does not come back
    assert after == before


def test_two_copies_set_aside_are_looked_at_first(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    title_id = new_title(desk)
    numbers = [new_item(desk, title_id) for _ in range(2)]
    holds = [place_hold(desk, customer_id, title_id).hold_id for customer_id in (keep, gone)]
    for number in numbers:
        set_aside(desk, number)
    with pytest.raises(Refusal, match="annuleer eerst een van de twee reserveringen"):
        preview(desk, keep, gone)
    cancel_hold(desk, holds[0])
    merge(desk, preview(desk, keep, gone))
    sound(desk)


def test_undoing_is_refused_where_the_title_was_reserved_again(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    title_id = new_title(desk)
    new_item(desk, title_id)
    place_hold(desk, gone, title_id)
    place_hold(desk, keep, title_id)
    journal_id = merge(desk, preview(desk, keep, gone))
    cancel_hold(desk, 1)
    place_hold(desk, keep, title_id)
    with pytest.raises(Refusal, match="reserveringen"):
        undo(desk, journal_id)
    sound(desk)


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("lent_since", [False, True])
def test_a_reservation_of_what_the_other_has_at_home_is_closed_and_comes_back(
    desk: Desk, swap: bool, lent_since: bool
) -> None:
    keep, gone = enrol_doubles(desk)[:: -1 if swap else 1]
    title_id = new_title(desk)
    number, other = new_item(desk, title_id), new_item(desk, title_id)
    lend(desk, keep, number)
    placed = place_hold(desk, gone, title_id)
    shown = preview(desk, keep, gone)
    assert [line for line in shown.warnings if "in bezit" in line] == [
        "De een reserveerde De avonden / Reve, Gerard, de ander heeft die titel in bezit: de reservering wordt"
        " afgehandeld."
    ]
    before = dump(desk.store)
    journal_id = merge(desk, shown)
    sound(desk)
    assert desk.store.read("SELECT state, reason FROM hold") == [("Z", "6")]
    if lent_since:
        take_back(desk, number)
        lend(desk, keep, other)
    undo(desk, journal_id)
    sound(desk)
    assert desk.store.read("SELECT id, customer_id, state, reason FROM hold") == [(placed.hold_id, gone, "A", None)]
    if not lent_since:
        assert dump(desk.store)["hold"] == before["hold"]


def test_what_the_same_record_has_at_home_and_on_reservation_somebody_allowed(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    title_id = new_title(desk)
    lend(desk, gone, new_item(desk, title_id))
    place_hold(desk, gone, title_id, override=ALLOWED)
    merge(desk, preview(desk, keep, gone))
    assert desk.store.read("SELECT customer_id, state FROM hold") == [(keep, "A")]


def test_a_copy_set_aside_of_what_the_other_has_at_home_is_looked_at_first(desk: Desk) -> None:
    keep, gone = enrol_doubles(desk)
    title_id = new_title(desk)
    number, other = new_item(desk, title_id), new_item(desk, title_id)
    lend(desk, keep, number)
    placed = place_hold(desk, gone, title_id)
    set_aside(desk, other)
    with pytest.raises(Refusal, match="de ander heeft die titel in bezit: annuleer eerst"):
        preview(desk, keep, gone)
    cancel_hold(desk, placed.hold_id)
    merge(desk, preview(desk, keep, gone))
    sound(desk)
