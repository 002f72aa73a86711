"""The ledger through random histories of several customers: nothing gets lost, nothing is counted twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from balie.desk import Desk
from balie.ledger import (
    LEDGER_INVARIANTS,
    Balance,
    Charge,
    ChargePosting,
    Incoming,
    Method,
    OpenCharge,
    PaymentPosting,
    balance,
    book_charge,
    counter_charge,
    counter_payment,
    open_charges,
    postings,
    receive,
    unspent,
    use_credit,
)
from balie.library.structs import Library
from balie.library.terms import ChargeKind
from balie.refusal import Refusal
from balie.store.check import check_connection
from balie.store.connection import Store, create_store

FIRST_DAY = date(2024, 4, 9)
CUSTOMERS = 3


@dataclass(frozen=True)
class Act:
    """One thing that happens, on a day, to a customer; `cents` and `which` choose how much and of what."""

    name: str
    customer: int
    day: int
    cents: int
    which: int


ACTS = (
    *("charge", "charge", "owe", "pay", "pay", "pay part", "pay chosen", "overpay", "deposit", "use credit"),
    *("use chosen", "waive", "take back payment", "take back payment", "take back charge", "pay out"),
)
acts = st.builds(
    Act,
    name=st.sampled_from(ACTS),
    customer=st.integers(0, CUSTOMERS - 1),
    day=st.integers(0, 3),
    cents=st.integers(1, 300),
    which=st.integers(0, 5),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with create_store(tmp_path_factory.mktemp("histories") / "balie.balie") as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        yield store


@pytest.fixture(scope="module")
def counting_desk(store: Store, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(
        store=store,
        library=library,
        branch=library.branch("9428"),
        staff="ebt",
        working_date=FIRST_DAY,
        spool=tmp_path_factory.mktemp("spool"),
        now=lambda: datetime(2024, 4, 9, 8, 15, tzinfo=UTC),
    )


def new_customers(desk: Desk) -> list[int]:
    with desk.transaction() as tx:
        rows = [
            tx.read_one(
                "INSERT INTO customer (kind, person, surname, name_key, home_branch, registered_on, last_active_on,"
                " changed_on, changed_by) VALUES ('regulier', 'man', 'Tester', 'tester', '9428', '2024-04-09',"
                " '2024-04-09', '2024-04-09', 'ebt') RETURNING id"
            )
            for _ in range(CUSTOMERS)
        ]
    return [row[0] for row in rows if row]


def do(desk: Desk, customer_id: int, act: Act) -> None:
    """Do one act where it can be done; a refusal changes nothing."""
    day = FIRST_DAY + timedelta(days=act.day)
    at = replace(desk, working_date=day)
    lines = [item for item in open_charges(desk.store, customer_id) if item.open_cents > 0]
    debt = sum(item.open_cents for item in lines)
    # What is owed to a customer is contribution: of anything else only a charge itself is taken back.
    kind = ChargeKind.FINE if act.which % 2 and act.name != "owe" else ChargeKind.CONTRIBUTION
    history = postings(desk.store, customer_id, limit=1000)
    chosen = [lines[act.which % len(lines)]] if lines else []
    some = [(item.charge_id, min(item.open_cents, act.cents)) for item in chosen]
    before = snapshot(desk, customer_id)

    def money(cents: int, method: Method = Method.CASH) -> Incoming:
        return Incoming(customer_id, cents, method, day, till="1" if method is Method.CASH else "")

    with suppress(Refusal), at.transaction() as tx:
        match act.name:
            case "charge" | "owe":
                sign = 1 if act.name == "charge" else -1
                book_charge(tx, desk.library, customer_id, Charge(kind, sign * act.cents), note="regel")
            case "pay" if debt:
                got = receive(tx, money(debt))
                assert got.unspent_cents == 0
            case "pay part" if debt > 1:
                receive(tx, money(max(1, debt * act.which // 6)))
            case "pay chosen" if some:
                assert receive(tx, money(some[0][1]), some).settled == tuple(some)
            case "overpay":
                assert receive(tx, money(debt + act.cents)).unspent_cents == act.cents
            case "deposit":
                assert receive(tx, money(act.cents), ()).unspent_cents == act.cents
            case "use credit":
                use_credit(tx, customer_id)
            case "use chosen" if some:
                assert use_credit(tx, customer_id, some) == some[0][1]
            case "waive" if some:
                receive(tx, money(some[0][1], Method.WAIVER), some)
            case "take back payment":
                payments = [item.payment_id for item in history if isinstance(item, PaymentPosting)]
                if payments:
                    counter_payment(tx, payments[act.which % len(payments)], reason="fout", on=day)
            case "take back charge":
                charges = [item.charge_id for item in history if isinstance(item, ChargePosting)]
                if charges:
                    counter_charge(tx, charges[act.which % len(charges)], reason="fout")
            case "pay out":
                receive(tx, money(-act.cents))
        return
    assert snapshot(desk, customer_id) == before


Snapshot = tuple[Sequence[OpenCharge], int, Balance]


def owed(shown: Snapshot) -> int:
    """What is open of all charges together, less the credit."""
    return sum(line.open_cents for line in shown[0]) - shown[1]


def snapshot(desk: Desk, customer_id: int) -> Snapshot:
    """All that is open and in credit."""
    return (
        open_charges(desk.store, customer_id),
        unspent(desk.store, customer_id),
        balance(desk.store, customer_id),
    )


def total(desk: Desk, sql: str, *params: int | str) -> int:
    row = desk.store.read_one(sql, params)
    assert row is not None
    return int(row[0])


@given(history=st.lists(acts, min_size=10, max_size=40))
@settings(max_examples=60, deadline=None)
def test_what_is_open_is_what_was_charged_less_what_was_paid(counting_desk: Desk, history: list[Act]) -> None:
    desk, customers = counting_desk, new_customers(counting_desk)
    for act in history:
        do(desk, customers[act.customer], act)
    for customer_id in customers:
        charged = total(desk, "SELECT total(cents) FROM charge WHERE customer_id = ?", customer_id)
        paid = total(desk, "SELECT total(cents) FROM payment WHERE customer_id = ?", customer_id)
        lines = open_charges(desk.store, customer_id)
        credit = unspent(desk.store, customer_id)
        assert sum(line.open_cents for line in lines) - credit == charged - paid
        assert credit >= 0
        shown = balance(desk.store, customer_id)
        assert shown.contribution + shown.other - shown.credit == charged - paid
        every = {row[0]: row[1] for row in desk.store.read(_OPEN_WITHOUT_SHORT_CUT, (customer_id,))}
        assert {line.charge_id: line.open_cents for line in lines} == {k: v for k, v in every.items() if v}
    assert check_connection(desk.store.connection, LEDGER_INVARIANTS) == []


_OPEN_WITHOUT_SHORT_CUT = (
    "SELECT c.id, c.cents - total(CASE WHEN a.charge_id = c.id THEN a.cents ELSE -a.cents END)"
    " FROM charge AS c LEFT JOIN allocation AS a ON c.id IN (a.charge_id, a.credit_id) WHERE c.customer_id = ?"
    " GROUP BY c.id"
)
"""What is open of every charge, without the day on which it was settled and without an index."""


_AWAY_FROM_HOME = (
    "SELECT total(a.cents) FROM allocation AS a JOIN charge AS g ON g.id = a.credit_id JOIN charge AS c"
    " ON c.id = a.charge_id WHERE g.customer_id = ? AND c.kind <> g.kind"
)
"""What was given back and settled a charge of another kind: it goes home as soon as its own charges are looked at."""


def charged(cents: int, which: int = 0) -> Act:
    return Act("charge", 0, 0, cents, which)


@given(history=st.lists(acts, max_size=12), cents=st.integers(1, 600), chosen=st.booleans())
@example(
    history=[*[charged(1)] * 4, charged(1, 1), Act("owe", 0, 0, 5, 0), Act("use credit", 0, 0, 1, 0), charged(1)],
    cents=1,
    chosen=False,
)
@settings(max_examples=40, deadline=None)
def test_taking_a_payment_back_restores_exactly_what_was_open(
    counting_desk: Desk, history: list[Act], cents: int, chosen: bool
) -> None:
    desk, customers = counting_desk, new_customers(counting_desk)
    for act in history:
        do(desk, customers[0], act)
    before = snapshot(desk, customers[0])
    is_away = total(desk, _AWAY_FROM_HOME, customers[0]) > 0
    with desk.transaction() as tx:
        incoming = Incoming(customers[0], cents, Method.CASH, FIRST_DAY, till="1")
        received = receive(tx, incoming, () if chosen else None)
    with desk.transaction() as tx:
        back = counter_payment(tx, received.payment_id, reason="fout", on=FIRST_DAY)
    if is_away:
        assert owed(snapshot(desk, customers[0])) == owed(before)
        before = snapshot(desk, customers[0])
    assert snapshot(desk, customers[0]) == before
    for payment_id in (received.payment_id, back):
        with pytest.raises(Refusal, match="terug"), desk.transaction() as tx:
            counter_payment(tx, payment_id, reason="fout", on=FIRST_DAY)
    assert snapshot(desk, customers[0]) == before


@given(history=st.lists(acts, max_size=12), cents=st.integers(1, 300))
@settings(max_examples=30, deadline=None)
def test_a_charge_that_is_taken_back_leaves_everything_else_as_it_was(
    counting_desk: Desk, history: list[Act], cents: int
) -> None:
    desk, customers = counting_desk, new_customers(counting_desk)
    for act in history:
        do(desk, customers[0], act)
    before = snapshot(desk, customers[0])
    with desk.transaction() as tx:
        charge_id = book_charge(tx, desk.library, customers[0], Charge(ChargeKind.FINE, cents))
        counter_charge(tx, charge_id, reason="fout")
    assert snapshot(desk, customers[0]) == before


@given(history=st.lists(acts, min_size=5, max_size=25))
@settings(max_examples=30, deadline=None)
def test_the_customers_together_come_to_what_the_days_come_to(counting_desk: Desk, history: list[Act]) -> None:
    desk, customers = counting_desk, new_customers(counting_desk)
    for act in history:
        do(desk, customers[act.customer], act)
    low, high = customers[0], customers[-1]
    owed = 0
    for customer_id in customers:
        shown = balance(desk.store, customer_id)
        owed += shown.contribution + shown.other - shown.credit
    by_day = [
        total(desk, f"SELECT total(cents) FROM {table} WHERE {column} = ? AND customer_id BETWEEN ? AND ?", *within)
        * sign
        for table, column, sign in (("charge", "booked_on", 1), ("payment", "received_on", -1))
        for offset in range(4)
        for within in [((FIRST_DAY + timedelta(days=offset)).isoformat(), low, high)]
    ]
    assert owed == sum(by_day)


@given(history=st.lists(acts, max_size=25), size=st.integers(1, 7))
@settings(max_examples=30, deadline=None)
def test_the_pages_of_a_history_hold_every_posting_once_the_newest_first(
    counting_desk: Desk, history: list[Act], size: int
) -> None:
    desk, customers = counting_desk, new_customers(counting_desk)
    for act in history:
        do(desk, customers[0], act)
    pages = []
    before = None
    while page := postings(desk.store, customers[0], before=before, limit=size):
        pages += page
        before = page[-1].key
    assert pages == postings(desk.store, customers[0], limit=1000)
    assert all(newer.on >= older.on and newer.key > older.key for newer, older in pairwise(pages))
    count = "SELECT (SELECT count(*) FROM charge WHERE customer_id = ?1) + (SELECT count(*) FROM payment"
    assert len(pages) == total(desk, f"{count} WHERE customer_id = ?1)", customers[0])
