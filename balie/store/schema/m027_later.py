"""Step 27: mails that a server refused for now are tried later; which invoice a payment of the bank may be about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # deferred: how often a mail server refused it for now. not_before: the moment (UTC) from which it is mailed again;
    # NULL for what was not refused. As a letter it waits for nothing.
    "ALTER TABLE message ADD COLUMN deferred INTEGER NOT NULL DEFAULT 0 CHECK (deferred >= 0)",
    "ALTER TABLE message ADD COLUMN not_before TEXT",
    # The invoice that a text names of which the payer is not known to the customer; only while it waits for the desk.
    "ALTER TABLE bank_entry ADD COLUMN proposed_invoice INTEGER REFERENCES invoice (id)",
)


def apply(db: Database) -> None:
    """Add the columns."""
    for statement in STATEMENTS:
        db.execute(statement)
