"""Step 7: cancellations (opzeggingen): the wish as it was given, and what the customer was told would follow from it.

When a membership ends is `membership.ended_on`; here stands why, and what is still to be settled in Financieel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # wished_on: the first day the customer does not want to be a member. reason: NULL where none was told.
    # told_cents: the balance that was shown when the wish was stored: to be paid out, or below zero still to be paid.
    """
    CREATE TABLE cancellation (
        id                INTEGER PRIMARY KEY,
        customer_id       INTEGER NOT NULL REFERENCES customer (id),
        membership_number INTEGER NOT NULL,
        channel           TEXT NOT NULL CHECK (channel IN ('telefonisch', 'mondeling', 'mail', 'brief')),
        received_on       TEXT NOT NULL,
        wished_on         TEXT,
        reason            TEXT,
        deceased          INTEGER NOT NULL DEFAULT 0 CHECK (deceased IN (0, 1)),
        died_on           TEXT CHECK (died_on IS NULL OR deceased = 1),
        last_day          TEXT NOT NULL,
        refund_per        TEXT NOT NULL CHECK (refund_per IN ('dagen', 'maanden')),
        refund_iban       TEXT,
        refund_holder     TEXT,
        refund_cents      INTEGER NOT NULL CHECK (refund_cents >= 0),
        told_cents        INTEGER NOT NULL,
        registered_on     TEXT NOT NULL,
        branch            TEXT NOT NULL,
        staff             TEXT NOT NULL,
        withdrawn_on      TEXT,
        withdrawn_by      TEXT,
        settled_on        TEXT,
        FOREIGN KEY (customer_id, membership_number) REFERENCES membership (customer_id, number),
        CHECK ((withdrawn_on IS NULL) = (withdrawn_by IS NULL)),
        CHECK (withdrawn_on IS NULL OR settled_on IS NULL)
    ) STRICT
    """,
    # A period can be cancelled once, unless that was taken back.
    """
    CREATE UNIQUE INDEX cancellation_period ON cancellation (customer_id, membership_number)
    WHERE withdrawn_on IS NULL
    """,
)


def apply(db: Database) -> None:
    """Make the table of cancellations."""
    for statement in STATEMENTS:
        db.execute(statement)
