"""Step 13: cash-up (kastelling): the Z-reports of a till, what was counted, and what went in or out beside payments.

A Z-report covers the payments of its till from where the one before ended, by row id, and can never be changed. What
belongs to it (counts and entries) is written before it: once the report is there, nothing can be added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_SAME_TILL = "branch = NEW.branch AND till = NEW.till"
_PARTS = ("z_count", "till_entry")

STATEMENTS = (
    # number: runs per till, without a gap. after_payment, until_payment: the payments it covers, by id. loose_cents:
    # what was counted as an amount. terminal_cents: what the pin terminal says, NULL where nobody looked. text: as
    # printed.
    """
    CREATE TABLE z_report (
        id             INTEGER PRIMARY KEY,
        branch         TEXT NOT NULL,
        till           TEXT NOT NULL,
        number         INTEGER NOT NULL CHECK (number > 0),
        after_payment  INTEGER NOT NULL CHECK (after_payment >= 0),
        until_payment  INTEGER NOT NULL CHECK (until_payment >= after_payment),
        loose_cents    INTEGER NOT NULL CHECK (loose_cents >= 0),
        terminal_cents INTEGER,
        initials       TEXT,
        note           TEXT,
        made_on        TEXT NOT NULL,
        made_at        TEXT NOT NULL,
        staff          TEXT NOT NULL,
        text           TEXT NOT NULL,
        UNIQUE (branch, till, number)
    ) STRICT
    """,
    """
    CREATE TABLE z_count (
        z_report_id INTEGER NOT NULL REFERENCES z_report (id) DEFERRABLE INITIALLY DEFERRED,
        piece_cents INTEGER NOT NULL CHECK (piece_cents > 0),
        pieces      INTEGER NOT NULL CHECK (pieces > 0),
        PRIMARY KEY (z_report_id, piece_cents)
    ) STRICT, WITHOUT ROWID
    """,
    # cents: what it adds to the till; below zero what was taken out or is missing.
    """
    CREATE TABLE till_entry (
        z_report_id INTEGER NOT NULL REFERENCES z_report (id) DEFERRABLE INITIALLY DEFERRED,
        kind        TEXT NOT NULL CHECK (kind IN ('beginsaldo', 'wisselgeld', 'kasverschil', 'afstorting')),
        cents       INTEGER NOT NULL CHECK (cents <> 0),
        PRIMARY KEY (z_report_id, kind)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX z_report_day ON z_report (made_on)",
    "CREATE INDEX payment_till ON payment (branch, till, id) WHERE till IS NOT NULL",
    # For the overviews of a period.
    "CREATE INDEX payment_day ON payment (received_on)",
    "CREATE INDEX charge_day ON charge (booked_on)",
    *(
        f"CREATE TRIGGER {table}_no_{word} BEFORE {word} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in ("z_report", *_PARTS)
        for word in ("UPDATE", "DELETE")
    ),
    *(
        f"CREATE TRIGGER {table}_before_report BEFORE INSERT ON {table}"
        " WHEN EXISTS (SELECT 1 FROM z_report WHERE id = NEW.z_report_id)"
        f" OR EXISTS (SELECT 1 FROM {table} WHERE z_report_id = NEW.z_report_id AND {column} = NEW.{column})"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, column in (("z_count", "piece_cents"), ("till_entry", "kind"))
    ),
    "CREATE TRIGGER z_report_follows BEFORE INSERT ON z_report"
    " WHEN EXISTS (SELECT 1 FROM z_report WHERE id = NEW.id)"
    f" OR NEW.number <> 1 + coalesce((SELECT max(number) FROM z_report WHERE {_SAME_TILL}), 0)"
    f" OR NEW.after_payment <> coalesce((SELECT max(until_payment) FROM z_report WHERE {_SAME_TILL}), 0)"
    " OR NEW.until_payment > max(NEW.after_payment, coalesce((SELECT max(id) FROM payment), 0))"
    " BEGIN SELECT RAISE(ABORT, 'a Z-report follows the one before'); END",
)


def apply(db: Database) -> None:
    """Make the tables, their locks, and the indexes that find the payments of a till and the postings of a day."""
    for statement in STATEMENTS:
        db.execute(statement)
