"""Step 5: loans, as far as the header of the customer counts them (`in bezit`, `strippen`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # strips: how many strips of which period (membership_number) this loan with its renewals took.
    """
    CREATE TABLE loan (
        id                INTEGER PRIMARY KEY,
        customer_id       INTEGER NOT NULL REFERENCES customer (id),
        membership_number INTEGER,
        item_number       TEXT NOT NULL,
        lent_on           TEXT NOT NULL,
        due_on            TEXT NOT NULL,
        returned_on       TEXT,
        strips            INTEGER NOT NULL DEFAULT 0 CHECK (strips >= 0)
    ) STRICT
    """,
    "CREATE INDEX loan_customer ON loan (customer_id, membership_number)",
    "CREATE INDEX loan_open ON loan (customer_id) WHERE returned_on IS NULL",
    "CREATE UNIQUE INDEX loan_item_open ON loan (item_number) WHERE returned_on IS NULL",
)


def apply(db: Database) -> None:
    """Make the table of loans."""
    for statement in STATEMENTS:
        db.execute(statement)
