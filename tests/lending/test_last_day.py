"""What stands ready is kept up to a day that the branch is open, also where that is closed afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec.structs import replace as changed

from balie.circulation.calendar import CalendarPeriod, ChangedDays, Setting, set_day, set_days
from balie.circulation.opening_days import DayKind
from balie.desk import Desk
from balie.lending.holds.holds import keep_longer, place_hold
from balie.lending.holds.set_aside import expire_holds, set_aside
from balie.library.terms import Weekday
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.borrowers import ALLOWED, borrower, new_item, new_title, on, sound
from tests.support.holds import EAST, WEST, desk_at, stored, two_branches

SET_ASIDE = date(2024, 12, 10)
UNTIL = date(2024, 12, 20)
CHRISTMAS = CalendarPeriod(date(2024, 12, 16), date(2024, 12, 27), DayKind.CLOSED, "Kerstvakantie")


@pytest.fixture
def east(at_poort: Desk) -> Desk:
    return on(desk_at(at_poort, two_branches(at_poort.library)), SET_ASIDE)


def ready(desk: Desk, surname: str = "Wacht") -> int:
    title = new_title(desk)
    number = new_item(desk, title)
    hold_id = place_hold(desk, borrower(desk, surname=surname), title, override=ALLOWED).hold_id
    set_aside(desk, number)
    return hold_id


def test_a_closure_that_is_entered_afterwards_moves_the_last_day_to_the_next_opening_day(east: Desk) -> None:
    hold_id = ready(east)
    assert stored(east, hold_id).expires_on == UNTIL
    assert set_days(east, CHRISTMAS.settings()) == ChangedDays(days=12, kept_longer=1)
    assert stored(east, hold_id).expires_on == date(2024, 12, 28)
    journal = east.store.read("SELECT before, after FROM journal WHERE action = 'hold changed'")
    assert journal == [(f'{{"hold":{hold_id},"expires_on":"2024-12-20"}}', '{"expires_on":"2024-12-28"}')]
    assert expire_holds(on(east, date(2024, 12, 28))) == []
    assert len(expire_holds(on(east, date(2024, 12, 29)))) == 1
    sound(east)


@pytest.mark.parametrize(
    ("closed", "until"),
    [
        pytest.param([19], UNTIL, id="a day before it"),
        pytest.param([20], date(2024, 12, 21), id="that day"),
        pytest.param([21], UNTIL, id="a day after it"),
        pytest.param([20, 21, 23], date(2024, 12, 22), id="up to the first that is open"),
    ],
)
def test_only_a_closure_of_the_last_day_itself_moves_it(east: Desk, closed: list[int], until: date) -> None:
    hold_id = ready(east)
    set_days(east, [Setting(date(2024, 12, day), DayKind.CLOSED) for day in closed])
    assert stored(east, hold_id).expires_on == until


def test_days_of_the_week_on_which_the_branch_is_closed_are_passed_over_too(east: Desk) -> None:
    week = tuple(day for day in Weekday if day is not Weekday.SATURDAY)
    desk = replace(east, branch=changed(east.branch, opening_days=week))
    hold_id = ready(east)
    set_day(desk, UNTIL, DayKind.CLOSED)  # a Friday
    assert stored(east, hold_id).expires_on == date(2024, 12, 22)


def test_a_closure_of_weeks_on_end_is_waited_for(east: Desk) -> None:
    hold_id = ready(east)
    set_days(east, CalendarPeriod(UNTIL, date(2025, 2, 28), DayKind.CLOSED, "Verbouwing").settings())
    assert stored(east, hold_id).expires_on == date(2025, 3, 1)
    later = ready(on(east, date(2025, 1, 10)), "Later")
    assert stored(east, later).expires_on == date(2025, 3, 1)
    sound(east)


def test_what_was_told_stays_true_where_the_closure_is_taken_back(east: Desk) -> None:
    hold_id = ready(east)
    set_days(east, CHRISTMAS.settings())
    assert set_days(east, replace(CHRISTMAS, kind=None, note="").settings()) == ChangedDays(days=12)
    assert stored(east, hold_id).expires_on == date(2024, 12, 28)
    set_day(east, date(2024, 12, 28), DayKind.CLOSED)
    assert stored(east, hold_id).expires_on == date(2024, 12, 29)
    sound(east)


@pytest.mark.parametrize("kind", [DayKind.FINE_FREE, DayKind.OPEN])
def test_a_day_without_fines_or_an_extra_opening_moves_nothing(east: Desk, kind: DayKind) -> None:
    hold_id = ready(east)
    assert set_day(east, UNTIL, kind) == ChangedDays(days=1)
    assert stored(east, hold_id).expires_on == UNTIL


def test_another_branch_that_closes_moves_nothing_here(east: Desk) -> None:
    hold_id = ready(east)
    set_day(desk_at(east, east.library, WEST), UNTIL, DayKind.CLOSED)
    assert (stored(east, hold_id).branch, stored(east, hold_id).expires_on) == (EAST, UNTIL)


def test_nothing_is_kept_longer_up_to_a_day_that_is_closed(east: Desk) -> None:
    hold_id = ready(east)
    set_days(east, CHRISTMAS.settings())
    with pytest.raises(Refusal, match=r"Op 27-12-2024 is de vestiging gesloten: kies .* zoals 28-12-2024") as refused:
        keep_longer(east, hold_id, date(2024, 12, 27))
    assert [reason.field for reason in refused.value.reasons] == ["until"]
    keep_longer(east, hold_id, date(2024, 12, 30))
    assert stored(east, hold_id).expires_on == date(2024, 12, 30)


def test_a_last_day_on_which_the_branch_is_closed_is_found(east: Desk) -> None:
    hold_id = ready(east)
    with east.transaction() as tx:
        day = (UNTIL + timedelta(days=1)).isoformat()
        tx.execute("INSERT INTO calendar (branch, day, kind) VALUES (?, ?, 'gesloten')", (EAST, UNTIL.isoformat()))
        tx.execute("INSERT INTO calendar (branch, day, kind) VALUES (?, ?, 'gesloten')", (WEST, day))
    (found,) = check(east.store, all_invariants())
    assert (found.name, found.ids) == ("hold.closed_day", (str(hold_id),))
