"""What a cancellation takes off the contribution is asked by nobody: the header and Betalen say what was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.cancellation.cancel import cancel, withdraw
from balie.cancellation.wish import Wish
from balie.customers.header import read_header
from balie.desk import Desk
from balie.dutch.money import format_cents
from balie.finance.pay import pay, plan, sheet
from balie.finance.settling.settle import settle
from balie.finance.waive import waive
from balie.ledger import Charge, balance, book_charge
from balie.lending.greeting import open_customer
from balie.lending.session.bons import status_bon
from balie.library.structs import Library
from balie.library.terms import CancellationWay, ChargeKind
from tests.support.applicants import enrol_tester
from tests.support.debtors import poort_desk

DIED_BEFORE = Wish(CancellationWay.LETTER, date(2024, 4, 25), reason="overleden", died_on=date(2024, 4, 20))
DIED_LATER = Wish(CancellationWay.LETTER, date(2024, 6, 3), reason="overleden", died_on=date(2024, 6, 1))


def on(desk: Desk, day: date) -> Desk:
    return replace(desk, working_date=day)


@pytest.fixture
def member(desk: Desk, poort: Library) -> Desk:
    """Somebody by invoice who has not paid € 52,00 for the year from 01-05-2024, and owes € 2,40."""
    there = poort_desk(desk, poort)
    customer_id = enrol_tester(there, subscription="0002").customer_id
    with there.transaction() as tx:
        book_charge(tx, poort, customer_id, Charge(ChargeKind.FINE, 240))
    return there


def customer_of(desk: Desk) -> int:
    row = desk.store.read_one("SELECT id FROM customer")
    assert row is not None
    return int(row[0])


def asked(desk: Desk) -> tuple[str, int]:
    """Contribution in the header, and what Betalen asks in all."""
    customer_id = customer_of(desk)
    return read_header(desk, customer_id).right[0].value, sheet(desk, customer_id).open_cents


@pytest.mark.parametrize(("wish", "contribution"), [(DIED_BEFORE, 0), (DIED_LATER, 456)])
def test_of_who_died_nothing_is_asked_but_what_was_told(member: Desk, wish: Wish, contribution: int) -> None:
    desk, customer_id = on(member, wish.received_on), customer_of(member)
    cancelled = cancel(desk, customer_id, wish)
    assert cancelled.settlement.due_cents == contribution + 240
    assert asked(desk) == (f"€ {contribution // 100},{contribution % 100:02}", contribution + 240)
    pay(desk, customer_id, plan(sheet(desk, customer_id), None, "pin", ""))
    assert asked(desk) == ("€ 0,00", 0)
    settle(on(member, date(2024, 7, 1)), cancelled.cancellation_id)
    now = balance(desk.store, customer_id)
    assert (now.contribution, now.other, now.credit) == (0, 0, 0)


def test_what_is_waived_then_is_what_was_asked(member: Desk) -> None:
    desk, customer_id = on(member, DIED_LATER.received_on), customer_of(member)
    number = cancel(desk, customer_id, DIED_LATER).cancellation_id
    seen = sheet(desk, customer_id)
    waive(desk, seen, {line.charge_id for line in seen.lines if line.kind is ChargeKind.CONTRIBUTION}, "A102")
    assert asked(desk) == ("€ 0,00", 240)
    settle(on(member, date(2024, 7, 1)), number)
    now = balance(desk.store, customer_id)
    assert (now.contribution, now.other, now.credit) == (0, 240, 0)


def test_taken_back_it_is_asked_again(member: Desk) -> None:
    desk, customer_id = on(member, DIED_LATER.received_on), customer_of(member)
    cancel(desk, customer_id, DIED_LATER)
    withdraw(desk, customer_id)
    assert asked(desk) == ("€ 52,00", 5440)


def test_who_leaves_later_is_asked_what_was_told(member: Desk) -> None:
    desk, customer_id = on(member, date(2024, 6, 3)), customer_of(member)
    told = cancel(desk, customer_id, Wish(CancellationWay.LETTER, desk.working_date)).settlement
    assert asked(desk)[1] == told.due_cents


def test_the_desk_and_its_bons_tell_the_same(member: Desk) -> None:
    desk, customer_id = on(member, date(2024, 6, 3)), customer_of(member)
    told = cancel(desk, customer_id, Wish(CancellationWay.LETTER, desk.working_date)).settlement
    contribution = told.due_cents - 240
    alerts = [alert.text for alert in open_customer(desk, customer_id).alerts]
    assert f"Contributie: {format_cents(contribution)} open." in alerts
    bon = desk.store.read_one("SELECT data FROM receipt WHERE id = ?", (status_bon(desk, customer_id),))
    assert bon is not None
    assert format_cents(told.due_cents) in bon[0]
