"""Step 42: when an item was lent before, without reading every loan there ever was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# A loan that runs is not in it: lending writes nothing more, taking in one entry.
INDEX = "CREATE INDEX loan_item_ended ON loan (item_number, returned_on, id) WHERE returned_on IS NOT NULL"


def apply(db: Database) -> None:
    """Make the index."""
    db.execute(INDEX)
