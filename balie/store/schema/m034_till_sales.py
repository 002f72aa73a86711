"""Step 34: what goes through a till without a customer: sales, and outgoings; a Z-report covers those too.

Nothing is changed or deleted: a mistake is countered by a row with the opposite sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES = ("till_sale", "till_sale_line")

STATEMENTS = (
    # cents: what it adds to the till, its lines with the rounding of cash; below zero what goes out. note: what an
    # outgoing was for, or why it was taken back.
    """
    CREATE TABLE till_sale (
        id             INTEGER PRIMARY KEY,
        kind           TEXT NOT NULL CHECK (kind IN ('verkoop', 'kasuitgave')),
        cents          INTEGER NOT NULL CHECK (cents <> 0),
        rounding_cents INTEGER NOT NULL DEFAULT 0 CHECK (rounding_cents BETWEEN -2 AND 2),
        way            TEXT NOT NULL CHECK (way IN ('contant', 'pin')),
        booked_on      TEXT NOT NULL,
        branch         TEXT NOT NULL,
        till           TEXT NOT NULL,
        staff          TEXT NOT NULL,
        note           TEXT,
        counters       INTEGER UNIQUE REFERENCES till_sale (id)
    ) STRICT
    """,
    """
    CREATE TABLE till_sale_line (
        sale_id     INTEGER NOT NULL REFERENCES till_sale (id),
        line        INTEGER NOT NULL,
        what        TEXT NOT NULL,
        pieces      INTEGER NOT NULL,
        cents       INTEGER NOT NULL,
        vat_percent INTEGER NOT NULL CHECK (vat_percent BETWEEN 0 AND 100),
        PRIMARY KEY (sale_id, line)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX till_sale_till ON till_sale (branch, till, id)",
    "CREATE INDEX till_sale_day ON till_sale (booked_on)",
    "ALTER TABLE z_report ADD COLUMN until_sale INTEGER NOT NULL DEFAULT 0",
    *(
        f"CREATE TRIGGER {table}_no_{word} BEFORE {word} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in _TABLES
        for word in ("UPDATE", "DELETE")
    ),
)


def apply(db: Database) -> None:
    """Make the tables, their locks, and the column of the Z-report."""
    for statement in STATEMENTS:
        db.execute(statement)
