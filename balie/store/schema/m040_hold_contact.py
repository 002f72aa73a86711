"""Step 40: how the customer hears of one reservation, where that is otherwise than usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# NULL: as the customer wants it (tab 7). `geen`: the desk tells it.
STATEMENTS = ("ALTER TABLE hold ADD COLUMN contact TEXT CHECK (contact IN ('email', 'post', 'geen'))",)


def apply(db: Database) -> None:
    """Add the column."""
    for statement in STATEMENTS:
        db.execute(statement)
