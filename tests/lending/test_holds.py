"""Reserving, and what becomes of a reservation: every rule, every end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balie.catalogue.item_form import ItemValues, NewItem
from balie.catalogue.items import add_item
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import mark_missing, no_hindrances, write_off
from balie.catalogue.title_form import TitleValues
from balie.circulation.calendar import set_day
from balie.circulation.hold_changes import mark_told
from balie.circulation.hold_rules import ClosingReason
from balie.circulation.opening_days import DayKind
from balie.customers.permission import Override
from balie.desk import Desk
from balie.lending.holds.catching import fulfil_hold, release_hold
from balie.lending.holds.holds import LONGEST_KEPT, cancel_hold, keep_longer, place_hold, set_priority
from balie.lending.holds.lists import holds_of, holds_on, open_list, ready_list, uncollected_list
from balie.lending.holds.pull_list import pull_list, queue_pull_list
from balie.lending.holds.setting_aside import expire_holds, set_aside, undo_set_aside
from balie.lending.rules.refusals import LendingRefusal, Rule
from balie.library.lending_tables import Holds
from balie.library.money_tables import DatedPrice
from balie.library.structs import Library
from balie.library.values import Cents
from balie.messages.printing import prepare
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.catalogue import AVONDEN, add_with_items, lend_out
from tests.support.holds import (
    EAST,
    NAMES,
    WEST,
    desk_at,
    later,
    reader,
    status,
    stored,
    told,
    two_branches,
    with_holds,
)

READY_UNTIL = date(2024, 4, 19)


@pytest.fixture
def east(desk: Desk, poort: Library) -> Desk:
    """The first branch; Winterswijk is the other."""
    return desk_at(desk, two_branches(poort))


@pytest.fixture
def west(east: Desk) -> Desk:
    return desk_at(east, east.library, WEST)


@pytest.fixture
def anna(east: Desk) -> int:
    return reader(east, NAMES[0])


@pytest.fixture
def bert(east: Desk) -> int:
    return reader(east, NAMES[1], born="05-05-1985")


def avonden(desk: Desk, *numbers: str) -> tuple[int, list[str]]:
    return add_with_items(desk, AVONDEN, *numbers)


def rules_of(caught: pytest.ExceptionInfo[LendingRefusal]) -> list[str]:
    return [str(obstacle.rule) for obstacle in caught.value.obstacles]


def sound(desk: Desk) -> bool:
    return check(desk.store, all_invariants()) == []


# Placing.


def test_a_reservation_waits_in_the_queue_and_is_told_with_its_place(east: Desk, anna: int, bert: int) -> None:
    title_id, _ = avonden(east, "E1")

    first, second = (place_hold(east, customer_id, title_id) for customer_id in (anna, bert))

    assert (first.position, second.position) == (1, 2)
    assert first.text == (
        "Gereserveerd, eerste in de rij; afhalen in 4104 (Achterhoekse Poort). Hier staat er een in de kast: A3 REVE."
    )
    assert told(stored(east, second.hold_id)) == ("A", None, None)
    assert [(row.customer, row.position) for row in holds_on(east, title_id)] == [
        ("Aalbers, E.B.", 1),
        ("Boekhorst, E.B.", 2),
    ]


def test_every_reason_against_a_reservation_is_told_at_once(east: Desk, anna: int) -> None:
    desk = with_holds(east, Holds(max_per_customer=1))
    title_id, (item,) = avonden(desk, "E1")
    place_hold(desk, anna, title_id)
    lend_out(desk, anna, item, date(2024, 5, 7))
    with desk.transaction() as tx:
        tx.execute("INSERT INTO block VALUES (?, 'general', 'pas vermist', '2024-04-09', 'ebt')", (anna,))
        tx.execute("UPDATE item SET not_for_loan = 1")

    with pytest.raises(LendingRefusal) as refused:
        place_hold(desk, anna, title_id)

    assert rules_of(refused) == [Rule.BLOCKED, Rule.NO_COPY, Rule.AT_HOME, Rule.HELD, Rule.MAX_HOLDS]
    assert not refused.value.may_override
    assert len(holds_of(desk, anna)) == 1


def test_a_title_of_which_nothing_can_come_is_not_reserved(east: Desk, anna: int) -> None:
    title_id, (lost, gone) = avonden(east, "E1", "E2")
    mark_missing(east, lost, no_hindrances)
    write_off(east, [gone], no_hindrances)

    with pytest.raises(LendingRefusal, match="te leveren: vermist of afgeschreven") as refused:
        place_hold(east, anna, title_id)

    assert rules_of(refused) == [Rule.NO_COPY]


def test_what_is_on_order_or_lent_out_can_be_reserved(east: Desk, anna: int, bert: int) -> None:
    ordered, _ = add_with_items(east, TitleValues(title="Nooit meer slapen", kind="boek"))
    add_item(east, ordered, NewItem("N1", ItemValues(branch=EAST, material="boek")), on_order=True)
    lent, (number,) = avonden(east, "E1")
    lend_out(east, bert, number, date(2024, 5, 7))

    assert place_hold(east, anna, ordered).on_shelf == ()
    assert place_hold(east, anna, lent).on_shelf == ()


def test_another_titles_item_is_no_copy_of_this_one(east: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")
    _, (other,) = add_with_items(east, TitleValues(title="Nooit meer slapen", kind="boek"), "N1")

    with pytest.raises(LendingRefusal) as refused:
        place_hold(east, anna, title_id, item_number=other)

    assert rules_of(refused) == [Rule.NO_COPY]


def test_a_supervisor_may_set_aside_what_can_be_set_aside(east: Desk, anna: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    lend_out(east, anna, number, date(2024, 5, 7))

    with pytest.raises(Refusal) as unsaid:
        place_hold(east, anna, title_id, override=Override("", "zo"))
    placed = place_hold(east, anna, title_id, override=Override("chef", "leest het nog eens"))

    assert {reason.field for reason in unsaid.value.reasons} == {"supervisor", "because"}
    assert told(stored(east, placed.hold_id)) == ("A", None, None)
    rows = east.store.read("SELECT action FROM journal WHERE customer_id = ? ORDER BY id DESC LIMIT 2", (anna,))
    assert rows == [("hold placed",), ("lending allowed",)]


def test_an_unknown_branch_is_refused_at_its_field(east: Desk, anna: int) -> None:
    title_id, _ = avonden(east, "E1")

    with pytest.raises(Refusal) as refused:
        place_hold(east, anna, title_id, pickup_branch="9999")

    assert [reason.field for reason in refused.value.reasons] == ["branch"]


@pytest.mark.parametrize(
    ("born", "code", "cents"), [("04-01-1991", "0002", 50), ("10-04-2006", "0001", 0), ("09-04-2006", "0002", 50)]
)
def test_a_fee_becomes_a_charge_and_is_never_asked_under_eighteen(east: Desk, born: str, code: str, cents: int) -> None:
    desk = with_holds(east, Holds(fee=(DatedPrice(price_cents=Cents(50), valid_from=date(2024, 1, 1)),)))
    customer_id = reader(desk, NAMES[2], born=born, subscription=code)
    title_id, _ = avonden(desk, "E1")

    assert place_hold(desk, customer_id, title_id).fee_cents == cents
    booked = desk.store.read("SELECT cents FROM charge WHERE kind = 'reservering'")
    assert booked == ([(cents,)] if cents else [])


def test_the_journal_does_not_tell_what_somebody_wants_to_read(east: Desk, anna: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    placed = place_hold(east, anna, title_id)
    set_aside(east, number)
    cancel_hold(east, placed.hold_id)

    rows = east.store.read(
        "SELECT action, before, after FROM journal WHERE customer_id = ? AND action LIKE 'hold%'", (anna,)
    )
    assert [row[0] for row in rows] == ["hold placed", "hold ready", "hold closed"]
    assert not any("avonden" in str(row).lower() or number in str(row) or "title" in str(row) for row in rows)


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


# The queue, and keeping longer.


def test_priority_moves_a_reservation_in_the_queue(east: Desk, anna: int, bert: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    place_hold(east, anna, title_id)
    second = place_hold(east, bert, title_id).hold_id

    assert set_priority(east, second, 0) == 1
    assert set_aside(east, number).hold.id == second
    with pytest.raises(Refusal, match=r"van 0 .* tot en met 9"):
        set_priority(east, second, 10)
    with pytest.raises(Refusal, match="al een exemplaar apart"):
        set_priority(east, second, 5)


def test_what_stands_ready_is_kept_longer_up_to_a_limit(east: Desk, anna: int) -> None:
    title_id, (number,) = avonden(east, "E1")
    hold_id = place_hold(east, anna, title_id).hold_id
    with pytest.raises(Refusal, match="nog niets klaar"):
        keep_longer(east, hold_id, READY_UNTIL)
    set_aside(east, number)
    last = east.working_date + timedelta(days=LONGEST_KEPT)

    keep_longer(east, hold_id, last)

    assert stored(east, hold_id).expires_on == last
    assert expire_holds(later(east, 11)) == []
    for day in (last + timedelta(days=1), east.working_date - timedelta(days=1)):
        with pytest.raises(Refusal, match="Kies een dag van 09-04-2024 tot en met 08-06-2024"):
            keep_longer(east, hold_id, day)


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
