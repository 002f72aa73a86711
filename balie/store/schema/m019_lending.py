"""Step 19: lending: the loans rebuilt, reservations (holds), and the days on which a branch is closed.

A loan is written with two index entries and no more. Its link with the customer goes once the item is back and what it
cost is settled, unless the customer wants the history kept: `customer_id` and `membership_number` become NULL, and what
the loan took stays in the columns that `membership` gets here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # strips: how many of the period (membership_number) this loan with its renewals took. fee_charge_id: the last
    # lending fee, fine_charge_id: the fine at return. taken_over: 1 where it ended because the item was lent to
    # somebody else without having come in (Niet normaal ingenomen).
    """
    CREATE TABLE lending (
        id                INTEGER PRIMARY KEY,
        customer_id       INTEGER REFERENCES customer (id),
        membership_number INTEGER,
        item_number       TEXT NOT NULL,
        lent_on           TEXT NOT NULL,
        due_on            TEXT NOT NULL,
        returned_on       TEXT,
        strips            INTEGER NOT NULL DEFAULT 0 CHECK (strips >= 0),
        renewals          INTEGER NOT NULL DEFAULT 0 CHECK (renewals >= 0),
        lent_branch       TEXT NOT NULL DEFAULT '',
        lent_staff        TEXT NOT NULL DEFAULT '',
        returned_branch   TEXT,
        returned_staff    TEXT,
        fee_charge_id     INTEGER REFERENCES charge (id),
        fine_charge_id    INTEGER REFERENCES charge (id),
        taken_over        INTEGER NOT NULL DEFAULT 0 CHECK (taken_over IN (0, 1)),
        CHECK (customer_id IS NOT NULL OR returned_on IS NOT NULL),
        CHECK (returned_on IS NOT NULL OR taken_over = 0)
    ) STRICT
    """,
    "INSERT INTO lending (id, customer_id, membership_number, item_number, lent_on, due_on, returned_on, strips)"
    " SELECT id, customer_id, membership_number, item_number, lent_on, due_on, returned_on, strips FROM loan",
    "DROP TABLE loan",
    "ALTER TABLE lending RENAME TO loan",
    # Answers from the index alone what a customer has at home, how many loans there are and what strips they took.
    "CREATE INDEX loan_customer ON loan (customer_id, returned_on, membership_number, strips)"
    " WHERE customer_id IS NOT NULL",
    "CREATE UNIQUE INDEX loan_item_open ON loan (item_number) WHERE returned_on IS NULL",
    # What may have to be unlinked. A loan at home is not in it.
    "CREATE INDEX loan_linked ON loan (returned_on) WHERE returned_on IS NOT NULL AND customer_id IS NOT NULL",
    # What the loans of this period that were unlinked were: they still count, and took strips.
    "ALTER TABLE membership ADD COLUMN unlinked_loans INTEGER NOT NULL DEFAULT 0 CHECK (unlinked_loans >= 0)",
    "ALTER TABLE membership ADD COLUMN unlinked_strips INTEGER NOT NULL DEFAULT 0 CHECK (unlinked_strips >= 0)",
    # A reservation of a title, or of one item of it. state (Wise): A actief, T transport, O ontvangen (stands ready),
    # B bericht gestuurd, U uitgeleend, Z afgehandeld. branch: where it is picked up. priority: 0 first, then the
    # oldest. item_number: only this copy will do. ready_item: the copy set aside, from ready_on up to expires_on.
    """
    CREATE TABLE hold (
        id          INTEGER PRIMARY KEY,
        title_id    INTEGER NOT NULL REFERENCES title (id),
        item_number TEXT,
        customer_id INTEGER REFERENCES customer (id),
        branch      TEXT NOT NULL,
        placed_on   TEXT NOT NULL,
        placed_by   TEXT NOT NULL,
        starts_on   TEXT,
        ends_on     TEXT,
        priority    INTEGER NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 9),
        state       TEXT NOT NULL DEFAULT 'A' CHECK (state IN ('A', 'T', 'O', 'B', 'U', 'Z')),
        ready_item  TEXT,
        ready_on    TEXT,
        expires_on  TEXT,
        reason      TEXT,
        closed_on   TEXT,
        fee_charge_id INTEGER REFERENCES charge (id),
        CHECK ((state IN ('U', 'Z')) = (closed_on IS NOT NULL)),
        CHECK (customer_id IS NOT NULL OR closed_on IS NOT NULL),
        CHECK (state NOT IN ('T', 'O', 'B') OR ready_item IS NOT NULL)
    ) STRICT
    """,
    "CREATE INDEX hold_queue ON hold (title_id, priority, placed_on, id) WHERE closed_on IS NULL",
    "CREATE INDEX hold_customer ON hold (customer_id, closed_on) WHERE customer_id IS NOT NULL",
    "CREATE UNIQUE INDEX hold_ready ON hold (ready_item) WHERE ready_item IS NOT NULL AND closed_on IS NULL",
    # What was not collected, and of which it must be let go who it was.
    "CREATE INDEX hold_closed ON hold (closed_on) WHERE closed_on IS NOT NULL",
    # Exceptions to the opening days of the library file. kind: gesloten (closed), boetevrij (no fine for this day).
    """
    CREATE TABLE calendar (
        branch TEXT NOT NULL,
        day    TEXT NOT NULL,
        kind   TEXT NOT NULL CHECK (kind IN ('gesloten', 'boetevrij', 'open')),
        note   TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (branch, day)
    ) STRICT, WITHOUT ROWID
    """,
)


def apply(db: Database) -> None:
    """Rebuild the loans, and make the tables of reservations and of the calendar."""
    for statement in STATEMENTS:
        db.execute(statement)
