"""The sum over all customers equals the sum over the day reports, whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.desk import Desk
from balie.finance.overviews.registry import overview
from balie.finance.overviews.shape import Scope
from balie.ledger import (
    Charge,
    Incoming,
    Method,
    balance,
    book_charge,
    counter_charge,
    counter_payment,
    receive,
    use_credit,
)
from balie.library.terms import ChargeKind
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester
from tests.support.overviews import totals_of

BEGIN = date(2024, 4, 9)
EVER = Scope(date(2000, 1, 1), date(2100, 1, 1))
KINDS = [ChargeKind.CONTRIBUTION, ChargeKind.FINE, ChargeKind.LENDING]

WORDS = ["charge", "credit note", "pay", "pay out", "waive", "use", "counter payment", "counter charge"]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(WORDS),
        st.integers(0, 1),
        st.integers(1, 9_000),
        st.sampled_from(KINDS),
        st.sampled_from([Method.CASH, Method.CARD, Method.BANK, Method.DIRECT_DEBIT]),
        st.integers(0, 3),
    ),
    max_size=14,
)


def _do(desk: Desk, act: str, customer_id: int, cents: int, kind: ChargeKind, method: Method) -> None:
    day = desk.working_date
    with desk.transaction() as tx:
        if act == "charge":
            book_charge(tx, desk.library, customer_id, Charge(kind, cents))
        elif act == "credit note":
            book_charge(tx, desk.library, customer_id, Charge(kind, -cents))
        elif act == "pay":
            receive(tx, Incoming(customer_id, cents, method, day, till=desk.till))
        elif act == "pay out":
            receive(tx, Incoming(customer_id, -cents, method, day, till=desk.till))
        elif act == "waive":
            receive(tx, Incoming(customer_id, cents, Method.WAIVER, day, reason="coulance"))
        elif act == "use":
            use_credit(tx, customer_id)
        else:
            table = act.removeprefix("counter ")
            row = tx.read_one(f"SELECT id FROM {table} WHERE customer_id = ? ORDER BY id DESC LIMIT 1", (customer_id,))
            if row and table == "payment":
                counter_payment(tx, row[0], reason="fout", on=day)
            elif row:
                counter_charge(tx, row[0], reason="fout")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_customers_and_day_reports_add_up_to_the_same(
    desk: Desk, acts: list[tuple[str, int, int, ChargeKind, Method, int]]
) -> None:
    people = [
        enrol_tester(desk, surname=f"Tester {letter}", subscription=code).customer_id
        for letter, code in (("A", "0045"), ("B", "0086"))
    ]
    day = BEGIN
    for act, whose, cents, kind, method, days in acts:
        day += timedelta(days=days)
        try:
            _do(replace(desk, working_date=day), act, people[whose], cents, kind, method)
        except Refusal:
            continue  # more paid out than there is, taken back twice: nothing was booked
    everybody = [row[0] for row in desk.store.read("SELECT id FROM customer")]
    balances = [balance(desk.store, customer_id) for customer_id in everybody]
    owed = sum(one.contribution + one.other - one.credit for one in balances)

    def total(name: str, column: str) -> int:
        item = overview(name)
        cell = totals_of(desk.store, item, EVER)[[one.name for one in item.columns].index(column)]
        assert isinstance(cell, int)
        return cell

    assert total("journaal-totalen", "Kosten") - total("journaal-totalen", "Betaald") == owed
    assert total("journaal", "Kosten") - total("journaal", "Betaald") == owed
    assert total("open-posten", "Totaal") - total("tegoeden", "Tegoed") == owed
    assert total("dagoverzicht", "Saldo") + total("kwijtschelding", "Bedrag") == total("journaal", "Betaald")
    assert total("btw", "Inclusief btw") == total("journaal", "Kosten")
