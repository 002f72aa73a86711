"""Step 29: everything that a transaction of the bank is called, so that a file that tells less of it knows it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # The day first: what comes in together stands together. name, payer: digests, of what somebody calls it and of the
    # account it came from. kinds: who calls it something, see `Called` of the bank's movements.
    """
    CREATE TABLE bank_name (
        booked_on TEXT NOT NULL,
        name      BLOB NOT NULL,
        entry_id  INTEGER NOT NULL REFERENCES bank_entry (id),
        kinds     INTEGER NOT NULL,
        payer     BLOB,
        PRIMARY KEY (booked_on, name, entry_id)
    ) STRICT, WITHOUT ROWID
    """,
)


def apply(db: Database) -> None:
    """Make the table."""
    for statement in STATEMENTS:
        db.execute(statement)
