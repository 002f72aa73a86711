"""Achterhoekse Poort with members whose period ends on 30-04-2025, and screens to look at what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from balie.customers.subscriptions.pricing import PaymentWay
from balie.desk import Desk
from balie.enrolment.enrol import enrol
from balie.library.structs import Library
from tests.support.applicants import IBAN, SECRET, application

At = Callable[[date], Desk]
ENROLLED = date(2024, 4, 9)


@pytest.fixture
def at(desk: Desk, poort: Library) -> At:
    """The desk of Achterhoekse Poort on any day, in the morning of that day."""
    there = replace(desk, library=poort, branch=poort.branches[0])

    def on(day: date) -> Desk:
        return replace(there, working_date=day, now=lambda: datetime.combine(day, time(8, 15), UTC))

    return on


@pytest.fixture
def village(at: At) -> dict[str, int]:
    """Four members by surname: two by direct debit, one by invoice, and one whose mandate was withdrawn."""
    found: dict[str, int] = {}
    for surname in ("Jansen", "[red]Vries[/red]", "Bakker", "Zonder"):
        by_invoice = surname == "Bakker"
        account = {} if by_invoice else {"direct_debit": "ja", "iban": IBAN}
        asked = application(at(ENROLLED), subscription="0002", surname=surname, **account)  # type: ignore[arg-type]
        way = PaymentWay.INVOICE if by_invoice else PaymentWay.DIRECT_DEBIT
        found[surname] = enrol(at(ENROLLED), replace(asked, way=way), SECRET).customer_id
    with at(date(2024, 5, 1)).transaction() as tx:
        tx.execute("UPDATE mandate SET withdrawn_on = '2024-05-01' WHERE customer_id = ?", (found["Zonder"],))
    return found
