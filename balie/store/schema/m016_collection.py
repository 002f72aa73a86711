"""Step 16: direct debit: when a charge was announced, the runs, the files for the bank, and what became of each line.

What follows from these rows is not stored: whether a charge is under way, whether a mandate has been used, is blocked
or is dead, what must be done about a return.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # Where the customer was told of a collection otherwise than by the invoice of the charge, on its own day.
    """
    CREATE TABLE announcement (
        charge_id    INTEGER PRIMARY KEY REFERENCES charge (id),
        announced_on TEXT NOT NULL,
        channel      TEXT NOT NULL CHECK (channel IN ('bon', 'factuur', 'mail', 'brief'))
    ) STRICT
    """,
    # month: its first day. started_at goes into every file, so that a run that is resumed makes the same ones.
    """
    CREATE TABLE collection_run (
        id           INTEGER PRIMARY KEY,
        month        TEXT NOT NULL,
        collect_on   TEXT NOT NULL,
        started_at   TEXT NOT NULL,
        working_date TEXT NOT NULL,
        branch       TEXT NOT NULL,
        staff        TEXT NOT NULL,
        finished_at  TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX collection_run_open ON collection_run (month) WHERE finished_at IS NULL",
    # written: 1 when the file stands under its name; until then it waits beside it.
    """
    CREATE TABLE collection_file (
        id         INTEGER PRIMARY KEY,
        run_id     INTEGER NOT NULL REFERENCES collection_run (id),
        message_id TEXT NOT NULL UNIQUE,
        name       TEXT NOT NULL UNIQUE,
        version    TEXT NOT NULL,
        items      INTEGER NOT NULL CHECK (items > 0),
        cents      INTEGER NOT NULL CHECK (cents > 0),
        sha256     TEXT NOT NULL,
        made_on    TEXT NOT NULL,
        staff      TEXT NOT NULL,
        written    INTEGER NOT NULL DEFAULT 0 CHECK (written IN (0, 1))
    ) STRICT
    """,
    # One line of a file. attempt: the how-manieth time this charge is presented. It is under way while payment_id and
    # returned_on are NULL; a return without a payment was refused before it was booked.
    """
    CREATE TABLE collection (
        charge_id         INTEGER NOT NULL REFERENCES charge (id),
        attempt           INTEGER NOT NULL CHECK (attempt > 0),
        file_id           INTEGER NOT NULL REFERENCES collection_file (id),
        end_to_end_id     TEXT NOT NULL UNIQUE,
        mandate_reference TEXT NOT NULL,
        sequence          TEXT NOT NULL CHECK (sequence IN ('FRST', 'RCUR')),
        cents             INTEGER NOT NULL CHECK (cents > 0),
        description       TEXT NOT NULL,
        announced_on      TEXT NOT NULL,
        channel           TEXT NOT NULL,
        payment_id        INTEGER REFERENCES payment (id),
        returned_on       TEXT,
        reason            TEXT,
        PRIMARY KEY (charge_id, attempt),
        CHECK ((returned_on IS NULL) = (reason IS NULL))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX collection_file_lines ON collection (file_id)",
    "CREATE INDEX collection_mandate ON collection (mandate_reference)",
    # For the list of what came back; few ever do.
    "CREATE INDEX collection_returned ON collection (returned_on) WHERE returned_on IS NOT NULL",
)


def apply(db: Database) -> None:
    """Make the tables of direct debit."""
    for statement in STATEMENTS:
        db.execute(statement)
