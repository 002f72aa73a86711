"""A reservation that is put off: passed over until a day, at the same place in the queue, and taken up again.

Source: rules.md#holds-paused.
"""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from balie.circulation.holds import queue_for
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.lists import holds_of, holds_on
from balie.lending.holds.pausing import pause_hold, read_pause, resume_hold
from balie.lending.holds.pull_list import pull_list
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.refusal import Refusal
from tests.support.borrowers import sound
from tests.support.holds import later, stored, told
from tests.support.reserving import avonden

UNTIL = date(2024, 4, 15)


def test_until_that_day_it_is_passed_over_and_then_it_is_first_again(east: Desk, anna: int, bert: int) -> None:
    title_id, (copy,) = avonden(east, "E1")
    first, second = (place_hold(east, one, title_id).hold_id for one in (anna, bert))
    pause_hold(east, first, UNTIL)
    assert [pull.hold_id for pull in pull_list(east)] == [second]
    assert [hold.id for hold in queue_for(east.store, title_id, copy, UNTIL - timedelta(days=1))] == [second]
    assert [pull.hold_id for pull in pull_list(later(east, 5))] == [second]
    assert [pull.hold_id for pull in pull_list(later(east, 6))] == [first]
    assert [hold.id for hold in queue_for(east.store, title_id, copy, UNTIL)] == [first, second]
    assert [row.id for row in holds_on(east, title_id)] == [first, second]
    sound(east)


def test_a_scan_gives_the_copy_to_the_next_meanwhile(east: Desk, anna: int, bert: int) -> None:
    title_id, (copy,) = avonden(east, "E1")
    first, second = (place_hold(east, one, title_id).hold_id for one in (anna, bert))
    pause_hold(east, first, UNTIL)
    set_aside(east, copy)
    assert told(stored(east, second))[:2] == ("O", copy)
    with pytest.raises(Refusal, match="apart gezet"):
        pause_hold(east, second, UNTIL)


def test_the_list_tells_from_when(east: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    pause_hold(east, hold_id, UNTIL)
    assert holds_of(east, anna)[0].status == "Uitgesteld tot 15-04-2024, eerste in de rij"
    assert holds_of(later(east, 6), anna)[0].status == "Actief, eerste in de rij"


def test_it_is_taken_up_again_once(east: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    with pytest.raises(Refusal, match="niet uitgesteld"):
        resume_hold(east, hold_id)
    pause_hold(east, hold_id, UNTIL)
    resume_hold(east, hold_id)
    assert [pull.hold_id for pull in pull_list(east)] == [hold_id]
    with pytest.raises(Refusal, match="niet uitgesteld"):
        resume_hold(east, hold_id)
    pause_hold(east, hold_id, UNTIL)
    with pytest.raises(Refusal, match="niet uitgesteld"):  # the day itself is no pause any more
        resume_hold(later(east, 6), hold_id)


def test_who_paused_it_can_still_borrow_it(east: Desk, anna: int) -> None:
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    pause_hold(east, hold_id, UNTIL)
    lend(east, anna, copy)
    assert stored(east, hold_id).state == "U"
    with pytest.raises(Refusal, match="afgehandeld"):
        pause_hold(east, hold_id, UNTIL)
    sound(east)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("10-04-2024", True),
        ("09-04-2025", True),
        ("09-04-2024", False),
        ("08-04-2024", False),
        ("10-04-2025", False),
        ("31-04-2024", False),
        ("34104000000018", False),
    ],
)
def test_the_day_lies_between_tomorrow_and_a_year(east: Desk, typed: str, right: bool) -> None:
    if right:
        assert read_pause(typed, east.working_date)
    else:
        with pytest.raises(Refusal):
            read_pause(typed, east.working_date)


def test_not_beyond_the_last_day_of_the_wish(east: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    with east.transaction() as tx:
        tx.execute("UPDATE hold SET ends_on = '2024-04-20' WHERE id = ?", (hold_id,))
    pause_hold(east, hold_id, date(2024, 4, 20))
    with pytest.raises(Refusal, match="uiterlijk op 20-04-2024"):
        pause_hold(east, hold_id, date(2024, 4, 21))


def test_the_journal_tells_each_change_once(east: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    for _ in range(2):
        pause_hold(east, hold_id, UNTIL)
    resume_hold(east, hold_id)
    rows = east.store.read("SELECT customer_id, after FROM journal WHERE action = 'hold changed' ORDER BY id")
    assert [(who, json.loads(after)) for who, after in rows] == [
        (anna, {"starts_on": "2024-04-15"}),
        (anna, {"starts_on": None}),
    ]
