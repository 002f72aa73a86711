"""Step 4: the queue of bons: what is to be printed, with which facts, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # data: JSON of what the template shows, never the one-time password. copies: how often it was printed.
    """
    CREATE TABLE receipt (
        id          INTEGER PRIMARY KEY,
        customer_id INTEGER REFERENCES customer (id),
        branch      TEXT NOT NULL,
        staff       TEXT NOT NULL,
        template    TEXT NOT NULL,
        data        TEXT NOT NULL,
        state       TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'printed', 'failed')),
        copies      INTEGER NOT NULL DEFAULT 0,
        reason      TEXT,
        made_on     TEXT NOT NULL
    ) STRICT
    """,
    # Only what still has to be printed: the index stays small however many bons there are.
    "CREATE INDEX receipt_waiting ON receipt (branch, id) WHERE state <> 'printed'",
)


def apply(db: Database) -> None:
    """Make the queue of bons."""
    for statement in STATEMENTS:
        db.execute(statement)
