"""Step 44: what a customer says was brought back (zoek), and when it was searched last."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    "ALTER TABLE loan ADD COLUMN claimed_on TEXT",
    "ALTER TABLE loan ADD COLUMN searched_on TEXT",
    # Few loans are: what is searched is found without reading all that is out.
    "CREATE INDEX loan_claimed ON loan (claimed_on) WHERE claimed_on IS NOT NULL AND returned_on IS NULL",
)


def apply(db: Database) -> None:
    """Add the columns and the index."""
    for statement in STATEMENTS:
        db.execute(statement)
