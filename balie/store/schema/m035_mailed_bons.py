"""Step 35: who wants their bons by e-mail instead of on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    "ALTER TABLE property ADD COLUMN mail_receipts INTEGER NOT NULL DEFAULT 0 CHECK (mail_receipts IN (0, 1))",
)


def apply(db: Database) -> None:
    """Add the column."""
    for statement in STATEMENTS:
        db.execute(statement)
