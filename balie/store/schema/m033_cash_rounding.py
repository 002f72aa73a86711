"""Step 33: which charge is the rounding of which payment in cash."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    """
    CREATE TABLE cash_rounding (
        payment_id INTEGER PRIMARY KEY REFERENCES payment (id),
        charge_id  INTEGER NOT NULL UNIQUE REFERENCES charge (id)
    ) STRICT
    """,
)


def apply(db: Database) -> None:
    """Make the table."""
    for statement in STATEMENTS:
        db.execute(statement)
