"""A pass that was replaced or blocked is told when it is shown, and what settles it is journalled."""

from __future__ import annotations

import json

import pytest

from balie.customers.cards.cards import add_card, block, replace, unblock
from balie.customers.cards.numbers import current_number
from balie.customers.cards.states import CardState
from balie.customers.finding.entry import KnownCustomer, SearchFor, read_customer, scanned_pass
from balie.customers.permission import Override
from balie.customers.presented import settle_by_identity, settle_by_supervisor, trouble_with
from balie.desk import Desk
from balie.lending.greeting import open_customer
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.borrower import read_borrower
from balie.lending.rules.judging import against_borrower
from balie.lending.rules.refusals import CardScanned, LendingRefusal, Rule
from balie.library.structs import Library
from balie.refusal import Refusal
from tests.support.borrowers import borrower, new_item, poort_desk


@pytest.fixture
def at_poort(desk: Desk, poort: Library) -> Desk:
    return poort_desk(desk, poort)


@pytest.fixture
def member(at_poort: Desk) -> int:
    return borrower(at_poort)


@pytest.fixture
def number(at_poort: Desk, member: int) -> str:
    found = current_number(at_poort.store, member)
    assert found is not None
    return found


def rules(desk: Desk, customer_id: int, *, pass_settled: bool = False) -> set[Rule]:
    found = read_borrower(desk.store, customer_id, desk.library.loans)
    return {one.rule for one in against_borrower(found, desk.library, desk.working_date, pass_settled=pass_settled)}


def test_a_pass_that_holds_is_no_trouble_and_neither_is_a_number_of_nobody(at_poort: Desk, number: str) -> None:
    assert trouble_with(at_poort.store, number) is None
    assert trouble_with(at_poort.store, "24104000099995") is None


def test_a_blocked_pass_is_told_with_why_and_whose_it_is(at_poort: Desk, member: int, number: str) -> None:
    block(at_poort, member, number, "gestolen")
    trouble = trouble_with(at_poort.store, number)
    assert trouble is not None
    assert trouble.text == f"Pas {number} is geblokkeerd (gestolen): laat een legitimatie zien."
    assert trouble.owner.endswith("Tester, geboren 04-01-1991")
    assert not trouble.has_other
    unblock(at_poort, member, number)
    assert trouble_with(at_poort.store, number) is None


def test_a_replaced_pass_is_trouble_for_ever_and_the_new_one_is_none(at_poort: Desk, member: int, number: str) -> None:
    new = replace(at_poort, member, number, None, "vermist").number
    trouble = trouble_with(at_poort.store, number)
    assert trouble is not None
    assert (trouble.state, trouble.has_other) == (CardState.REPLACED, True)
    assert "is vervangen (vermist) en geldt niet meer: neem hem in" in trouble.text
    assert trouble_with(at_poort.store, new) is None


@pytest.mark.parametrize("by", ["identity", "supervisor"])
def test_what_settles_it_is_journalled_with_the_customer(at_poort: Desk, member: int, number: str, by: str) -> None:
    block(at_poort, member, number, "vermist")
    trouble = trouble_with(at_poort.store, number)
    assert trouble is not None
    if by == "identity":
        settle_by_identity(at_poort, trouble)
    else:
        settle_by_supervisor(at_poort, trouble, Override("ans", "haar moeder staat erbij"))
    ((customer_id, after),) = at_poort.store.read(
        "SELECT customer_id, after FROM journal WHERE action = 'card presented'"
    )
    told = json.loads(after)
    assert (customer_id, told["number"], told["state"]) == (member, number, "blocked")
    assert told.get("allowed_by") == (None if by == "identity" else "ans")


def test_a_supervisor_says_who_and_why_or_nothing_is_settled(at_poort: Desk, member: int, number: str) -> None:
    block(at_poort, member, number, "vermist")
    trouble = trouble_with(at_poort.store, number)
    assert trouble is not None
    with pytest.raises(Refusal) as told:
        settle_by_supervisor(at_poort, trouble, Override("", ""))
    assert [reason.field for reason in told.value.reasons] == ["supervisor", "because"]
    assert at_poort.store.read("SELECT 1 FROM journal WHERE action = 'card presented'") == []


def test_an_active_pass_lends_whatever_the_other_passes_are(at_poort: Desk, member: int, number: str) -> None:
    add_card(at_poort, member, None)
    block(at_poort, member, number, "vermist")
    assert Rule.CARD_BLOCKED not in rules(at_poort, member)
    assert open_customer(at_poort, member).may_borrow
    assert lend(at_poort, member, new_item(at_poort)).customer_id == member


def test_without_a_pass_that_holds_it_is_lent_only_where_that_was_settled(
    at_poort: Desk, member: int, number: str
) -> None:
    first = lend(at_poort, member, new_item(at_poort))
    block(at_poort, member, number, "vermist")
    item = new_item(at_poort)
    with pytest.raises(LendingRefusal) as told:
        lend(at_poort, member, item)
    assert {one.rule for one in told.value.obstacles} == {Rule.CARD_BLOCKED}
    assert not open_customer(at_poort, member).may_borrow
    assert open_customer(at_poort, member, pass_settled=True).may_borrow
    assert lend(at_poort, member, item, pass_settled=True).number == item
    (renewed,) = renew(at_poort, member, [first.loan_id], pass_settled=True)
    assert renewed.loan_id == first.loan_id


def test_a_pass_among_items_tells_that_it_does_not_hold(at_poort: Desk, member: int, number: str) -> None:
    other = borrower(at_poort, surname="Ander")
    block(at_poort, member, number, "gestolen")
    for who in (member, other):
        with pytest.raises(CardScanned, match="geblokkeerd \\(gestolen\\)") as told:
            lend(at_poort, who, number)
        assert told.value.trouble == trouble_with(at_poort.store, number)


@pytest.mark.parametrize("around", ["{}", "A{}B", "0{}", "{}."])
def test_a_pass_of_another_series_is_read_with_something_around_it_too(
    at_poort: Desk, member: int, number: str, around: str
) -> None:
    with at_poort.transaction() as tx:
        tx.execute("UPDATE card SET number = '7001234567', state = 'blocked' WHERE number = ?", (number,))
    text = around.format("7001234567")
    assert scanned_pass(at_poort.store, text) == "7001234567"
    found = read_customer(at_poort.store, text, at_poort.working_date)
    assert isinstance(found, KnownCustomer)
    assert (found.customer_id, found.state) == (member, "blocked")
    for other in ("04-01-1991", "0592 24 36 12", "9468bg 41", "De Vries"):
        assert isinstance(read_customer(at_poort.store, other, at_poort.working_date), SearchFor)
