"""Lending an item: what is written, what it costs, and every way in which a scan is something else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import no_hindrances, write_off
from balie.circulation import loans
from balie.circulation.holds import ready_hold
from balie.customers.blocks import BlockKind
from balie.customers.cards.cards import read_cards
from balie.customers.cards.cards import replace as replace_card
from balie.customers.header import read_header
from balie.customers.permission import Override
from balie.customers.tabs.properties import show as show_properties
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.setting_aside import set_aside
from balie.lending.lend import lend
from balie.lending.rules.refusals import (
    AlreadyLent,
    CardScanned,
    LendingRefusal,
    OnOtherName,
    Rule,
    UnknownItem,
)
from balie.lending.take_back import take_back
from balie.library.structs import Library
from balie.refusal import Refusal
from tests.support.borrowers import (
    ALLOWED,
    borrower,
    child,
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

LATER = date(2024, 5, 11)


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
