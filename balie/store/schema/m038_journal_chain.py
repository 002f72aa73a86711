"""Step 38: the journal as a chain, and on each Z-report the head it had then.

Forgetting empties the salt with the values; digests never change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.store.chain import seal_rows
from balie.store.schema.m008_cards import JOURNAL_TRIGGERS as EARLIER_TRIGGERS

if TYPE_CHECKING:
    from sqlite_utils import Database

_KEPT = ("id", "at", "working_date", "branch", "staff", "action", "customer_id", "content", "chain")

JOURNAL_TRIGGERS: dict[str, str] = {
    **EARLIER_TRIGGERS,
    "journal_no_update": f"""CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NEW.before IS NOT NULL OR NEW.after IS NOT NULL OR NEW.salt IS NOT NULL
OR {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _KEPT)}
OR NOT EXISTS (SELECT 1 FROM erasure_permit WHERE customer_id = OLD.customer_id OR OLD.working_date < before_day)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
}
"""As in step 8, and what a row is sealed with stays."""

STATEMENTS = (
    # content: a digest of salt and values; chain: of the row before, content, and all else. See `balie.store.chain`.
    "ALTER TABLE journal ADD COLUMN salt BLOB",
    "ALTER TABLE journal ADD COLUMN content BLOB",
    "ALTER TABLE journal ADD COLUMN chain BLOB",
    "DROP TRIGGER journal_no_update",
    # Which row of the journal was the last when the till was counted, and its chain.
    "ALTER TABLE z_report ADD COLUMN journal_row INTEGER",
    "ALTER TABLE z_report ADD COLUMN journal_chain BLOB",
)


def apply(db: Database) -> None:
    """Add the columns, seal every row that is there, and put the new trigger in the place of the old one."""
    for statement in STATEMENTS:
        db.execute(statement)
    seal_rows(db.conn)
    db.execute(JOURNAL_TRIGGERS["journal_no_update"])
