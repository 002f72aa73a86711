"""Members who were one for a while: what tests of cancelling and renewing begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from balie.customers.subscriptions.change import renew
from balie.desk import Desk
from balie.ledger import open_charges
from tests.support.applicants import enrol_tester


def pay_all(desk: Desk, customer_id: int, way: str = "kas") -> None:
    """Pay everything that is open, on the working date."""
    for charge in open_charges(desk.store, customer_id):
        with desk.transaction() as tx:
            payment = tx.execute(
                "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff) VALUES (?, ?, ?, ?, ?, ?)",
                (customer_id, charge.open_cents, way, desk.working_date.isoformat(), desk.branch.number, desk.staff),
            ).lastrowid
            tx.execute(
                "INSERT INTO allocation (payment_id, charge_id, cents, booked_on, branch, staff)"
                " VALUES (?, ?, ?, '2024-04-09', '9428', 'ebt')",
                (payment, charge.charge_id, charge.open_cents),
            )


def member_of_two_years(desk: Desk, *, surname: str = "Tester") -> int:
    """The first example of rules.md#refund at Poort: € 52,00 by invoice, enrolled on 20-01-2025, two years paid."""
    first = replace(desk, working_date=date(2025, 1, 20))
    customer_id = enrol_tester(first, subscription="0002", surname=surname).customer_id
    pay_all(first, customer_id)
    second = replace(desk, working_date=date(2026, 1, 20))
    renew(second, customer_id)
    pay_all(second, customer_id)
    return customer_id
