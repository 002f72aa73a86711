"""Members who pay by direct debit: what tests of collecting begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from msgspec.structs import replace as changed

from balie.customers.subscriptions.pricing import PaymentWay
from balie.desk import Desk
from balie.enrolment.application import Application
from balie.enrolment.enrol import enrol
from balie.library.structs import Library
from tests.support.applicants import IBAN, SECRET, application

YEARLY, MONTHLY = PaymentWay.DIRECT_DEBIT, PaymentWay.MONTHLY


def poort_desk(desk: Desk, poort: Library) -> Desk:
    """A desk at Achterhoekse Poort."""
    return replace(desk, library=poort, branch=poort.branches[0])


def that_collects(desk: Desk, poort: Library) -> Desk:
    """The same desk, of a library that collects as Achterhoekse Poort does."""
    return replace(desk, library=changed(desk.library, direct_debit=poort.direct_debit))


def debtor(desk: Desk, enrolled_on: date, *, way: PaymentWay = YEARLY, **fields: str) -> int:
    """Enrol somebody at Poort who is collected from; the actor-id."""
    there = replace(desk, working_date=enrolled_on)
    account: dict[str, object] = {"direct_debit": "ja", "iban": IBAN, **fields}
    asked: Application = application(there, subscription="0002", **account)  # type: ignore[arg-type]
    return enrol(there, replace(asked, way=way), SECRET).customer_id


def charge_of(desk: Desk, customer_id: int) -> int:
    """The first charge of a customer."""
    row = desk.store.read_one("SELECT min(id) FROM charge WHERE customer_id = ?", (customer_id,))
    assert row is not None
    return int(row[0])
