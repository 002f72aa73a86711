"""Many invoices at once, one charge on each: what the contribution run writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.payment_reference import payment_reference
from balie.ledger.charges import INSERT_CHARGE, Charge, charge_row

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.transaction import Transaction

_INSERT_INVOICE = (
    "INSERT INTO invoice (id, customer_id, made_on, branch, staff, due_on, reference) VALUES (?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Bill:
    """One amount to be charged to one customer, on an invoice of its own. `due_on`: the last day to pay, if any."""

    customer_id: int
    charge: Charge
    branch: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Billed:
    """What was made of a bill: the number of the invoice and its payment reference (without blanks)."""

    invoice_id: int
    reference: str


def invoice_many(tx: Transaction, library: Library, bills: Sequence[Bill]) -> list[Billed]:
    """Make these invoices on the working date, in their order, each with a payment reference of its own."""
    stamp = tx.stamp
    day = stamp.working_date.isoformat()
    row = tx.read_one("SELECT coalesce(max(id), 0) FROM invoice")
    assert row is not None
    numbers = range(row[0] + 1, row[0] + 1 + len(bills))
    made = [Billed(number, payment_reference(number)) for number in numbers]
    tx.execute_many(
        _INSERT_INVOICE,
        [
            (
                *(one.invoice_id, bill.customer_id, day, bill.branch, stamp.staff),
                *(bill.due_on.isoformat() if bill.due_on else None, one.reference),
            )
            for bill, one in zip(bills, made, strict=True)
        ],
    )
    tx.execute_many(
        INSERT_CHARGE,
        [
            charge_row(tx, library, bill.customer_id, bill.charge, invoice_id=one.invoice_id, branch=bill.branch)
            for bill, one in zip(bills, made, strict=True)
        ],
    )
    return made
