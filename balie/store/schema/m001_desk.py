"""Step 1: what the desk itself keeps. Settings, counters, and the journal that can only grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

JOURNAL_TRIGGERS: dict[str, str] = {
    "journal_no_update": """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    "journal_no_delete": """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    # INSERT OR REPLACE deletes the old row without firing the trigger on DELETE.
    "journal_no_replace": """CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
}
"""Name and text of the triggers that keep the journal append-only; `balie controle` looks for exactly these."""

# sqlite-utils has no WITHOUT ROWID and no CHECK, so these two are written out.
_COUNTER = """
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""

_JOURNAL = """
CREATE TABLE journal (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    at TEXT NOT NULL,
    working_date TEXT NOT NULL,
    branch TEXT NOT NULL,
    staff TEXT NOT NULL,
    action TEXT NOT NULL,
    customer_id INTEGER,
    before TEXT,
    after TEXT
) STRICT
"""


def apply(db: Database) -> None:
    """Make `setting`, `counter` and `journal`; the journal with its triggers and an index by customer."""
    db.table("setting").create({"key": str, "value": str}, pk="key", not_null={"value"}, strict=True)
    db.execute(_COUNTER)
    db.execute(_JOURNAL)
    db.execute("CREATE INDEX journal_by_customer ON journal (customer_id, id) WHERE customer_id IS NOT NULL")
    for trigger in JOURNAL_TRIGGERS.values():
        db.execute(trigger)
