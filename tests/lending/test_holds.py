"""Reserving, and what becomes of a reservation: every rule, every end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balie.catalogue.item_form import ItemValues, NewItem
from balie.catalogue.items import add_item
from balie.catalogue.stock import mark_missing, no_hindrances, write_off
from balie.catalogue.title_form import TitleValues
from balie.customers.permission import Override
from balie.desk import Desk
from balie.lending.holds.holds import LONGEST_KEPT, cancel_hold, keep_longer, place_hold, set_priority
from balie.lending.holds.lists import holds_of, holds_on
from balie.lending.holds.set_aside import expire_holds, set_aside
from balie.lending.rules.refusals import LendingRefusal, Rule
from balie.library.lending_tables import HoldRules
from balie.library.money_tables import DatedPrice
from balie.library.values import Cents
from balie.refusal import Refusal
from tests.support.catalogue import add_with_items, lend_out
from tests.support.holds import (
    EAST,
    NAMES,
    later,
    reader,
    stored,
    told,
    with_holds,
)
from tests.support.reserving import READY_UNTIL, avonden


def rules_of(caught: pytest.ExceptionInfo[LendingRefusal]) -> list[str]:
    return [str(obstacle.rule) for obstacle in caught.value.obstacles]


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
    desk = with_holds(east, HoldRules(max_per_customer=1))
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
    desk = with_holds(east, HoldRules(fee=(DatedPrice(price_cents=Cents(50), valid_from=date(2024, 1, 1)),)))
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
