"""Lending an item: what is written, what it costs, and every way in which a scan is something else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.circulation import loans
from balie.customers.header import read_header
from balie.desk import Desk
from balie.lending.lend import lend
from balie.lending.rules.refusals import (
    LendingRefusal,
    Rule,
)
from balie.lending.take_back import take_back
from balie.library.structs import Library
from tests.support.borrowers import (
    ALLOWED,
    borrower,
    child,
    money,
    new_item,
    new_title,
    on,
    rules_of,
    sound,
)

# What a loan is.


def test_a_loan_lasts_four_weeks_and_is_in_the_header(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    assert (lent.lent_on, lent.due_on) == (date(2024, 4, 9), date(2024, 5, 7))
    assert (lent.title, lent.fee_cents, lent.strips_left, lent.at_home) == ("De avonden / Reve, Gerard", 0, None, 1)
    assert read_header(at_poort, customer_id).middle[2].text == "in bezit 1"
    sound(at_poort)


@pytest.mark.parametrize("typed", ["34104000000018", " 34104 0000 0001 8 "])
def test_an_item_can_be_scanned_or_typed(at_poort: Desk, typed: str) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    assert number == "34104000000018"
    assert lend(at_poort, customer_id, typed).number == number


def test_a_loan_takes_a_strip(at_gieten: Desk) -> None:
    customer_id = borrower(at_gieten)
    assert lend(at_gieten, customer_id, new_item(at_gieten)).strips_left == 124
    assert lend(at_gieten, customer_id, new_item(at_gieten)).strips_left == 123
    assert read_header(at_gieten, customer_id).right[2].text == "strippen 123"
    sound(at_gieten)


def test_a_library_without_rules_of_loans_lends_nothing(desk: Desk, s1_only: Library) -> None:
    customer_id, number = borrower(desk), new_item(desk)
    with pytest.raises(LendingRefusal, match=r"\[loans\]"):
        lend(replace(desk, library=s1_only), customer_id, number, override=ALLOWED)


def test_basis_in_drenthe_borrows_for_three_weeks_and_pays_a_strip(desk: Desk) -> None:
    lent = lend(desk, borrower(desk), new_item(desk))
    assert (lent.due_on, lent.fee_cents, lent.strips_left) == (date(2024, 4, 30), 0, 124)
    sound(desk)


def test_the_last_strip_is_lent_and_the_next_is_refused(at_gieten: Desk) -> None:
    customer_id = borrower(at_gieten)
    with at_gieten.transaction() as tx:
        tx.execute("UPDATE membership SET strips = 1")
    assert lend(at_gieten, customer_id, new_item(at_gieten)).strips_left == 0
    with pytest.raises(LendingRefusal) as refused:
        lend(at_gieten, customer_id, new_item(at_gieten))
    assert rules_of(refused.value) == {Rule.STRIPS}
    # A supervisor may: the loan then takes none, since there is none.
    lent = lend(at_gieten, customer_id, new_item(at_gieten), override=ALLOWED)
    assert (lent.strips_left, loans.strips_taken(at_gieten.store, customer_id, 1)) == (0, 1)


def test_the_fee_of_a_toptitel_is_charged_at_once(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lent = lend(at_poort, customer_id, new_item(at_poort, top_title=True))
    assert (lent.fee_cents, money(at_poort, customer_id).other) == (150, 150)
    (note,) = at_poort.store.read("SELECT note FROM charge WHERE kind = 'leengeld'")
    assert note == ("toptitel",), "which one it was is not kept with the money"
    sound(at_poort)


def test_who_is_under_eighteen_pays_no_fee(at_poort: Desk) -> None:
    young = child(at_poort)
    assert lend(at_poort, young, new_item(at_poort, top_title=True)).fee_cents == 0
    assert money(at_poort, young).other == 0


def test_the_journal_tells_the_loan_and_not_who_read_what(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    row = at_poort.store.read_one("SELECT staff, branch, customer_id, after FROM journal WHERE action = 'lent'")
    assert row is not None
    assert row[:3] == ("ebt", "4104", None)
    assert json.loads(row[3]) == {"loan": lent.loan_id, "due_on": "2024-05-07"}
    assert str(at_poort.store.read("SELECT * FROM journal WHERE customer_id IS NOT NULL")).count(number) == 0


def test_lending_is_the_last_activity_of_the_customer(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lend(on(at_poort, date(2024, 6, 1)), customer_id, new_item(at_poort))
    assert read_header(at_poort, customer_id).middle[1].text == "laatste activiteit 01-06-2024"
    lend(on(at_poort, date(2024, 5, 1)), customer_id, new_item(at_poort))  # the working date was set back
    assert read_header(at_poort, customer_id).middle[1].text == "laatste activiteit 01-06-2024"


# What is told at the desk.


def test_an_attachment_is_told(at_poort: Desk) -> None:
    lent = lend(at_poort, borrower(at_poort), new_item(at_poort, attachment_note="cd-rom achterin"))
    assert lent.notes == ("Bijlage: cd-rom achterin",)


def test_a_missing_item_is_lent_straight_away_and_is_found(at_poort: Desk) -> None:
    number = new_item(at_poort, status=ItemStatus.MISSING)
    assert lend(at_poort, borrower(at_poort), number).notes == ("Dit exemplaar was vermist.",)
    assert item_of(at_poort.store, number).status is ItemStatus.IN


def test_a_title_borrowed_before_is_told_to_who_wants_to_know(at_poort: Desk) -> None:
    title = new_title(at_poort)
    first, second = new_item(at_poort, title), new_item(at_poort, title)
    knows, ignores = borrower(at_poort, warn_seen_before="ja"), borrower(at_poort, surname="Ander")
    for customer_id in (knows, ignores):
        lend(at_poort, customer_id, first)
        take_back(at_poort, first)
    later = on(at_poort, date(2024, 6, 1))
    assert lend(later, knows, second).notes == ("De klant heeft deze titel eerder geleend, op 09-04-2024.",)
    take_back(later, second)
    assert lend(later, ignores, second).notes == ()
