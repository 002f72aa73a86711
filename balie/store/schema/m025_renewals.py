"""Step 25: what each renewal of a loan was, so that one can be withdrawn that was made after the item had come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # was_due_on, was_branch: what it changed of the loan. membership_number: the period that the strip was taken of;
    # NULL without one. It goes when nobody may know any more whose loan it was.
    """
    CREATE TABLE renewal (
        id                INTEGER PRIMARY KEY,
        loan_id           INTEGER NOT NULL REFERENCES loan (id),
        customer_id       INTEGER NOT NULL REFERENCES customer (id),
        renewed_on        TEXT NOT NULL,
        was_due_on        TEXT NOT NULL,
        due_on            TEXT NOT NULL,
        was_branch        TEXT NOT NULL,
        membership_number INTEGER,
        fee_charge_id     INTEGER REFERENCES charge (id),
        fine_charge_id    INTEGER REFERENCES charge (id),
        CHECK (due_on > was_due_on)
    ) STRICT
    """,
    "CREATE INDEX renewal_loan ON renewal (loan_id)",
    "CREATE INDEX renewal_customer ON renewal (customer_id)",
)


def apply(db: Database) -> None:
    """Make the table of renewals."""
    for statement in STATEMENTS:
        db.execute(statement)
