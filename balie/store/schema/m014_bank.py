"""Step 14: what the bank said: its statements, and every transaction in them once.

What was booked keeps no name, account or text of whoever paid: the posting it led to says enough. What waits for the
desk does, since somebody has to find out whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # message: camt.053 or camt.054. reference, made_at: as the bank calls and dates it. digest: of its transactions.
    # done_on: empty while only a part of it is in.
    """
    CREATE TABLE bank_statement (
        id            INTEGER PRIMARY KEY,
        message       TEXT NOT NULL CHECK (message IN ('camt.053', 'camt.054')),
        account       TEXT NOT NULL,
        reference     TEXT NOT NULL,
        made_at       TEXT NOT NULL,
        opening_cents INTEGER,
        closing_cents INTEGER,
        transactions  INTEGER NOT NULL CHECK (transactions >= 0),
        digest        BLOB NOT NULL,
        read_on       TEXT NOT NULL,
        branch        TEXT NOT NULL,
        staff         TEXT NOT NULL,
        done_on       TEXT,
        UNIQUE (account, message, reference, made_at)
    ) STRICT
    """,
    # key: what makes it this transaction, so that another file that tells it too books nothing. cents: below zero for
    # what left the account. why: why it waits for the desk, or was set aside. end_to_end: what its sender called it.
    # payment_id: the posting it led to, where that is one.
    """
    CREATE TABLE bank_entry (
        id           INTEGER PRIMARY KEY,
        statement_id INTEGER NOT NULL REFERENCES bank_statement (id),
        booked_on    TEXT NOT NULL,
        key          BLOB NOT NULL,
        cents        INTEGER NOT NULL CHECK (cents <> 0),
        kind         TEXT NOT NULL,
        state        TEXT NOT NULL CHECK (state IN ('booked', 'open', 'handled')),
        payment_id   INTEGER REFERENCES payment (id),
        reason_code  TEXT,
        why          TEXT,
        end_to_end   TEXT,
        name         TEXT,
        iban         TEXT,
        text         TEXT,
        handled_on   TEXT,
        handled_by   TEXT,
        CHECK (state <> 'booked' OR coalesce(name, iban, text) IS NULL),
        CHECK ((state = 'handled') = (handled_on IS NOT NULL))
    ) STRICT
    """,
    # The day first: what comes in together stands together.
    "CREATE UNIQUE INDEX bank_entry_key ON bank_entry (booked_on, key)",
    "CREATE INDEX bank_entry_open ON bank_entry (id) WHERE state = 'open'",
    "CREATE INDEX bank_entry_handled ON bank_entry (payment_id) WHERE state = 'handled'",
    "CREATE TRIGGER bank_entry_fixed BEFORE UPDATE OF id, statement_id, booked_on, key, cents ON bank_entry"
    " BEGIN SELECT RAISE(ABORT, 'what the bank said does not change'); END",
    *(
        f"CREATE TRIGGER {table}_no_DELETE BEFORE DELETE ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'what the bank said is kept'); END"
        for table in ("bank_statement", "bank_entry")
    ),
)


def apply(db: Database) -> None:
    """Make the tables of what the bank said."""
    for statement in STATEMENTS:
        db.execute(statement)
