"""Step 15: the queue of messages to customers, by mail or as a letter, and the e-mail addresses that bounced."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # about: what it is about (`invoice 123`); with the kind the same thing is queued once. data: JSON of what the
    # template shows, forgotten (NULL) after a while. No e-mail address: it is read when the message is sent.
    # way: NULL until somebody sets out to send it. print_job: letters that were printed together.
    """
    CREATE TABLE message (
        id          INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        kind        TEXT NOT NULL CHECK (kind <> ''),
        about       TEXT NOT NULL CHECK (about <> ''),
        template    TEXT NOT NULL,
        data        TEXT,
        state       TEXT NOT NULL DEFAULT 'queued'
                    CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'withdrawn')),
        way         TEXT CHECK (way IN ('mail', 'brief')),
        branch      TEXT NOT NULL,
        staff       TEXT NOT NULL,
        made_on     TEXT NOT NULL,
        sent_at     TEXT,
        attempts    INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        print_job   INTEGER,
        reason      TEXT,
        CHECK (data IS NOT NULL OR state NOT IN ('queued', 'sending')),
        CHECK (way IS NOT NULL OR state NOT IN ('sending', 'sent')),
        CHECK ((sent_at IS NOT NULL) = (state = 'sent'))
    ) STRICT
    """,
    "CREATE UNIQUE INDEX message_about ON message (kind, about)",
    "CREATE INDEX message_customer ON message (customer_id, id)",
    # Small, however many messages have been sent.
    "CREATE INDEX message_unsent ON message (state, id) WHERE state <> 'sent'",
    "CREATE INDEX message_job ON message (print_job, id) WHERE print_job IS NOT NULL",
    # What still has its text, for when it is to be forgotten.
    "CREATE INDEX message_text ON message (made_on) WHERE data IS NOT NULL",
    # An address to which mail could not be delivered. It counts while it is the customer's e-mail address.
    """
    CREATE TABLE bounce (
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        email       TEXT NOT NULL,
        bounced_on  TEXT NOT NULL,
        reason      TEXT NOT NULL,
        PRIMARY KEY (customer_id, email)
    ) STRICT, WITHOUT ROWID
    """,
)


def apply(db: Database) -> None:
    """Make the two tables and their indexes."""
    for statement in STATEMENTS:
        db.execute(statement)
