"""How a reservation ends: not collected, lent, cancelled, too long open; and what becomes of its copy."""

from __future__ import annotations

from datetime import date

import pytest

from balie.catalogue.statuses import ItemStatus
from balie.catalogue.title_form import TitleValues
from balie.circulation.hold_rules import ClosingReason
from balie.desk import Desk
from balie.lending.holds.catching import fulfil_hold, release_hold
from balie.lending.holds.holds import cancel_hold, place_hold, set_priority
from balie.lending.holds.lists import holds_of, holds_on, uncollected_list
from balie.lending.holds.set_aside import expire_holds, set_aside
from balie.refusal import Refusal
from tests.support.catalogue import add_with_items
from tests.support.holds import (
    EAST,
    WEST,
    later,
    status,
    stored,
    told,
)
from tests.support.reserving import READY_UNTIL, avonden, sound

# The ends.


def test_what_is_not_collected_goes_to_the_next_in_the_queue(east: Desk, anna: int, bert: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    first, second = (place_hold(east, one, title_id).hold_id for one in (anna, bert))
    set_aside(east, number)

    assert expire_holds(later(east, 10)) == []
    after = later(east, 11)
    (expired,) = expire_holds(after)

    assert (expired.hold_id, expired.reason) == (first, ClosingReason.NOT_COLLECTED)
    assert expired.handed is not None
    assert expired.handed.text == "Zet klaar voor Dhr. E.B. Boekhorst, t/m 30-04-2024."
    assert str(stored(east, first).state) == "Z"
    assert told(stored(east, second)) == ("O", number, date(2024, 4, 30))
    assert expire_holds(after) == []
    assert [(row.number, row.reason.label, row.now) for row in uncollected_list(after)] == [
        (number, "niet opgehaald", "Staat klaar voor de volgende")
    ]
    (closed,) = holds_of(after, anna, closed=True)
    assert closed.status == "Afgehandeld op 20-04-2024: niet opgehaald"
    assert sound(east)


def test_a_copy_that_nobody_waits_for_goes_back_to_its_shelf_or_its_branch(
    east: Desk, west: Desk, anna: int, bert: int
) -> None:
    title_id, (here,) = avonden(east, "E1")
    there, (away,) = add_with_items(west, TitleValues(title="Nooit meer slapen", kind="boek"), "W1")
    home, moved = (place_hold(east, anna, one, pickup_branch=EAST).hold_id for one in (title_id, there))
    set_aside(east, here)
    set_aside(west, away)
    set_aside(east, away)

    shelf, transport = cancel_hold(east, home), cancel_hold(east, moved, ClosingReason.LIBRARY)

    assert shelf is not None
    assert shelf.text == "Terug in de kast: A3 REVE."
    assert transport is not None
    assert transport.text == "Op transport naar 4105 (Winterswijk)."
    assert transport.slip is not None
    assert transport.slip.receipt_id is not None
    assert (status(east, here), status(east, away)) == (ItemStatus.IN, ItemStatus.TRANSPORT)
    assert sorted(row.now for row in uncollected_list(east)) == [
        "Op transport naar 4105 (Winterswijk)",
        "Terug in de kast A3 REVE",
    ]
    assert sound(east)


def test_what_is_on_its_way_is_taken_in_where_it_arrives(east: Desk, west: Desk, anna: int, bert: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id, pickup_branch=WEST).hold_id
    set_aside(east, number)

    handed = cancel_hold(east, hold_id)

    assert handed is not None
    assert handed.text == "Onderweg naar 4105 (Winterswijk): neem het daar in."
    assert status(east, number) is ItemStatus.TRANSPORT
    next_one = place_hold(east, bert, title_id, pickup_branch=WEST).hold_id
    assert set_aside(west, number).hold.id == next_one
    assert sound(east)


def test_only_this_branch_expires_unless_all_are_asked_for(east: Desk, west: Desk, anna: int) -> None:
    title_id, (number,) = avonden(west, "W1")
    place_hold(west, anna, title_id)
    set_aside(west, number)
    late = later(east, 30)

    assert expire_holds(late) == []
    assert [one.reason for one in expire_holds(late, every_branch=True)] == [ClosingReason.NOT_COLLECTED]


def test_a_wish_that_ran_out_is_closed_as_too_long_open(east: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    with east.transaction() as tx:
        tx.execute("UPDATE hold SET ends_on = '2024-05-01' WHERE id = ?", (hold_id,))

    assert expire_holds(later(east, 22)) == []
    (expired,) = expire_holds(later(east, 23))

    assert (expired.reason, expired.handed) == (ClosingReason.TOO_LONG, None)


def test_what_is_closed_is_not_cancelled_again(east: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    cancel_hold(east, hold_id)

    for act in (cancel_hold, lambda desk, one: set_priority(desk, one, 0)):
        with pytest.raises(Refusal, match="al afgehandeld"):
            act(east, hold_id)


def test_a_loan_fulfils_the_reservation_and_frees_another_copy_that_was_set_aside(
    east: Desk, anna: int, bert: int
) -> None:
    title_id, (ready, other) = avonden(east, "E1", "E2")
    first, second = (place_hold(east, one, title_id).hold_id for one in (anna, bert))
    set_aside(east, ready)
    with east.transaction() as tx:
        handed = fulfil_hold(east, tx, stored(east, first), other)

    assert str(stored(east, first).state) == "U"
    assert handed is not None
    assert handed.caught is not None
    assert handed.caught.hold.id == second
    assert told(stored(east, second)) == ("O", ready, READY_UNTIL)
    assert sound(east)


def test_who_is_passed_over_by_a_supervisor_keeps_the_place_in_the_queue(east: Desk, anna: int, bert: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    first, _ = (place_hold(east, one, title_id).hold_id for one in (anna, bert))
    caught = set_aside(east, number)
    with east.transaction() as tx:
        release_hold(tx, caught.hold)

    assert told(stored(east, first)) == ("A", None, None)
    assert next(row.id for row in holds_on(east, title_id)) == first
