"""Undoing a merge: what happened since goes to whom it was for, or every reason is told and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.cancellation.cancel import cancel, withdraw
from balie.cancellation.wish import Wish
from balie.circulation.loans import strips_taken
from balie.customers.cards.cards import add_card, make_primary
from balie.customers.cards.cards import replace as replace_card
from balie.customers.cards.numbers import current_number
from balie.customers.finding.entry import NumberLater
from balie.customers.merging.merge import merge, preview, undo
from balie.customers.subscriptions.change import renew as renew_membership
from balie.customers.tabs.property_row import write_property
from balie.desk import Desk
from balie.finance.correct import restore
from balie.finance.pay import pay, plan
from balie.finance.pay_out import pay_out
from balie.finance.sheet import sheet
from balie.finance.waive import waive
from balie.ledger import balance
from balie.lending.at_home import in_bezit
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.session.acts import Renewed
from balie.lending.undo import undo as undo_act
from balie.library.structs import Library
from balie.library.terms import CancellationWay, ChargeKind
from balie.refusal import Refusal
from tests.support.applicants import end_membership, enrol_tester
from tests.support.borrowers import borrower, new_item, owe, poort_desk, sound, strips_desk
from tests.support.doubles import dump

MAIL = CancellationWay.MAIL


@pytest.fixture
def poort_at(desk: Desk, poort: Library) -> Desk:
    """The desk of a library that lends and charges for it."""
    return poort_desk(desk, poort)


def three(desk: Desk) -> tuple[int, int, int]:
    """E.B. Tester three times, each a member who owes € 52,00."""
    return borrower(desk), borrower(desk, initials="e"), borrower(desk, phone="")


def combine(desk: Desk, keep: int, gone: int) -> int:
    return merge(desk, preview(desk, keep, gone))


def pay_cash(desk: Desk, who: int, euros: int, *, credit: bool = False) -> int:
    """Pay in cash, of what is open or all as credit; the payment."""
    seen = sheet(desk, who)
    chosen = () if credit else None
    paid = pay(desk, who, plan(seen, chosen, "contant", f"{euros},00", keep_change=True)).payment_id
    assert paid is not None
    return paid


def owner(desk: Desk, table: str, row: int) -> int:
    found = desk.store.read_one(f"SELECT customer_id FROM {table} WHERE id = ?", (row,))
    assert found is not None
    return int(found[0])


def owes(desk: Desk, who: int) -> int:
    now = balance(desk.store, who)
    return now.contribution + now.other - now.credit


def refuses(desk: Desk, journal_id: int) -> str:
    """That undoing is refused, and that nothing was written; what is told."""
    before = dump(desk.store)
    with pytest.raises(Refusal) as refused:
        undo(desk, journal_id)
    assert dump(desk.store) == before
    sound(desk)
    return str(refused.value)


def test_a_payment_of_what_was_theirs_goes_with_it(poort_at: Desk) -> None:
    one, _, three_ = three(poort_at)
    theirs = [line.charge_id for line in sheet(poort_at, three_).lines]
    journal_id = combine(poort_at, one, three_)
    paid = pay(poort_at, one, plan(sheet(poort_at, one), theirs, "pin", "")).payment_id
    assert paid is not None
    undo(poort_at, journal_id)
    assert owner(poort_at, "payment", paid) == three_
    assert (owes(poort_at, one), owes(poort_at, three_)) == (5_200, 0)
    sound(poort_at)


def test_a_payment_of_both_has_to_be_taken_back_first_and_then_it_can_be_undone(poort_at: Desk) -> None:
    one, _, three_ = three(poort_at)
    journal_id = combine(poort_at, one, three_)
    paid = pay_cash(poort_at, one, 80)
    told = refuses(poort_at, journal_id)
    assert told == (
        "De betaling van € 80,00 van 09-04-2024 (contant) is afgeboekt op bedragen van beide klanten:"
        " boek die eerst terug (Historie)."
    )
    restore(poort_at, paid)
    undo(poort_at, journal_id)
    assert (owes(poort_at, one), owes(poort_at, three_)) == (5_200, 5_200)
    sound(poort_at)


@pytest.mark.parametrize(("days", "told"), [(0, "boek die eerst terug"), (1, "kan niet meer ongedaan")])
def test_what_was_waived_of_both_can_be_taken_back_on_the_day_itself(poort_at: Desk, days: int, told: str) -> None:
    one, two, _ = three(poort_at)
    for who in (one, two):
        owe(poort_at, who, 150)
    journal_id = combine(poort_at, one, two)
    seen = sheet(poort_at, one)
    fines = [line.charge_id for line in seen.lines if line.kind is ChargeKind.FINE]
    waived = waive(poort_at, seen, fines, "A200")
    assert told in refuses(replace(poort_at, working_date=poort_at.working_date + timedelta(days=days)), journal_id)
    if not days:
        restore(poort_at, waived)
        undo(poort_at, journal_id)
        sound(poort_at)


def test_all_reasons_are_told_at_once(poort_at: Desk) -> None:
    one, two, _ = three(poort_at)
    theirs = current_number(poort_at.store, two) or ""
    journal_id = combine(poort_at, one, two)
    pay_cash(poort_at, one, 80)
    make_primary(poort_at, one, theirs)
    told = refuses(poort_at, journal_id)
    assert "hoofdpas" in told
    assert "betaling" in told


def test_a_credit_that_is_taken_back_after_the_merge_is_taken_back_where_it_was_paid(poort_at: Desk) -> None:
    one, two, _ = three(poort_at)
    paid = pay_cash(poort_at, one, 30, credit=True)
    journal_id = combine(poort_at, two, one)
    back = restore(poort_at, paid)
    undo(poort_at, journal_id)
    assert {owner(poort_at, "payment", number) for number in (paid, back)} == {one}
    assert (owes(poort_at, one), owes(poort_at, two)) == (5_200, 5_200)
    sound(poort_at)


def test_a_credit_that_is_paid_out_after_the_merge_was_paid_out_to_whose_it_was(poort_at: Desk) -> None:
    one, two, _ = three(poort_at)
    for who in (one, two):
        pay_cash(poort_at, who, 52)
    pay_cash(poort_at, one, 30, credit=True)
    journal_id = combine(poort_at, two, one)
    pay_out(poort_at, sheet(poort_at, two), "contant", "30,00", "terug")
    undo(poort_at, journal_id)
    assert (owes(poort_at, one), owes(poort_at, two)) == (0, 0)
    sound(poort_at)


def test_a_loan_that_is_renewed_after_the_merge_goes_back_with_what_that_cost(poort_at: Desk) -> None:
    one, two, _ = three(poort_at)
    lend(poort_at, two, new_item(poort_at, top_title=True))
    journal_id = combine(poort_at, one, two)
    later = replace(poort_at, working_date=poort_at.working_date + timedelta(days=30))
    ((renewed),) = renew(later, one, [row.loan_id for row in in_bezit(later, one)])
    undo(later, journal_id)
    assert [row.loan_id for row in in_bezit(later, two)] == [renewed.loan_id]
    assert owes(later, one) == 5_200
    assert owes(later, two) > 5_200 + 150  # the fee of lending, that of renewing and the days it was late
    sound(later)


def test_a_strip_of_a_renewal_since_is_of_whose_loan_it_was(desk: Desk, poort: Library) -> None:
    there = strips_desk(desk, poort)
    one, two, _ = three(there)
    lend(there, two, new_item(there))
    journal_id = combine(there, one, two)
    later = replace(there, working_date=there.working_date + timedelta(days=7))
    for _ in range(2):
        renew(later, one, [row.loan_id for row in in_bezit(later, one)])
    assert strips_taken(there.store, one, 2) == 2  # of the membership that runs
    undo(later, journal_id)
    assert [strips_taken(there.store, who, 1) for who in (one, two)] == [0, 3]
    sound(later)


def test_an_act_of_before_a_merge_is_not_undone_on_the_periods_of_another(desk: Desk, poort: Library) -> None:
    there = strips_desk(desk, poort)
    one, two, _ = three(there)
    lent = lend(there, one, new_item(there))
    (renewed,) = renew(there, one, [lent.loan_id])
    assert isinstance(renewed, Renewed)
    journal_id = combine(there, one, two)
    with pytest.raises(Refusal, match="intussen veranderd"):
        undo_act(there, renewed)
    undo(there, journal_id)
    undo_act(there, renewed)
    assert [strips_taken(there.store, who, 1) for who in (one, two)] == [1, 0]
    sound(there)


def test_the_number_chosen_since_stands_in_the_way_until_another_is_chosen(poort_at: Desk) -> None:
    one, two, _ = three(poort_at)
    own, theirs = (current_number(poort_at.store, who) or "" for who in (one, two))
    more = add_card(poort_at, two, None)
    journal_id = combine(poort_at, one, two)
    make_primary(poort_at, one, more)
    assert f"{more} de hoofdpas" in refuses(poort_at, journal_id)
    make_primary(poort_at, one, own)
    undo(poort_at, journal_id)
    assert [current_number(poort_at.store, who) for who in (one, two)] == [own, theirs]
    sound(poort_at)


def test_a_number_that_was_replaced_since_goes_back_as_the_own_number(poort_at: Desk) -> None:
    one, two, _ = three(poort_at)
    own, theirs = (current_number(poort_at.store, who) or "" for who in (one, two))
    journal_id = combine(poort_at, one, two)
    new = replace_card(poort_at, one, theirs, None, "vermist")
    undo(poort_at, journal_id)
    assert [current_number(poort_at.store, who) for who in (one, two)] == [own, new.number]
    assert owes(poort_at, two) == 5_200 + new.fee_cents
    make_primary(poort_at, two, add_card(poort_at, two, None))
    sound(poort_at)


def test_who_had_no_number_has_none_again_and_what_was_added_goes_with_the_number(poort_at: Desk) -> None:
    one = enrol_tester(poort_at, subscription="0002", number=NumberLater()).customer_id
    two = borrower(poort_at)
    theirs = current_number(poort_at.store, two)
    journal_id = combine(poort_at, one, two)
    add_card(poort_at, one, None)
    undo(poort_at, journal_id)
    assert [current_number(poort_at.store, who) for who in (one, two)] == [None, theirs]
    with pytest.raises(Refusal, match="nog geen klantnummer"):
        add_card(poort_at, one, None)
    add_card(poort_at, two, None)
    sound(poort_at)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_of_three_who_cancelled_only_the_last_wish_is_withdrawn(poort_at: Desk, order: tuple[int, ...]) -> None:
    people = three(poort_at)
    today = poort_at.working_date
    for who in people:
        cancel(poort_at, who, Wish(MAIL, today))
    one, two, last = (people[place] for place in order)
    merges = [combine(poort_at, two, one), combine(poort_at, last, two)]
    withdraw(poort_at, last)
    sound(poort_at)
    cancel(poort_at, last, Wish(MAIL, today))
    withdraw(poort_at, last)
    for journal_id in reversed(merges):
        undo(poort_at, journal_id)
        sound(poort_at)
    running = "SELECT customer_id FROM membership WHERE ended_on IS NULL"
    assert poort_at.store.read(running) == [(last,)]


def test_merges_one_after_another_are_undone_from_the_last_one(poort_at: Desk) -> None:
    people = three(poort_at)
    before = [(owes(poort_at, who), current_number(poort_at.store, who)) for who in people]
    one, two, last = people
    first, second = combine(poort_at, last, one), combine(poort_at, last, two)
    assert f"[{two}]" in refuses(poort_at, first)
    undo(poort_at, second)
    undo(poort_at, first)
    assert [(owes(poort_at, who), current_number(poort_at.store, who)) for who in people] == before
    sound(poort_at)


def test_a_period_that_follows_upon_theirs_goes_with_it(poort_at: Desk) -> None:
    one, two, _ = three(poort_at)
    end_membership(poort_at, one)
    journal_id = combine(poort_at, one, two)
    later = replace(poort_at, working_date=date(2025, 3, 20))
    made = renew_membership(later, one)
    undo(later, journal_id)
    assert later.store.read("SELECT customer_id, number FROM membership ORDER BY 1, 2")[:3] == [
        (one, 1),
        (two, 1),
        (two, 2),
    ]
    assert made.invoice_id is not None
    assert owner(later, "invoice", made.invoice_id) == two
    sound(later)


def test_who_died_is_whose_membership_was_cancelled(poort_at: Desk) -> None:
    one, two, _ = three(poort_at)
    end_membership(poort_at, one)
    journal_id = combine(poort_at, one, two)
    today = poort_at.working_date
    cancel(poort_at, one, Wish(MAIL, today, reason="overleden", died_on=today))
    undo(poort_at, journal_id)
    marked = poort_at.store.read("SELECT id FROM customer WHERE name_key LIKE '*%'")
    assert marked == [(two,)]
    sound(poort_at)


def test_what_was_not_returned_normally_is_added_up_and_taken_apart_again(poort_at: Desk) -> None:
    one, two, _ = three(poort_at)
    with poort_at.transaction() as tx:
        write_property(tx, one, irregular_returns=2)
        write_property(tx, two, irregular_returns=3)
    journal_id = combine(poort_at, one, two)
    count = "SELECT irregular_returns FROM property WHERE customer_id = ?"
    assert poort_at.store.read(count, (one,)) == [(5,)]
    with poort_at.transaction() as tx:
        write_property(tx, one, irregular_returns=6)
    undo(poort_at, journal_id)
    assert [poort_at.store.read(count, (who,)) for who in (one, two)] == [[(3,)], [(3,)]]


def _removes_block(desk: Desk, who: int) -> None:
    with desk.transaction() as tx:
        tx.execute("DELETE FROM block WHERE customer_id = ?", (who,))


def _changes_name(desk: Desk, who: int) -> None:
    from balie.customers.tabs.editing import read_edit, save_edit

    save_edit(desk, who, "2", {"given_name": "Bob"}, read_edit(desk, who, "2"))


@pytest.mark.parametrize("act", [_removes_block, _changes_name])
def test_what_the_desk_changed_since_is_no_reason_against_it(poort_at: Desk, act: Callable[[Desk, int], None]) -> None:
    one, two, _ = three(poort_at)
    with poort_at.transaction() as tx:
        tx.execute("INSERT INTO block VALUES (?, 'general', 'Misbruik', '2024-04-09', 'ebt')", (two,))
    journal_id = combine(poort_at, one, two)
    act(poort_at, one)
    undo(poort_at, journal_id)
    sound(poort_at)


@pytest.mark.parametrize("of_the_other", [False, True])
def test_after_a_merge_of_an_earlier_version_only_what_is_new_of_theirs_is_refused(
    poort_at: Desk, of_the_other: bool
) -> None:
    one, two, _ = three(poort_at)
    who = two if of_the_other else one
    lines = [line.charge_id for line in sheet(poort_at, who).lines]
    journal_id = combine(poort_at, one, two)
    with poort_at.transaction() as tx:  # such a merge did not keep how far the numbers were
        tx.execute("DROP TRIGGER journal_no_update")
        tx.execute("UPDATE journal SET before = json_remove(before, '$.marks') WHERE id = ?", (journal_id,))
    pay(poort_at, one, plan(sheet(poort_at, one), lines, "pin", ""))
    if of_the_other:
        with pytest.raises(Refusal, match="betaling"):
            undo(poort_at, journal_id)
    else:
        undo(poort_at, journal_id)
