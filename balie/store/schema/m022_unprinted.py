"""Step 22: bons that were not printed are found again: since when they wait, and that one is not needed any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # made_at: UTC; NULL for bons of before this step, of which only the working date is known.
    "ALTER TABLE receipt ADD COLUMN made_at TEXT",
    # dropped_on: the working date on which the desk said that it need not be printed any more.
    "ALTER TABLE receipt ADD COLUMN dropped_on TEXT",
    "DROP INDEX receipt_waiting",
    "CREATE INDEX receipt_waiting ON receipt (branch, id) WHERE state <> 'printed' AND dropped_on IS NULL",
)


def apply(db: Database) -> None:
    """Add the columns, and let the index leave out what was dropped."""
    for statement in STATEMENTS:
        db.execute(statement)
