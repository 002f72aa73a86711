"""Step 9: merged records (Ontdubbelen): which actor-id lives on in which, and postings that may follow their customer.

A posting stays what it was: amount, kind, day. Only whose it is may change, and only while the merge (or its undoing)
is at work: `at_work` is 1 inside that transaction and never outside it (`balie controle` looks).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_FIXED = {
    "charge": ("id", "invoice_id", "kind", "cents", "vat_percent", "vat_basis", "booked_on", "branch"),
    "payment": ("id", "cents", "way", "received_on", "branch", "staff"),
}
"""Per posting what never changes: everything but whose it is and to which of the customer's periods it belongs."""

STATEMENTS = (
    # customer_id: the actor-id that is gone; its journal stays under it. journal_id: where undoing finds what moved.
    """
    CREATE TABLE merged (
        customer_id INTEGER PRIMARY KEY,
        into_id     INTEGER NOT NULL REFERENCES customer (id) CHECK (into_id <> customer_id),
        journal_id  INTEGER NOT NULL REFERENCES journal (id),
        merged_on   TEXT NOT NULL,
        at_work     INTEGER NOT NULL CHECK (at_work IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX merged_into ON merged (into_id)",
    *(
        statement
        for table, columns in _FIXED.items()
        for statement in (
            f"DROP TRIGGER {table}_no_UPDATE",
            f"CREATE TRIGGER {table}_no_UPDATE BEFORE UPDATE ON {table}"
            f" WHEN {' OR '.join(f'NEW.{name} IS NOT OLD.{name}' for name in columns)}"
            " OR NOT EXISTS (SELECT 1 FROM merged WHERE at_work = 1 AND OLD.customer_id IN (customer_id, into_id)"
            " AND NEW.customer_id IN (customer_id, into_id))"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        )
    ),
)


def apply(db: Database) -> None:
    """Make the table, and let postings follow their customer."""
    for statement in STATEMENTS:
        db.execute(statement)
