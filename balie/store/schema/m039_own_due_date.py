"""Step 39: a due date that was set by hand; and the order of renewals, which dates do not tell any more then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # The day that was set last; it is the loan's own only while that is the due date: a renewal counts on from it.
    "ALTER TABLE loan ADD COLUMN own_due_on TEXT",
    # From 1, in the order in which they were made. Until now each was due later than the one before it.
    "ALTER TABLE renewal ADD COLUMN place INTEGER NOT NULL DEFAULT 1 CHECK (place > 0)",
    "UPDATE renewal SET place = (SELECT count(*) FROM renewal AS r"
    " WHERE r.loan_id = renewal.loan_id AND r.due_on <= renewal.due_on)",
)


def apply(db: Database) -> None:
    """Add the columns, and number the renewals there are."""
    for statement in STATEMENTS:
        db.execute(statement)
