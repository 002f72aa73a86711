"""Step 8: why a card stopped and what took its place, the PIN, removed customers, and how the journal may forget.

The journal stays append-only: no row of it disappears, and who did what, when, where and to which customer never
changes. What it may lose is the values before and after, of a customer who was removed or of long ago, and only while
a row in `erasure_permit` says whose. `Transaction.forget_customer` and `forget_before` are the only ones that write it,
and take it away again in the same transaction (`balie controle` looks whether it is empty).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.store.schema.m001_desk import JOURNAL_TRIGGERS as FIRST_TRIGGERS

if TYPE_CHECKING:
    from sqlite_utils import Database

_KEPT = ("id", "at", "working_date", "branch", "staff", "action", "customer_id")

JOURNAL_TRIGGERS: dict[str, str] = {
    **FIRST_TRIGGERS,
    "journal_no_update": f"""CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NEW.before IS NOT NULL OR NEW.after IS NOT NULL OR {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _KEPT)}
OR NOT EXISTS (SELECT 1 FROM erasure_permit WHERE customer_id = OLD.customer_id OR OLD.working_date < before_day)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
}
"""As in step 1, but for the values before and after, which a permit allows to be emptied."""

STATEMENTS = (
    # reason: why it was blocked or replaced. successor: the number that took its place.
    "ALTER TABLE card ADD COLUMN reason TEXT",
    "ALTER TABLE card ADD COLUMN successor TEXT REFERENCES card (number)",
    # The PIN, as a hash only.
    """
    CREATE TABLE pin (
        customer_id INTEGER PRIMARY KEY REFERENCES customer (id),
        salt        BLOB NOT NULL,
        hash        BLOB NOT NULL,
        cost        TEXT NOT NULL,
        set_on      TEXT NOT NULL
    ) STRICT
    """,
    # Who was removed. name and address: only while the law wants them beside the postings (AWR art. 52).
    """
    CREATE TABLE removal (
        customer_id INTEGER PRIMARY KEY REFERENCES customer (id),
        removed_on  TEXT NOT NULL,
        branch      TEXT NOT NULL,
        staff       TEXT NOT NULL,
        name        TEXT,
        address     TEXT,
        CHECK ((name IS NULL) = (address IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE erasure_permit (
        customer_id INTEGER,
        before_day  TEXT,
        CHECK ((customer_id IS NULL) <> (before_day IS NULL))
    ) STRICT
    """,
    "DROP TRIGGER journal_no_update",
    JOURNAL_TRIGGERS["journal_no_update"],
)


def apply(db: Database) -> None:
    """Make the tables, add the columns, and put the new trigger in the place of the old one."""
    for statement in STATEMENTS:
        db.execute(statement)
