"""Step 11: paying out: what a settlement gave back, what a customer asked back, and the files that went to the bank.

What is to be paid out is not stored: it is what a customer has in credit. Here stands what was asked and what was sent.
A payment that was sent never changes; only what the bank tells of it is written beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # Which charges below zero a settlement made, one for each period that was not used to its end.
    """
    CREATE TABLE settlement_credit (
        charge_id       INTEGER PRIMARY KEY REFERENCES charge (id),
        cancellation_id INTEGER NOT NULL REFERENCES cancellation (id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX settlement_credit_cancellation ON settlement_credit (cancellation_id)",
    "CREATE INDEX cancellation_unsettled ON cancellation (last_day) WHERE settled_on IS NULL AND withdrawn_on IS NULL",
    # Credit that a customer asked back, apart from a cancellation.
    """
    CREATE TABLE refund_request (
        id           INTEGER PRIMARY KEY,
        customer_id  INTEGER NOT NULL REFERENCES customer (id),
        cents        INTEGER NOT NULL CHECK (cents > 0),
        iban         TEXT NOT NULL,
        holder       TEXT NOT NULL,
        asked_on     TEXT NOT NULL,
        branch       TEXT NOT NULL,
        staff        TEXT NOT NULL,
        withdrawn_on TEXT
    ) STRICT
    """,
    "CREATE INDEX refund_request_customer ON refund_request (customer_id)",
    # week: jjjj-ww (ISO), one file a week. version: the pain.001 it is written in. made_at: the moment it tells.
    # iban, bic, name: the library's own account. sha256: of the file; its payments make the same file again.
    """
    CREATE TABLE payout_file (
        id         INTEGER PRIMARY KEY,
        week       TEXT NOT NULL UNIQUE,
        message_id TEXT NOT NULL UNIQUE,
        version    TEXT NOT NULL,
        iban       TEXT NOT NULL,
        bic        TEXT,
        name       TEXT NOT NULL,
        made_on    TEXT NOT NULL,
        made_at    TEXT NOT NULL,
        execute_on TEXT NOT NULL,
        payments   INTEGER NOT NULL CHECK (payments > 0),
        cents      INTEGER NOT NULL CHECK (cents > 0),
        sha256     TEXT NOT NULL,
        branch     TEXT NOT NULL,
        staff      TEXT NOT NULL
    ) STRICT
    """,
    # place: in the file, from 1. checked_by: who looked whether the collection was not reversed, where that was needed.
    # iban and holder are empty once the customer was removed.
    """
    CREATE TABLE payout (
        id                INTEGER PRIMARY KEY,
        file_id           INTEGER NOT NULL REFERENCES payout_file (id),
        place             INTEGER NOT NULL CHECK (place > 0),
        customer_id       INTEGER NOT NULL REFERENCES customer (id),
        cancellation_id   INTEGER REFERENCES cancellation (id) ON DELETE SET NULL,
        refund_request_id INTEGER REFERENCES refund_request (id) ON DELETE SET NULL,
        end_to_end_id     TEXT NOT NULL UNIQUE,
        cents             INTEGER NOT NULL CHECK (cents > 0),
        iban              TEXT,
        holder            TEXT,
        description       TEXT NOT NULL,
        payment_id        INTEGER NOT NULL UNIQUE REFERENCES payment (id),
        checked_by        TEXT,
        executed_on       TEXT,
        returned_on       TEXT,
        return_reason     TEXT,
        UNIQUE (file_id, place),
        CHECK ((returned_on IS NULL) = (return_reason IS NULL))
    ) STRICT
    """,
    "CREATE INDEX payout_customer ON payout (customer_id)",
    "CREATE INDEX payout_cancellation ON payout (cancellation_id) WHERE cancellation_id IS NOT NULL",
    "CREATE INDEX payout_refund_request ON payout (refund_request_id) WHERE refund_request_id IS NOT NULL",
    "CREATE TRIGGER payout_fixed BEFORE UPDATE OF id, file_id, place, end_to_end_id, cents, payment_id ON payout"
    " BEGIN SELECT RAISE(ABORT, 'a payout that was sent does not change'); END",
    *(
        f"CREATE TRIGGER {table}_no_{word} BEFORE {word} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'what went to the bank is kept'); END"
        for table, word in (("payout", "DELETE"), ("payout_file", "DELETE"), ("payout_file", "UPDATE"))
    ),
)


def apply(db: Database) -> None:
    """Make the tables of payouts."""
    for statement in STATEMENTS:
        db.execute(statement)
