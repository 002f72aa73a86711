"""Who reserved what is let go of once that is over."""

from __future__ import annotations

from datetime import date

import pytest

from balie.desk import Desk
from balie.lending.history import forget_bons
from balie.lending.holds.history import unlink_holds
from balie.lending.holds.holds import cancel_hold, place_hold
from balie.lending.holds.lists import TO_CLEAR_DAYS, holds_of
from balie.lending.holds.set_aside import set_aside
from balie.lending.reminders import queue_due
from balie.library.lending_tables import HoldRules
from balie.library.money_tables import DatedPrice
from balie.library.structs import Library
from balie.library.values import Cents
from balie.messages.printing import print_receipt
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.catalogue import AVONDEN, add_with_items
from tests.support.holds import NAMES, WEST, desk_at, later, reader, stored, told, two_branches, with_holds


@pytest.fixture
def east(desk: Desk, poort: Library) -> Desk:
    return desk_at(desk, two_branches(poort))


def closed(desk: Desk, customer_id: int) -> int:
    """A reservation that was cancelled today."""
    title_id, _ = add_with_items(desk, AVONDEN, "E1")
    hold_id = place_hold(desk, customer_id, title_id).hold_id
    cancel_hold(desk, hold_id)
    return hold_id


def owner(desk: Desk, hold_id: int) -> int | None:
    row = desk.store.read_one("SELECT customer_id FROM hold WHERE id = ?", (hold_id,))
    assert row is not None
    found: int | None = row[0]
    return found


def test_a_reservation_that_is_over_is_nobodys_once_it_is_listed_no_more(east: Desk) -> None:
    anna = reader(east, NAMES[0])
    hold_id = closed(east, anna)

    assert unlink_holds(later(east, TO_CLEAR_DAYS)) == 0
    assert owner(east, hold_id) == anna
    assert unlink_holds(later(east, TO_CLEAR_DAYS + 1)) == 1
    assert owner(east, hold_id) is None
    assert unlink_holds(later(east, TO_CLEAR_DAYS + 1)) == 0
    assert holds_of(east, anna, closed=True) == []
    assert check(east.store, all_invariants()) == []


def test_a_history_that_the_customer_wants_is_kept(east: Desk) -> None:
    anna = reader(east, NAMES[0])
    hold_id = closed(east, anna)
    with east.transaction() as tx:
        tx.execute("UPDATE customer SET keep_history_since = '2024-04-09'")

    assert unlink_holds(later(east, 100)) == 0
    assert owner(east, hold_id) == anna


def test_what_is_not_paid_yet_is_not_let_go_of(east: Desk) -> None:
    desk = with_holds(east, HoldRules(fee=(DatedPrice(price_cents=Cents(50), valid_from=date(2024, 1, 1)),)))
    anna = reader(desk, NAMES[0])
    hold_id = closed(desk, anna)

    assert unlink_holds(later(desk, 100)) == 0
    assert owner(desk, hold_id) == anna


def test_what_runs_stays(east: Desk) -> None:
    anna = reader(east, NAMES[0])
    title_id, _ = add_with_items(east, AVONDEN, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id

    assert unlink_holds(later(east, 100)) == 0
    assert owner(east, hold_id) == anna


def test_the_slip_of_a_reservation_is_forgotten_as_other_bons_that_tell_titles(east: Desk) -> None:
    title_id, (number,) = add_with_items(east, AVONDEN, "E1")
    place_hold(east, reader(east, NAMES[0]), title_id)
    caught = set_aside(east, number)
    assert caught.slip is not None
    assert caught.slip.receipt_id is not None
    print_receipt(east, caught.slip.receipt_id)

    assert forget_bons(later(east, 30)) == 0
    assert forget_bons(later(east, 31)) == 1


def test_the_daily_run_ends_the_reservations_of_who_left(east: Desk) -> None:
    anna, bert = (reader(east, name, born=f"04-01-198{nth}") for nth, name in enumerate(NAMES[:2]))
    title_id, (number,) = add_with_items(east, AVONDEN, "E1")
    first, second = (place_hold(east, one, title_id).hold_id for one in (anna, bert))
    set_aside(east, number)
    with east.transaction() as tx:
        tx.execute("UPDATE membership SET ended_on = '2024-04-10' WHERE customer_id = ?", (anna,))

    queue_due(later(east, 1))
    assert str(stored(east, first).state) == "O"
    queue_due(later(east, 2))

    assert east.store.read("SELECT state, reason FROM hold WHERE id = ?", (first,)) == [("Z", "5")]
    assert told(stored(east, second)) == ("O", number, date(2024, 4, 21))
    assert check(east.store, all_invariants()) == []


def test_the_daily_run_ends_what_was_not_collected_at_any_branch_and_tells_who_comes_next(east: Desk) -> None:
    west = desk_at(east, east.library, WEST)
    title_id, (number,) = add_with_items(west, AVONDEN, "W1")
    first, second = (
        place_hold(west, reader(west, name, born=f"04-01-198{nth}"), title_id).hold_id
        for nth, name in enumerate(NAMES[:2])
    )
    set_aside(west, number)

    prepared = queue_due(later(east, 11))

    assert str(stored(west, first).state) == "Z"
    assert told(stored(west, second)) == ("O", number, date(2024, 4, 30))
    assert prepared.hold_ready == 1
