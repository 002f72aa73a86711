"""Step 12: the runs that invoice contribution, and the status of a period that follows what is paid of it.

A period is Normaal (5) once nothing of its contribution is open, and Gefactureerd (2) again when a payment is taken
back: whoever settles, at the desk, by the bank file or by direct debit, the trigger below keeps it so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_OPEN = (
    "EXISTS (SELECT 1 FROM charge WHERE customer_id = {row}.customer_id AND settled_on IS NULL"
    " AND membership_number = {row}.{number} AND kind = 'contributie' AND cents > 0)"
)
_THIS = "customer_id = NEW.customer_id AND number = NEW.membership_number"
_NEW_OPEN = _OPEN.format(row="NEW", number="membership_number")

STATEMENTS = (
    # One row for each time a run was started, with what it did as counted while it did it. period: the first day of
    # the month whose periods were made; a run of reminders has none. finished_at: NULL while at work, or killed.
    """
    CREATE TABLE invoice_run (
        id           INTEGER PRIMARY KEY,
        kind         TEXT NOT NULL CHECK (kind IN ('contributie', 'aanmaning')),
        period       TEXT,
        working_date TEXT NOT NULL,
        branch       TEXT NOT NULL,
        staff        TEXT NOT NULL,
        started_at   TEXT NOT NULL,
        finished_at  TEXT,
        periods      INTEGER NOT NULL DEFAULT 0,
        invoices     INTEGER NOT NULL DEFAULT 0,
        cents        INTEGER NOT NULL DEFAULT 0,
        reminded     INTEGER NOT NULL DEFAULT 0,
        overdue      INTEGER NOT NULL DEFAULT 0,
        ended        INTEGER NOT NULL DEFAULT 0,
        CHECK ((kind = 'contributie') = (period IS NOT NULL))
    ) STRICT
    """,
    # Since when a period is Herinnering (3) or Betalingsachterstand (4): the next step counts from that day.
    "ALTER TABLE membership ADD COLUMN status_on TEXT",
    f"""
    CREATE TRIGGER charge_settles_period AFTER UPDATE OF settled_on ON charge
    WHEN NEW.settled_on IS NOT OLD.settled_on AND NEW.membership_number IS NOT NULL AND NEW.kind = 'contributie'
    BEGIN
        UPDATE membership SET status = 5, status_on = NULL WHERE {_THIS} AND status IN (2, 3, 4) AND NOT {_NEW_OPEN};
        UPDATE membership SET status = 2, status_on = NULL WHERE {_THIS} AND status = 5 AND {_NEW_OPEN};
    END
    """,
    "UPDATE membership SET status = 5 WHERE status IN (2, 3, 4) AND EXISTS (SELECT 1 FROM charge"
    " WHERE customer_id = membership.customer_id AND membership_number = membership.number AND kind = 'contributie')"
    f" AND NOT {_OPEN.format(row='membership', number='number')}",
)


def apply(db: Database) -> None:
    """Make the table, add the column, and let the status of a period follow what is paid."""
    for statement in STATEMENTS:
        db.execute(statement)
