"""Loans and reservations that another system made, written as they were there; callers looked whether they can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.transaction import Transaction

LOAN_BROUGHT = "loan imported"
"""The word in the journal. Its row names the loan and not the customer: it must not keep a history of who read what."""
HOLD_BROUGHT = "hold imported"
"""The word in the journal. Its row names the reservation and not the title."""

_INSERT_LOAN = (
    "INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on, renewals, lent_branch, lent_staff)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_HOLD = (
    "INSERT INTO hold (title_id, item_number, customer_id, branch, placed_on, placed_by, priority, ends_on)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class BroughtLoan:
    """A loan that runs; `membership_number` None for a customer without a membership."""

    customer_id: int
    membership_number: int | None
    item_number: str
    lent_on: date
    due_on: date
    renewals: int
    branch: str


@dataclass(frozen=True, slots=True)
class BroughtHold:
    """A reservation that waits: of a title, or of one item of it; `branch` is where it is collected."""

    customer_id: int
    title_id: int
    item_number: str | None
    branch: str
    placed_on: date
    priority: int
    ends_on: date | None


def bring_loan(tx: Transaction, loan: BroughtLoan) -> int:
    """Write a loan with its row in the journal; its id. No strip is taken: that was done there."""
    loan_id = tx.insert(
        _INSERT_LOAN,
        (
            *(loan.customer_id, loan.membership_number, loan.item_number, loan.lent_on.isoformat()),
            *(loan.due_on.isoformat(), loan.renewals, loan.branch, tx.stamp.staff),
        ),
    )
    tx.journal(LOAN_BROUGHT, after={"loan": loan_id, "due_on": loan.due_on.isoformat()})
    return loan_id


def bring_hold(tx: Transaction, hold: BroughtHold) -> int:
    """Write a reservation, at its own place in the queue, with its row in the journal; its id."""
    hold_id = tx.insert(
        _INSERT_HOLD,
        (
            *(hold.title_id, hold.item_number, hold.customer_id, hold.branch, hold.placed_on.isoformat()),
            *(tx.stamp.staff, hold.priority, None if hold.ends_on is None else hold.ends_on.isoformat()),
        ),
    )
    tx.journal(HOLD_BROUGHT, customer_id=hold.customer_id, after={"hold": hold_id, "priority": hold.priority})
    return hold_id
