"""A member of Achterhoekse Poort (S2) whose second year is paid, as in the examples of dutch-rules 3.6."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from balie.customers.changing import renew
from balie.desk import Desk
from balie.ledger import open_charges
from balie.library.structs import Library
from tests.support.applicants import enrol_tester

At = Callable[[date], Desk]


@pytest.fixture
def at(desk: Desk, poort: Library) -> At:
    """The desk of Achterhoekse Poort on any day."""

    def on(day: date) -> Desk:
        return replace(desk, library=poort, branch=poort.branch("4104"), working_date=day)

    return on


def pay_all(desk: Desk, customer_id: int, way: str = "kas") -> None:
    """Pay everything that is open, on the working date."""
    for charge in open_charges(desk.store, customer_id):
        with desk.transaction() as tx:
            payment = tx.execute(
                "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff) VALUES (?, ?, ?, ?, ?, ?)",
                (customer_id, charge.open_cents, way, desk.working_date.isoformat(), desk.branch.number, desk.staff),
            ).lastrowid
            tx.execute(
                "INSERT INTO allocation (payment_id, charge_id, cents) VALUES (?, ?, ?)",
                (payment, charge.charge_id, charge.open_cents),
            )


@pytest.fixture
def member(at: At) -> int:
    """C1: € 52,00 by invoice, enrolled on 20-01-2025, the second year invoiced on 20-01-2026 and paid."""
    first = at(date(2025, 1, 20))
    customer_id = enrol_tester(first, subscription="0002").customer_id
    pay_all(first, customer_id)
    second = at(date(2026, 1, 20))
    renew(second, customer_id)
    pay_all(second, customer_id)
    return customer_id
