"""Step 41: whether the family of a customer may collect what they reserved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# NULL: nobody else may.
STATEMENTS = ("ALTER TABLE property ADD COLUMN family_collects INTEGER CHECK (family_collects = 1)",)


def apply(db: Database) -> None:
    """Add the column."""
    for statement in STATEMENTS:
        db.execute(statement)
