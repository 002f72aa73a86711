"""Step 20: fines that are booked while the item is still at home, and items that the desk made up to lend them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # A charge for the days after due_on up to and including booked_to of a loan that went on. due_on: the loan's, when
    # it was booked; a renewal gives the loan another, and what was booked before does not count for that one.
    """
    CREATE TABLE fine_booking (
        charge_id INTEGER PRIMARY KEY REFERENCES charge (id),
        loan_id   INTEGER NOT NULL REFERENCES loan (id),
        due_on    TEXT NOT NULL,
        booked_to TEXT NOT NULL,
        CHECK (booked_to > due_on)
    ) STRICT
    """,
    "CREATE INDEX fine_booking_loan ON fine_booking (loan_id)",
    # provisional: 1 until somebody completes what the desk noted of an unknown item.
    "ALTER TABLE item ADD COLUMN provisional INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1))",
    "CREATE INDEX item_provisional ON item (made_on, number) WHERE provisional = 1",
)


def apply(db: Database) -> None:
    """Make the table and the column."""
    for statement in STATEMENTS:
        db.execute(statement)
