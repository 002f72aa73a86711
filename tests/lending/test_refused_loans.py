"""What is not lent, and what a supervisor sets aside: every reason at once, and nothing is written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import no_hindrances, write_off
from balie.customers.blocks import BlockKind
from balie.customers.cards.cards import read_cards
from balie.customers.cards.cards import replace as replace_card
from balie.customers.permission import Override
from balie.desk import Desk
from balie.lending.lend import lend
from balie.lending.rules.refusals import LendingRefusal, Rule
from balie.library.structs import Library
from balie.refusal import Refusal
from tests.support.borrowers import (
    ALLOWED,
    borrower,
    dump,
    money,
    new_item,
    new_title,
    on,
    owe,
    rules_of,
    sound,
    with_rules,
)

# Refusing.


def test_every_reason_of_customer_and_item_is_told_and_nothing_is_written(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, not_for_loan=True, top_title=True)
    with at_poort.transaction() as tx:
        tx.execute("UPDATE membership SET status = 4")
        tx.execute("UPDATE card SET state = 'blocked'")
        tx.execute("INSERT INTO block VALUES (?, ?, 'Overlast', '2024-04-09', 'ebt')", (customer_id, BlockKind.GENERAL))
    before, journal = dump(at_poort), at_poort.store.read("SELECT count(*) FROM journal")
    with pytest.raises(LendingRefusal) as refused:
        lend(at_poort, customer_id, number)
    assert rules_of(refused.value) == {Rule.OVERDUE, Rule.CARD_BLOCKED, Rule.BLOCKED, Rule.NOT_FOR_LOAN}
    assert dump(at_poort) == before
    assert at_poort.store.read("SELECT count(*) FROM journal") == journal


def test_a_block_of_web_or_address_does_not_stop_the_desk(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    with at_poort.transaction() as tx:
        for kind in (BlockKind.WEB, BlockKind.ADDRESS):
            tx.execute("INSERT INTO block VALUES (?, ?, 'Post terug', '2024-04-09', 'ebt')", (customer_id, kind))
    lend(at_poort, customer_id, new_item(at_poort))


def test_the_eleventh_item_is_refused(at_poort: Desk) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    for _ in range(10):
        lend(at_poort, customer_id, new_item(at_poort, title))
    with pytest.raises(LendingRefusal) as refused:
        lend(at_poort, customer_id, new_item(at_poort, title))
    assert rules_of(refused.value) == {Rule.MAX_ITEMS}
    assert lend(at_poort, customer_id, new_item(at_poort, title), override=ALLOWED).at_home == 11


def test_open_costs_block_where_the_library_says_so(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    owe(on(at_poort, date(2024, 3, 1)), customer_id, 300)
    strict = with_rules(at_poort, blocked_above_cents=200, blocked_after_days=30)
    with pytest.raises(LendingRefusal) as refused:
        lend(strict, customer_id, number)
    assert rules_of(refused.value) == {Rule.OPEN_AMOUNT, Rule.OPEN_DAYS}
    lend(at_poort, customer_id, number)  # the tariffs page names no limit


def test_open_contribution_is_not_an_open_cost(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    assert money(at_poort, customer_id).contribution == 5200
    lend(with_rules(at_poort, blocked_above_cents=0), customer_id, new_item(at_poort))


def test_a_replaced_card_does_not_stop_the_new_one(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    (card,) = read_cards(at_poort.store, customer_id)
    replace_card(at_poort, customer_id, card.number, None, "vermist")
    lend(at_poort, customer_id, new_item(at_poort))


def test_somebody_who_was_removed_or_never_was_cannot_borrow(at_poort: Desk) -> None:
    number = new_item(at_poort)
    with pytest.raises(Refusal, match="bestaat niet"):
        lend(at_poort, 999_999, number)


@pytest.mark.parametrize("status", [ItemStatus.TRANSPORT, ItemStatus.ON_ORDER])
def test_an_item_that_is_not_there_by_the_store_is_refused_and_can_be_allowed(
    at_poort: Desk, status: ItemStatus
) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, status=status)
    with pytest.raises(LendingRefusal):
        lend(at_poort, customer_id, number)
    lend(at_poort, customer_id, number, override=ALLOWED)
    assert item_of(at_poort.store, number).status is ItemStatus.IN
    sound(at_poort)


def test_a_written_off_item_is_never_lent(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    write_off(at_poort, [number], no_hindrances)
    with pytest.raises(LendingRefusal) as refused:
        lend(at_poort, customer_id, number, override=ALLOWED)
    assert rules_of(refused.value) == {Rule.WRITTEN_OFF}


# Overriding.


def test_an_override_is_journalled_with_who_why_and_what_was_set_aside(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    with at_poort.transaction() as tx:
        tx.execute("UPDATE card SET state = 'blocked'")
    lend(at_poort, customer_id, new_item(at_poort, not_for_loan=True), override=ALLOWED)
    row = at_poort.store.read_one(
        "SELECT after FROM journal WHERE action = 'lending allowed' AND customer_id = ?", (customer_id,)
    )
    assert row is not None
    told = json.loads(row[0])
    assert (told["allowed_by"], told["allowed_because"]) == ("adm", "afgesproken met de klant")
    assert "geblokkeerd" in told["allowed_though"]
    assert "wordt niet uitgeleend" in told["allowed_though"]


def test_an_override_that_was_not_needed_leaves_no_trace(at_poort: Desk) -> None:
    lend(at_poort, borrower(at_poort), new_item(at_poort), override=ALLOWED)
    assert at_poort.store.read("SELECT 1 FROM journal WHERE action = 'lending allowed'") == []


@pytest.mark.parametrize(
    ("override", "fields"),
    [
        (Override("", ""), {"supervisor", "because"}),
        (Override("adm", "ok"), {"because"}),
        (Override("  ", "afgesproken"), {"supervisor"}),
        (Override("a" * 13, "afgesproken"), {"supervisor"}),
    ],
)
def test_an_override_asks_for_right_and_reason(at_poort: Desk, override: Override, fields: set[str]) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, not_for_loan=True)
    with pytest.raises(Refusal) as refused:
        lend(at_poort, customer_id, number, override=override)
    assert {reason.field for reason in refused.value.reasons} == fields


def test_two_libraries_two_answers(at_poort: Desk, s1_only: Library) -> None:
    """The same customer and item under a file that tells nothing of loans: nothing says how to lend."""
    customer_id, number = borrower(at_poort), new_item(at_poort)
    with pytest.raises(LendingRefusal):
        lend(replace(at_poort, library=s1_only, branch=s1_only.branches[0]), customer_id, number)
    lend(at_poort, customer_id, number)


def test_only_a_supervisor_that_the_library_names_sets_rules_aside(at_poort: Desk) -> None:
    named = replace(at_poort, library=msgspec.structs.replace(at_poort.library, supervisors=("lvd",)))
    customer_id, number = borrower(named), new_item(named, not_for_loan=True)
    with pytest.raises(Refusal, match="ans mag dit niet toestaan") as refused:
        lend(named, customer_id, number, override=Override("ans", "staat op tafel"))
    assert [reason.field for reason in refused.value.reasons] == ["supervisor"]
    assert lend(named, customer_id, number, override=Override("lvd", "staat op tafel")).number == number
