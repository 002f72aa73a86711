"""Step 32: of which item costs by hand were, for as long as that may be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # Apart from the charge, which is kept for seven years and is never changed: what somebody had at home is not.
    """
    CREATE TABLE charge_item (
        charge_id   INTEGER PRIMARY KEY REFERENCES charge (id),
        item_number TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX charge_item_number ON charge_item (item_number)",
)


def apply(db: Database) -> None:
    """Make the table."""
    for statement in STATEMENTS:
        db.execute(statement)
