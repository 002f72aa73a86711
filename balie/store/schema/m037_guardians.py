"""Step 37: which customer is the parent or guardian of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # The key is the child, since one parent agreed. Who is no customer stands in customer.guardian, as a name.
    """
    CREATE TABLE guardianship (
        child_id    INTEGER PRIMARY KEY REFERENCES customer (id),
        guardian_id INTEGER NOT NULL REFERENCES customer (id) CHECK (guardian_id <> child_id),
        since       TEXT NOT NULL,
        made_by     TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX guardianship_guardian ON guardianship (guardian_id)",
)


def apply(db: Database) -> None:
    """Make the table."""
    for statement in STATEMENTS:
        db.execute(statement)
