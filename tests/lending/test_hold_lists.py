"""The kastlijst and the list of open reservations."""

from __future__ import annotations

from datetime import date

import pytest

from balie.catalogue.item_form import ItemValues, NewItem
from balie.catalogue.items import add_item
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.lists import open_list
from balie.lending.holds.pull_list import pull_list, queue_pull_list
from balie.lending.holds.set_aside import set_aside
from balie.messages.printing import prepare
from balie.refusal import Refusal
from tests.support.catalogue import lend_out
from tests.support.holds import (
    EAST,
    NAMES,
    WEST,
    later,
    reader,
)
from tests.support.reserving import avonden

# The kastlijst.


def test_the_kastlijst_has_what_stands_here_for_who_waits(east: Desk, west: Desk, anna: int, bert: int) -> None:
    title_id, (here, lent) = avonden(east, "E1", "E2")
    lend_out(east, reader(east, NAMES[3], born="06-06-1986"), lent, date(2024, 5, 7))
    near = place_hold(east, anna, title_id).hold_id
    place_hold(east, bert, title_id)

    (pull,) = pull_list(east)

    assert (pull.number, pull.place, pull.hold_id, pull.branch) == (here, "A3 REVE", near, EAST)
    assert pull_list(west) == []
    set_aside(east, here)
    assert pull_list(east) == []


def test_each_reservation_is_on_the_kastlijst_of_one_branch(east: Desk, west: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")
    add_item(west, title_id, NewItem("W1", ItemValues(branch=WEST, material="boek")))
    place_hold(east, anna, title_id, pickup_branch=WEST)

    assert pull_list(east) == []
    assert [pull.number for pull in pull_list(west)] == ["W1"]


def test_what_is_wanted_later_is_not_fetched_yet(east: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    with east.transaction() as tx:
        tx.execute("UPDATE hold SET starts_on = '2024-04-15' WHERE id = ?", (hold_id,))

    assert pull_list(east) == []
    assert len(pull_list(later(east, 6))) == 1


def test_the_printed_kastlijst_tells_no_customer(east: Desk, anna: int) -> None:
    with pytest.raises(Refusal, match="De kastlijst is leeg"):
        queue_pull_list(east)
    title_id, _ = avonden(east, "E1")
    place_hold(east, anna, title_id, pickup_branch=WEST)

    text = prepare(east, queue_pull_list(east)).text

    assert "KASTLIJST: 1 exemplaar" in text
    assert "[ ] A3 REVE" in text
    assert "E1  naar 4105 (Winterswijk)" in text
    assert "Aalbers" not in text


def test_all_open_reservations_go_by_page(east: Desk, anna: int, bert: int) -> None:
    title_id, _ = avonden(east, "E1")
    ids = [place_hold(east, one, title_id).hold_id for one in (anna, bert)]

    (first,) = open_list(east, limit=1)
    (second,) = open_list(east, after=first.id, limit=1)

    assert [first.id, second.id] == ids
    assert open_list(east, after=second.id) == []
