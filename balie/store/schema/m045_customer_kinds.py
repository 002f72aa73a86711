"""Step 45: an institution is a kind of customer, and has a department beside its contact person.

The date that an institution was enrolled with stays until somebody was asked (`balie instellingen`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    "ALTER TABLE customer ADD COLUMN department TEXT",
    "UPDATE customer SET kind = 'instelling' WHERE person = 'instelling'",
)


def apply(db: Database) -> None:
    """Add the column, and give institutions their kind."""
    for statement in STATEMENTS:
        db.execute(statement)
