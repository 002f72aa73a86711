"""Annuleren within the session: everything as it was, with what it cost countered; or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as changed

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.circulation import loans
from balie.customers.header import read_header
from balie.desk import Desk
from balie.finance.pay import Tender, pay, plan, sheet
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.refusals import OnOtherName
from balie.lending.session.acts import Renewed
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.terms import Procedure
from balie.refusal import Refusal
from tests.support.borrowers import ALLOWED, borrower, dump, money, new_item, new_title, on, sound
from tests.support.holds import WEST, two_branches

LATE = date(2024, 5, 11)


def without_money(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """What the store holds, but for entries and counter entries."""
    found = dump(desk)
    return {table: rows for table, rows in found.items() if table not in ("charge", "allocation")}


def test_an_undone_loan_never_was_one(at_gieten: Desk) -> None:
    customer_id, number = borrower(at_gieten), new_item(at_gieten)
    before = without_money(at_gieten)
    undo(at_gieten, lend(at_gieten, customer_id, number))
    assert without_money(at_gieten) == before
    assert read_header(at_gieten, customer_id).right[2].text == "strippen 125"
    assert loans.count_all(at_gieten.store, customer_id) == 0
    assert at_gieten.store.read("SELECT action FROM journal WHERE customer_id IS NULL ORDER BY id DESC LIMIT 2") == [
        ("lending undone",),
        ("lent",),
    ]
    lend(at_gieten, customer_id, number)
    sound(at_gieten)


def test_the_fee_is_countered_and_what_was_paid_of_it_is_credit(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    unpaid = lend(at_poort, customer_id, new_item(at_poort, top_title=True))
    undo(at_poort, unpaid)
    assert (money(at_poort, customer_id).other, money(at_poort, customer_id).credit) == (0, 0)
    paid = lend(at_poort, customer_id, new_item(at_poort, top_title=True))
    chosen = [line.charge_id for line in sheet(at_poort, customer_id).lines if line.open_cents == 150]
    pay(at_poort, customer_id, plan(sheet(at_poort, customer_id), chosen, Tender.CARD, ""))
    undo(at_poort, paid)
    assert (money(at_poort, customer_id).other, money(at_poort, customer_id).credit) == (0, 150)
    sound(at_poort)


def test_an_undone_return_is_a_loan_again_without_its_fine(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    before = without_money(at_poort)
    desk = on(at_poort, LATE)
    done = take_back(desk, number)
    assert money(desk, customer_id).other == 80
    undo(desk, done)
    assert without_money(at_poort) == before
    assert money(desk, customer_id).other == 0
    assert take_back(desk, number).fine_cents == 80
    sound(at_poort)


def test_an_undone_return_takes_the_item_out_of_transport(at_poort: Desk) -> None:
    at_poort = replace(at_poort, library=two_branches(at_poort.library))
    number = new_item(at_poort, branch=WEST)
    lend(at_poort, borrower(at_poort), number)
    done = take_back(at_poort, number)
    assert item_of(at_poort.store, number).status is ItemStatus.TRANSPORT
    undo(at_poort, done)
    assert item_of(at_poort.store, number).status is ItemStatus.IN
    sound(at_poort)


def test_an_undone_return_of_what_was_in_already_only_gives_back_its_status(at_poort: Desk) -> None:
    number = new_item(at_poort, status=ItemStatus.MISSING)
    undo(at_poort, take_back(at_poort, number))
    assert item_of(at_poort.store, number).status is ItemStatus.MISSING


def test_an_undone_renewal_has_its_old_date_strip_and_money(at_gieten: Desk) -> None:
    customer_id, number = borrower(at_gieten), new_item(at_gieten, top_title=True)
    lent = lend(at_gieten, customer_id, number)
    before = without_money(at_gieten)
    desk = on(at_gieten, LATE)
    (done,) = renew(desk, customer_id, [lent.loan_id])
    assert isinstance(done, Renewed)
    assert money(desk, customer_id).other == 150 + 150 + 80
    undo(desk, done)
    assert without_money(at_gieten) == before
    assert money(desk, customer_id).other == 150
    sound(at_gieten)


def test_a_loan_that_went_on_since_is_not_undone(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lent = lend(at_poort, customer_id, number)
    (renewed,) = renew(at_poort, customer_id, [lent.loan_id])
    assert isinstance(renewed, Renewed)
    before = dump(at_poort)
    with pytest.raises(Refusal, match="intussen veranderd"):
        undo(at_poort, lent)
    assert dump(at_poort) == before
    undo(at_poort, renewed)
    undo(at_poort, lent)  # the last first


@pytest.mark.parametrize("which", ["lent", "renewed", "returned"])
def test_nothing_is_undone_twice(at_poort: Desk, which: str) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort, top_title=True)
    lent = lend(at_poort, customer_id, number)
    (renewed,) = renew(at_poort, customer_id, [lent.loan_id])
    assert isinstance(renewed, Renewed)
    act = renewed if which == "renewed" else lent
    if which == "returned":
        act = take_back(at_poort, number)  # type: ignore[assignment]
    elif which == "lent":
        undo(at_poort, renewed)
    undo(at_poort, act)
    before = dump(at_poort)
    with pytest.raises(Refusal):
        undo(at_poort, act)
    assert dump(at_poort) == before


def test_a_return_is_not_undone_once_somebody_else_has_the_item(at_poort: Desk) -> None:
    first, second, number = borrower(at_poort), borrower(at_poort, surname="Ander"), new_item(at_poort)
    lend(at_poort, first, number)
    done = take_back(at_poort, number)
    lend(at_poort, second, number)
    with pytest.raises(Refusal, match="weer uitgeleend"):
        undo(at_poort, done)


def test_a_return_is_not_undone_once_the_item_stands_ready_for_somebody(at_poort: Desk) -> None:
    title = new_title(at_poort)
    number = new_item(at_poort, title)
    lend(at_poort, borrower(at_poort), number)
    place_hold(at_poort, borrower(at_poort, surname="Wacht"), title)
    done = take_back(at_poort, number)
    set_aside(at_poort, number)
    with pytest.raises(Refusal, match="apart gezet"):
        undo(at_poort, done)
    sound(at_poort)


def test_a_reservation_that_was_fulfilled_is_there_again(at_poort: Desk) -> None:
    title = new_title(at_poort)
    number, waits = new_item(at_poort, title), borrower(at_poort)
    place_hold(at_poort, waits, title, override=ALLOWED)
    set_aside(at_poort, number)
    before = without_money(at_poort)
    undo(at_poort, lend(at_poort, waits, number))
    assert without_money(at_poort) == before
    sound(at_poort)


@pytest.mark.parametrize("with_slip", [True, False])
def test_the_copy_that_was_passed_on_stays_with_whoever_has_it_and_the_desk_is_told(
    at_poort: Desk, with_slip: bool
) -> None:
    title = new_title(at_poort)
    ready, other, _ = (new_item(at_poort, title) for _ in range(3))
    waits, following = borrower(at_poort, surname="Wacht"), borrower(at_poort, surname="Volgt")
    for customer_id in (waits, following):
        place_hold(at_poort, customer_id, title, override=ALLOWED)
    set_aside(at_poort, ready)
    procedure = Procedure.ALWAYS if with_slip else Procedure.NEVER
    receipts = changed(at_poort.library.receipts, hold=procedure)
    at = replace(at_poort, library=changed(at_poort.library, receipts=receipts))
    told = undo(at, lend(at, waits, other))
    assert f"Exemplaar {ready} stond klaar en is doorgegeven, dat blijft zo: Zet klaar voor Dhr. E.B. Volgt" in told
    assert ("De bon daarvan blijft gelden: laat die bij dat exemplaar." in told) is with_slip
    assert "De reservering van deze klant wacht weer" in told
    held = at.store.read("SELECT customer_id, state, ready_item FROM hold ORDER BY id")
    assert held == [(waits, "A", None), (following, "O", ready)]
    sound(at)


def test_what_stood_ready_for_another_stands_ready_again(at_poort: Desk) -> None:
    title = new_title(at_poort)
    number, waits, other = new_item(at_poort, title), borrower(at_poort, surname="Wacht"), borrower(at_poort)
    place_hold(at_poort, waits, title, override=ALLOWED)
    set_aside(at_poort, number)
    before = without_money(at_poort)
    undo(at_poort, lend(at_poort, other, number, override=ALLOWED))
    assert without_money(at_poort) == before
    sound(at_poort)


def test_the_loan_that_was_cancelled_for_it_does_not_come_back(at_poort: Desk) -> None:
    first, second, number = borrower(at_poort), borrower(at_poort, surname="Ander"), new_item(at_poort)
    lend(at_poort, first, number)
    with pytest.raises(OnOtherName) as told:
        lend(at_poort, second, number)
    undo(at_poort, lend(at_poort, second, number, take_over=told.value.loan_id))
    assert loans.open_loan(at_poort.store, number) is None
    assert loans.count_open(at_poort.store, first) == 0
    sound(at_poort)


def test_a_return_is_not_undone_once_the_item_went_on_since(at_poort: Desk) -> None:
    """Found by random sessions: what was in already, and ready, was lent since."""
    title = new_title(at_poort)
    number, waits = new_item(at_poort, title), borrower(at_poort)
    place_hold(at_poort, waits, title, override=ALLOWED)
    set_aside(at_poort, number)
    seen = take_back(at_poort, number)
    lend(at_poort, waits, number)
    with pytest.raises(Refusal, match="weer uitgeleend"):
        undo(at_poort, seen)
    take_back(at_poort, number)
    with pytest.raises(Refusal, match="intussen veranderd"):
        undo(at_poort, seen)
    sound(at_poort)
