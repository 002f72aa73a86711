"""Step 36: renewals that nobody saw, what was tried of itself, and whether a customer wants that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # unseen_renewals: how many in a row were made without the desk. renewal_tried: the due date for which renewing was
    # tried automatically, whether it could be or not.
    "ALTER TABLE loan ADD COLUMN unseen_renewals INTEGER NOT NULL DEFAULT 0 CHECK (unseen_renewals >= 0)",
    "ALTER TABLE loan ADD COLUMN renewal_tried TEXT",
    # was_unseen: what unseen_renewals was before it.
    "ALTER TABLE renewal ADD COLUMN way TEXT NOT NULL DEFAULT 'balie'"
    " CHECK (way IN ('balie', 'automatisch', 'website'))",
    "ALTER TABLE renewal ADD COLUMN was_unseen INTEGER NOT NULL DEFAULT 0 CHECK (was_unseen >= 0)",
    # NULL: as the subscription has it.
    "ALTER TABLE property ADD COLUMN auto_renew INTEGER CHECK (auto_renew IN (0, 1))",
)


def apply(db: Database) -> None:
    """Add the columns."""
    for statement in STATEMENTS:
        db.execute(statement)
