"""Step 43: what was used inside the library without being lent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# A row each time an item was found lying about. Nobody's: who used it is not known.
STATEMENTS = (
    """
    CREATE TABLE in_house_use (
        id          INTEGER PRIMARY KEY,
        item_number TEXT NOT NULL,
        used_on     TEXT NOT NULL,
        branch      TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX in_house_use_item ON in_house_use (item_number, used_on)",
    "CREATE INDEX in_house_use_day ON in_house_use (used_on, branch)",
)


def apply(db: Database) -> None:
    """Make the table."""
    for statement in STATEMENTS:
        db.execute(statement)
