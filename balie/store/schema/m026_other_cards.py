"""Step 26: numbers of passes that another system gave out: they have neither the form nor the check digit of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add the column that says so of a number."""
    db.execute("ALTER TABLE card ADD COLUMN of_other INTEGER NOT NULL DEFAULT 0 CHECK (of_other IN (0, 1))")
