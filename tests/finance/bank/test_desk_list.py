"""What the bank told that nobody is known by: the desk attaches it to a customer, or sets it aside."""

from __future__ import annotations

import pytest

from balie.finance.bank.desk_list import attach, attach_as_planned, open_entries, set_aside, waiting
from balie.finance.plan import plan
from balie.finance.sheet import sheet
from balie.ledger import Balance, Incoming, Method, open_charges, receive
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.camt import Detail, Entry


@pytest.fixture
def entry_id(world, write) -> int:
    """€ 60,00 from somebody who wrote nothing useful, and the bank's own costs."""
    unknown = Entry(6000, [Detail(name="J. de\u202eVries", iban="NL91ABNA0417164300", text="voor mijn\tzoon")])
    world.book(write(unknown, Entry(-250, info="Kosten")))
    return open_entries(world.desk)[0].entry_id


def test_the_list_shows_who_and_what_without_tricks(world, entry_id: int) -> None:
    first, costs = open_entries(world.desk)

    assert first.line == "09-04-2024  € 60,00  J. deVries  NL91 ABNA 0417 1643 00  voor mijn zoon"
    assert costs.line == "09-04-2024  -€ 2,50  Kosten"
    assert (waiting(world.desk).count, waiting(world.desk).cents) == (2, 5750)
    assert [one.entry_id for one in open_entries(world.desk, after=entry_id)] == [costs.entry_id]


def test_attached_to_a_customer_it_pays_what_is_open_and_the_rest_is_credit(world, entry_id: int) -> None:
    customer = world.member()
    world.invoiced(customer)

    received = attach(world.desk, entry_id, customer)

    assert received.unspent_cents == 600
    assert world.balance(customer) == Balance(0, 0, 600)
    assert len(open_entries(world.desk)) == 1
    assert world.desk.store.read(
        "SELECT state, payment_id, name, iban, text FROM bank_entry WHERE state = 'handled'"
    ) == [("handled", received.payment_id, None, None, None)]
    assert world.one("SELECT customer_id FROM journal WHERE action = 'bank payment attached'") == customer


def test_the_desk_may_say_what_it_pays(world, entry_id: int) -> None:
    customer = world.member()
    for _ in range(2):
        world.invoiced(customer)
    _, second = open_charges(world.desk.store, customer)

    attach(world.desk, entry_id, customer, [(second.charge_id, 5400)])

    assert world.balance(customer) == Balance(0, 5400, 600)


def test_what_the_bank_is_collecting_is_not_paid_twice_unless_the_desk_says_so(world, entry_id: int) -> None:
    customer = world.member()
    world.collected(world.invoiced(customer))
    world.invoiced(customer, 2500)
    collected, other = open_charges(world.desk.store, customer)

    received = attach(world.desk, entry_id, customer)

    assert (received.settled, received.unspent_cents) == (((other.charge_id, 2500),), 3500)
    assert [charge.charge_id for charge in open_charges(world.desk.store, customer)] == [collected.charge_id]


def test_a_charge_that_is_being_collected_may_be_chosen(world, entry_id: int) -> None:
    customer = world.member()
    world.collected(world.invoiced(customer))
    (charge,) = open_charges(world.desk.store, customer)

    assert attach(world.desk, entry_id, customer, [(charge.charge_id, 5400)]).unspent_cents == 600


def test_more_than_is_open_is_refused_and_it_stays_on_the_list(world, entry_id: int) -> None:
    customer = world.member()
    world.invoiced(customer)
    (charge,) = open_charges(world.desk.store, customer)

    with pytest.raises(Refusal):
        attach(world.desk, entry_id, customer, [(charge.charge_id, 6000)])
    with pytest.raises(Refusal, match="Deze klant is er niet"):
        attach(world.desk, entry_id, 99)

    assert len(open_entries(world.desk)) == 2
    assert world.count("payment") == 0


def test_set_aside_wants_a_reason(world, entry_id: int) -> None:
    with pytest.raises(Refusal) as refusal:
        set_aside(world.desk, entry_id, " x ")
    assert refusal.value.reasons[0].field == "reason"

    set_aside(world.desk, entry_id, "Subsidie van de gemeente")

    assert len(open_entries(world.desk)) == 1
    assert world.desk.store.read("SELECT why, handled_by FROM bank_entry WHERE state = 'handled'") == [
        ("Subsidie van de gemeente", "ebt")
    ]


def test_what_another_desk_dealt_with_is_refused(world, entry_id: int) -> None:
    customer = world.member()
    attach(world.desk, entry_id, customer)

    for again in (lambda: attach(world.desk, entry_id, customer), lambda: set_aside(world.desk, entry_id, "te laat")):
        with pytest.raises(Refusal, match="niet meer op de lijst"):
            again()
    assert world.count("payment") == 1
    assert check(world.desk.store, all_invariants()) == []


def test_what_the_bank_said_cannot_be_changed_or_deleted(world, entry_id: int) -> None:
    import sqlite3

    for sql in (
        "UPDATE bank_entry SET cents = 1",
        "DELETE FROM bank_entry",
        "DELETE FROM bank_statement",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            world.desk.store.connection.execute(sql)


def test_what_was_chosen_and_changed_since_is_refused_and_it_stays_on_the_list(world, entry_id: int) -> None:
    customer = world.member()
    world.invoiced(customer)
    planned = plan(sheet(world.desk, customer), None, "bank", "60", keep_change=True)
    with world.desk.transaction() as tx:
        receive(tx, Incoming(customer, 1000, Method.BANK, world.desk.working_date))

    with pytest.raises(Refusal, match="Aan een andere balie"):
        attach_as_planned(world.desk, entry_id, planned)
    assert len(open_entries(world.desk)) == 2

    planned = plan(sheet(world.desk, customer), None, "bank", "60", keep_change=True)
    assert attach_as_planned(world.desk, entry_id, planned).unspent_cents == 1600
