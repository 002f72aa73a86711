"""What was scanned at lending was something else: unknown, a card, on one's own or another name, reserved."""

from __future__ import annotations

from datetime import date

import pytest

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.circulation import loans
from balie.circulation.holds import ready_hold
from balie.customers.tabs.properties import show as show_properties
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.rules.refusals import (
    AlreadyLent,
    CardScanned,
    LendingRefusal,
    OnOtherName,
    Rule,
    UnknownItem,
)
from tests.support.borrowers import (
    ALLOWED,
    borrower,
    dump,
    money,
    new_item,
    new_title,
    on,
    rules_of,
    sound,
)

LATER = date(2024, 5, 11)


# What was scanned was something else.


def test_an_unknown_barcode_explains_itself(at_poort: Desk) -> None:
    with pytest.raises(UnknownItem, match="39999000000011"):
        lend(at_poort, borrower(at_poort), "39999000000011")


@pytest.mark.parametrize("hostile", ["\x1b[31m", "'; DROP TABLE loan; --", "é" * 500, "٣٤", ""])
def test_whatever_is_scanned_is_answered(at_poort: Desk, hostile: str) -> None:
    with pytest.raises(UnknownItem) as refused:
        lend(at_poort, borrower(at_poort), hostile)
    assert "\x1b" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_card_is_not_an_item(at_poort: Desk) -> None:
    me, other = borrower(at_poort), borrower(at_poort, surname="Ander")
    cards: dict[int, str] = dict(at_poort.store.read("SELECT customer_id, number FROM card"))
    with pytest.raises(CardScanned) as own:
        lend(at_poort, me, cards[me])
    assert own.value.own
    with pytest.raises(CardScanned) as others:
        lend(at_poort, me, cards[other])
    assert (others.value.own, others.value.customer_id) == (False, other)
    assert "Ander" not in str(others.value)


def test_who_has_the_item_already_is_told_to_renew(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    with pytest.raises(AlreadyLent) as refused:
        lend(at_poort, customer_id, number)
    assert (refused.value.loan_id, refused.value.due_on) == (lent.loan_id, lent.due_on)


def test_an_item_on_another_name_is_told_without_the_name(at_poort: Desk) -> None:
    first, second, number = (
        borrower(at_poort, surname="Eerste"),
        borrower(at_poort, surname="Tweede"),
        new_item(at_poort),
    )
    lent = lend(at_poort, first, number)
    with pytest.raises(OnOtherName) as refused:
        lend(on(at_poort, LATER), second, number)
    told = refused.value
    assert (told.loan_id, told.lent_on, told.due_on, told.fine_cents) == (lent.loan_id, lent.lent_on, lent.due_on, 80)
    assert "Eerste" not in str(told)
    assert str(first) not in str(told)


def test_doorgaan_cancels_the_old_loan_its_running_fine_and_counts_it(at_poort: Desk) -> None:
    first, second, number = (
        borrower(at_poort, surname="Eerste"),
        borrower(at_poort, surname="Tweede"),
        new_item(at_poort),
    )
    old = lend(at_poort, first, number)
    lent = lend(on(at_poort, LATER), second, number, take_over=old.loan_id)
    assert lent.took_over
    assert money(at_poort, first).other == 0, "the running fine is dropped"
    ended = loans.find_loan(at_poort.store, old.loan_id)
    assert ended is not None
    assert (ended.returned_on, ended.taken_over) == (LATER, True)
    shown = {cell.label: cell.value for cell in show_properties(at_poort, first).cells}
    assert shown["Niet normaal ingenomen"] == "1"
    assert loans.open_loan(at_poort.store, number) == loans.find_loan(at_poort.store, lent.loan_id)
    sound(at_poort)


def test_doorgaan_is_of_the_loan_that_was_seen(at_poort: Desk) -> None:
    people = [borrower(at_poort, surname=name) for name in ("Eerste", "Tweede", "Derde")]
    number = new_item(at_poort)
    seen = lend(at_poort, people[0], number)
    lend(at_poort, people[1], number, take_over=seen.loan_id)  # another desk was quicker
    with pytest.raises(OnOtherName):
        lend(at_poort, people[2], number, take_over=seen.loan_id)


def test_doorgaan_does_not_get_round_the_rules(at_poort: Desk) -> None:
    first, second, number = borrower(at_poort), borrower(at_poort, surname="Ander"), new_item(at_poort)
    seen = lend(at_poort, first, number)
    with at_poort.transaction() as tx:
        tx.execute("UPDATE card SET state = 'blocked' WHERE customer_id = ?", (second,))
    before = dump(at_poort)
    with pytest.raises(LendingRefusal):
        lend(at_poort, second, number, take_over=seen.loan_id)
    assert dump(at_poort) == before


# Reservations.


def test_the_only_copy_of_what_another_customer_waits_for_is_not_lent(at_poort: Desk) -> None:
    title = new_title(at_poort)
    number, waits, other = new_item(at_poort, title), borrower(at_poort, surname="Wacht"), borrower(at_poort)
    place_hold(at_poort, waits, title, override=ALLOWED)
    with pytest.raises(LendingRefusal) as refused:
        lend(at_poort, other, number)
    assert rules_of(refused.value) == {Rule.RESERVED}
    second = new_item(at_poort, title)
    lend(at_poort, other, second)  # one is left for who waits
    lend(at_poort, waits, number)
    assert at_poort.store.read("SELECT state FROM hold") == [("U",)]
    sound(at_poort)


def test_what_stands_ready_is_for_who_reserved_it(at_poort: Desk) -> None:
    title = new_title(at_poort)
    number, waits, other = new_item(at_poort, title), borrower(at_poort, surname="Wacht"), borrower(at_poort)
    place_hold(at_poort, waits, title, override=ALLOWED)
    set_aside(at_poort, number)
    with pytest.raises(LendingRefusal) as refused:
        lend(at_poort, other, number)
    assert rules_of(refused.value) == {Rule.SET_ASIDE}
    lend(at_poort, waits, number)
    assert ready_hold(at_poort.store, number) is None
    assert item_of(at_poort.store, number).status is ItemStatus.IN
    sound(at_poort)


def test_what_stood_ready_for_somebody_is_waited_for_again_when_it_is_lent_all_the_same(at_poort: Desk) -> None:
    title = new_title(at_poort)
    number, waits, other = new_item(at_poort, title), borrower(at_poort, surname="Wacht"), borrower(at_poort)
    place_hold(at_poort, waits, title, override=ALLOWED)
    set_aside(at_poort, number)
    lend(at_poort, other, number, override=ALLOWED)
    assert at_poort.store.read("SELECT state, ready_item FROM hold") == [("A", None)]
    sound(at_poort)
