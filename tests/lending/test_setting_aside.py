"""What comes in for a reservation is set aside, travels, and stands ready."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balie.catalogue.statuses import ItemStatus
from balie.circulation.calendar import set_day
from balie.circulation.hold_changes import mark_told
from balie.circulation.opening_days import DayKind
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.lists import ready_list
from balie.lending.holds.set_aside import set_aside, undo_set_aside
from balie.messages.printing import prepare
from balie.refusal import Refusal
from tests.support.catalogue import lend_out
from tests.support.holds import (
    WEST,
    later,
    status,
    stored,
    told,
)
from tests.support.reserving import READY_UNTIL, avonden, sound

# Setting aside.


def test_what_comes_in_stands_ready_for_the_first_who_waits(east: Desk, anna: int, bert: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    first, second = (place_hold(east, one, title_id).hold_id for one in (anna, bert))

    caught = set_aside(east, number)

    assert (caught.is_ready, caught.hold.id, caught.customer) == (True, first, "Dhr. E.B. Aalbers")
    assert caught.text == "Zet klaar voor Dhr. E.B. Aalbers, t/m 19-04-2024."
    assert told(stored(east, first)) == ("O", number, READY_UNTIL)
    assert told(stored(east, second)) == ("A", None, None)
    assert status(east, number) is ItemStatus.RESERVED
    assert [row.id for row in ready_list(east)] == [first]
    assert sound(east)


def test_the_last_day_skips_the_days_on_which_the_branch_is_closed(east: Desk, anna: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    set_day(east, READY_UNTIL, DayKind.CLOSED)

    set_aside(east, number)

    assert stored(east, hold_id).expires_on == READY_UNTIL + timedelta(days=1)


def test_the_slip_tells_no_name_and_no_whole_number(east: Desk, anna: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    place_hold(east, anna, title_id)

    caught = set_aside(east, number)

    assert caught.slip is not None
    assert caught.slip.receipt_id is not None
    text = prepare(east, caught.slip.receipt_id).text
    assert f"AALB {caught.card[-4:]}" in text
    assert "Afhalen t/m 19-04-2024" in text
    assert "De avonden / Reve, Gerard" in text
    assert "Aalbers" not in text
    assert caught.card not in text


def test_what_is_collected_elsewhere_travels_and_stands_ready_where_it_arrives(
    east: Desk, west: Desk, anna: int
) -> None:
    title_id, (number,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id, pickup_branch=WEST).hold_id

    sent = set_aside(east, number)
    under_way = told(stored(east, hold_id)), status(east, number)
    again = set_aside(east, number)
    arrived = set_aside(west, number)

    assert (sent.is_ready, sent.text) == (False, "Op transport naar 4105 (Winterswijk), voor een reservering.")
    assert under_way == (("T", number, None), ItemStatus.TRANSPORT)
    assert again.again
    assert again.slip is None
    assert arrived.is_ready
    assert told(stored(west, hold_id)) == ("O", number, READY_UNTIL)
    assert sent.slip is not None
    assert sent.slip.receipt_id is not None
    assert "TRANSPORT NAAR" in prepare(east, sent.slip.receipt_id).text
    assert [row.id for row in ready_list(west)] == [hold_id]
    assert ready_list(east) == []
    assert sound(east)


def test_what_stood_ready_and_turns_up_elsewhere_travels_back(east: Desk, west: Desk, anna: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    set_aside(east, number)

    astray = set_aside(west, number)

    assert not astray.is_ready
    assert told(stored(east, hold_id)) == ("T", number, None)
    assert sound(east)


def test_what_stands_ready_already_is_told_again_and_nothing_changes(east: Desk, anna: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    set_aside(east, number)

    again = set_aside(later(east, 3), number)

    assert again.again
    assert again.slip is None
    assert told(stored(east, hold_id)) == ("O", number, READY_UNTIL)


def test_an_item_that_is_lent_out_or_wanted_by_nobody_is_not_set_aside(east: Desk, anna: int, bert: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    with pytest.raises(Refusal, match="Niemand wacht op exemplaar E1: zet het in de kast"):
        set_aside(east, number)
    lend_out(east, bert, number, date(2024, 5, 7))
    place_hold(east, anna, title_id)

    with pytest.raises(Refusal, match="nog uitgeleend: neem het eerst in"):
        set_aside(east, number)

    assert status(east, number) is ItemStatus.IN


def test_who_asked_for_one_copy_waits_for_that_copy(east: Desk, anna: int, bert: int) -> None:
    title_id, (one, other) = avonden(east, "E1", "E2")
    particular = place_hold(east, anna, title_id, item_number=other).hold_id
    any_copy = place_hold(east, bert, title_id).hold_id

    assert set_aside(east, one).hold.id == any_copy
    assert set_aside(east, other).hold.id == particular


def test_setting_aside_is_taken_back_as_long_as_nothing_happened_since(east: Desk, anna: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    undo_set_aside(east, set_aside(east, number))
    back = told(stored(east, hold_id)), status(east, number)
    caught = set_aside(east, number)
    with east.transaction() as tx:
        assert mark_told(tx, hold_id)

    with pytest.raises(Refusal, match="inmiddels iets anders"):
        undo_set_aside(east, caught)

    assert back == (("A", None, None), ItemStatus.IN)
    assert told(stored(east, hold_id)) == ("B", number, READY_UNTIL)
