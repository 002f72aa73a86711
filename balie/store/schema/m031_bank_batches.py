"""Step 31: which batch a transaction of the bank was part of, so that its sum and its parts are not both booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # A digest of the batch; NULL for what is no part of one.
    "ALTER TABLE bank_entry ADD COLUMN batch BLOB",
    "CREATE INDEX bank_entry_batch ON bank_entry (booked_on, batch) WHERE batch IS NOT NULL",
    # What a batch is called. whole: 1 where the bank told its sum only, of which `batch` is then the key; else 0.
    # kinds: who calls it something, see `BatchCalled` of the bank's batch names.
    """
    CREATE TABLE bank_batch (
        booked_on TEXT NOT NULL,
        name      BLOB NOT NULL,
        whole     INTEGER NOT NULL CHECK (whole IN (0, 1)),
        batch     BLOB NOT NULL,
        kinds     INTEGER NOT NULL,
        PRIMARY KEY (booked_on, name, whole, batch)
    ) STRICT, WITHOUT ROWID
    """,
)


def apply(db: Database) -> None:
    """Add the column, and make the table."""
    for statement in STATEMENTS:
        db.execute(statement)
