"""What the family may collect: who is linked, where the customer wants it; asked once, and the reservation is filled.

Source: rules.md#family-collects.
"""

from __future__ import annotations

import json

import pytest

from balie.circulation.loans import open_loan
from balie.customers.collecting import collecting_text, collects_for
from balie.customers.guardians import write_guardian
from balie.customers.relations import relate
from balie.customers.tabs.preferences import TAB, show
from balie.desk import Desk
from balie.lending.greeting import AlertTopic, open_customer
from balie.lending.holds.holds import cancel_hold, place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.rules.refusals import ForFamily, LendingRefusal, Rule
from balie.lending.undo import undo
from tests.support.borrowers import ALLOWED, new_item, rules_of, sound, with_rules
from tests.support.holds import WEST, reader, status, stored
from tests.support.reserving import avonden


def may(desk: Desk, customer_id: int, code: str = "ja") -> None:
    """What the desk chooses at tab 7."""
    was = TAB.read(desk.store, customer_id)
    with desk.transaction() as tx:
        TAB.write(desk, tx, customer_id, was, {**was, "family_collects": code})


@pytest.fixture
def kim(east: Desk) -> int:
    """A child."""
    return reader(east, "Kindman", born="05-05-2012", subscription="0001")


@pytest.fixture
def family(east: Desk, anna: int, kim: int) -> tuple[int, int]:
    """Anna is the head of Kim."""
    with east.transaction() as tx:
        relate(tx, kim, anna)
    return anna, kim


def names(desk: Desk, customer_id: int) -> list[int]:
    return [one.customer_id for one in collects_for(desk.store, customer_id)]


@pytest.mark.parametrize("child_owns", [True, False])
def test_only_the_linked_family_and_only_where_the_customer_wants_it(
    east: Desk, family: tuple[int, int], bert: int, child_owns: bool
) -> None:
    owner, other = family[::-1] if child_owns else family
    assert names(east, other) == []
    may(east, owner)
    assert names(east, other) == [owner]
    assert names(east, owner) == names(east, bert) == []
    may(east, owner, "nee")
    assert names(east, other) == []


def test_children_of_one_head_and_a_guardian_are_family(east: Desk, family: tuple[int, int], bert: int) -> None:
    anna, kim = family
    sister = reader(east, "Zusman", born="05-05-2013", subscription="0001")
    may(east, kim)
    assert names(east, sister) == []
    with east.transaction() as tx:
        relate(tx, sister, anna)
        write_guardian(tx, kim, f"B. Boekhorst [{bert}]")
    assert names(east, sister) == names(east, bert) == [kim]
    assert collecting_text(east.store, bert) == "Gezin: Kindman, E.B. · haalt ook af voor: Kindman, E.B."
    assert any(cell.label == "Haalt ook af voor" for cell in show(east, bert).cells)


def test_what_stands_ready_is_asked_about_once_and_then_lent_and_filled(east: Desk, family: tuple[int, int]) -> None:
    anna, kim = family
    may(east, kim)
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, kim, title_id).hold_id
    set_aside(east, copy)
    with pytest.raises(ForFamily) as asked:
        lend(east, anna, copy)
    assert (asked.value.hold_id, asked.value.customer) == (hold_id, "Kindman, E.B.")
    assert stored(east, hold_id).state == "O"
    lent = lend(east, anna, copy, collect=hold_id)
    loan = open_loan(east.store, copy)
    assert loan is not None
    assert (loan.customer_id, lent.customer_id, stored(east, hold_id).state) == (anna, anna, "U")
    assert lent.notes[0] == "Opgehaald voor Kindman, E.B.: de reservering is afgehandeld."
    rows = east.store.read("SELECT customer_id, after FROM journal WHERE action = 'hold collected by family'")
    assert [(who, json.loads(after)) for who, after in rows] == [
        (kim, {"hold": hold_id, "collected_by": anna}),
        (anna, {"hold": hold_id, "collected_for": kim}),
    ]
    sound(east)


def test_undoing_it_gives_the_reservation_back_to_whose_it_is(east: Desk, family: tuple[int, int]) -> None:
    anna, kim = family
    may(east, kim)
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, kim, title_id).hold_id
    set_aside(east, copy)
    before = stored(east, hold_id)
    lent = lend(east, anna, copy, collect=hold_id)
    undo(east, lent)
    assert stored(east, hold_id) == before
    assert status(east, copy) == "R"
    sound(east)


def test_reserved_again_meanwhile_by_whose_it_was_it_stays_once(east: Desk, family: tuple[int, int]) -> None:
    anna, kim = family
    may(east, kim)
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, kim, title_id).hold_id
    set_aside(east, copy)
    lent = lend(east, anna, copy, collect=hold_id)
    again = place_hold(east, kim, title_id).hold_id
    told = undo(east, lent)
    assert "blijft; de andere vervalt" in told
    assert (stored(east, hold_id).state, stored(east, again).state) == ("O", "Z")
    sound(east)


def test_who_may_not_is_refused_as_ever(east: Desk, family: tuple[int, int], bert: int) -> None:
    anna, kim = family
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, kim, title_id).hold_id
    set_aside(east, copy)
    for customer_id in (anna, bert):
        with pytest.raises(LendingRefusal) as refused:
            lend(east, customer_id, copy, collect=hold_id)
        assert rules_of(refused.value) == {Rule.SET_ASIDE}
    may(east, kim)
    with pytest.raises(LendingRefusal):
        lend(east, bert, copy, collect=hold_id)
    with pytest.raises(ForFamily):  # another reservation than the one that was asked about
        lend(east, anna, copy, collect=hold_id + 1)


def test_what_the_collector_may_not_borrow_is_told_first(east: Desk, family: tuple[int, int]) -> None:
    anna, kim = family
    may(east, kim)
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, kim, title_id).hold_id
    set_aside(east, copy)
    full = with_rules(east, max_items=1)
    lend(full, anna, new_item(full))
    for collect in (None, hold_id):
        with pytest.raises(LendingRefusal) as refused:
            lend(full, anna, copy, collect=collect)
        assert rules_of(refused.value) == {Rule.MAX_ITEMS}
    lend(full, anna, copy, override=ALLOWED, collect=hold_id)
    assert stored(east, hold_id).state == "U"


def test_a_copy_that_nobody_set_aside_yet_is_asked_about_only_where_it_would_be_missed(
    east: Desk, family: tuple[int, int]
) -> None:
    anna, kim = family
    may(east, kim)
    title_id, (first, second) = avonden(east, "E1", "E2")
    hold_id = place_hold(east, kim, title_id).hold_id
    lend(east, anna, second)
    with pytest.raises(ForFamily):
        lend(east, reader_of_family(east, anna), first)
    assert stored(east, hold_id).state == "A"


def reader_of_family(desk: Desk, head_id: int) -> int:
    """One more child of that head."""
    child_id = reader(desk, "Zusman", born="05-05-2013", subscription="0001")
    with desk.transaction() as tx:
        relate(tx, child_id, head_id)
    return child_id


def test_what_is_on_its_way_is_not_collected(east: Desk, family: tuple[int, int]) -> None:
    anna, kim = family
    may(east, kim)
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, kim, title_id, pickup_branch=WEST).hold_id
    set_aside(east, copy)
    with pytest.raises(LendingRefusal):
        lend(east, anna, copy, collect=hold_id)


def test_who_comes_to_the_desk_is_told_what_stands_ready_for_the_family(east: Desk, family: tuple[int, int]) -> None:
    anna, kim = family
    title_id, (copy,) = avonden(east, "E1")
    hold_id = place_hold(east, kim, title_id).hold_id
    set_aside(east, copy)

    def told() -> list[str]:
        return [alert.text for alert in open_customer(east, anna).alerts if alert.topic is AlertTopic.READY]

    assert told() == []
    may(east, kim)
    assert told() == ["Voor gezinslid Kindman, E.B.: De avonden staat klaar t/m 19-04-2024."]
    cancel_hold(east, hold_id)
    assert told() == []


def test_who_died_is_no_family_any_more(east: Desk, family: tuple[int, int]) -> None:
    anna, kim = family
    may(east, kim)
    with east.transaction() as tx:
        tx.execute("UPDATE customer SET name_key = '*' || name_key WHERE id = ?", (kim,))
    assert names(east, anna) == []
