"""Step 6: what the desk keeps of a customer beyond the enrolment: notes, blocks, relations, consents, properties.

An enrolment writes none of these: a customer without a row has what is usual (not blocked, nobody's child, bons
printed). All but the relations are clustered on the customer or have an index by customer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # place: 1 to 4 are the public notes of tab 5, 0 is the private remark of the staff.
    """
    CREATE TABLE note (
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        place       INTEGER NOT NULL CHECK (place BETWEEN 0 AND 4),
        text        TEXT NOT NULL CHECK (text <> '' AND (place = 0 OR length(text) <= 60)),
        written_on  TEXT NOT NULL,
        written_by  TEXT NOT NULL,
        PRIMARY KEY (customer_id, place)
    ) STRICT, WITHOUT ROWID
    """,
    # Blocked by hand; blocks that follow from money or membership are worked out, never stored.
    """
    CREATE TABLE block (
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        kind        TEXT NOT NULL CHECK (kind IN ('general', 'web', 'address')),
        reason      TEXT NOT NULL CHECK (reason <> ''),
        since       TEXT NOT NULL,
        set_by      TEXT NOT NULL,
        PRIMARY KEY (customer_id, kind)
    ) STRICT, WITHOUT ROWID
    """,
    # Familiehoofd and Kind: the key is the child, since a child has one head.
    """
    CREATE TABLE relation (
        child_id INTEGER PRIMARY KEY REFERENCES customer (id),
        head_id  INTEGER NOT NULL REFERENCES customer (id) CHECK (head_id <> child_id),
        since    TEXT NOT NULL,
        made_by  TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX relation_head ON relation (head_id)",
    # given: 1 where the customer consents, 0 where the customer objects; without a row nobody asked.
    """
    CREATE TABLE consent (
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        kind        TEXT NOT NULL,
        given       INTEGER NOT NULL CHECK (given IN (0, 1)),
        since       TEXT NOT NULL,
        noted_by    TEXT NOT NULL,
        PRIMARY KEY (customer_id, kind)
    ) STRICT, WITHOUT ROWID
    """,
    # A role or interest that ended keeps its row, with the day. Those that run: at most one of each code.
    *(
        statement
        for table in ("role", "interest")
        for statement in (
            f"""
    CREATE TABLE {table} (
        id          INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        code        TEXT NOT NULL,
        branch      TEXT NOT NULL,
        since       TEXT NOT NULL,
        until       TEXT,
        noted_by    TEXT NOT NULL
    ) STRICT
    """,
            f"CREATE INDEX {table}_customer ON {table} (customer_id)",
            f"CREATE UNIQUE INDEX {table}_running ON {table} (customer_id, code) WHERE until IS NULL",
        )
    ),
    # What few customers have of tabs 6, 7 and 9. NULL is "not filled in"; irregular_returns: items lent to the next
    # customer without having been returned (Niet normaal ingenomen).
    """
    CREATE TABLE property (
        customer_id       INTEGER PRIMARY KEY REFERENCES customer (id),
        organisation      TEXT,
        irregular_returns INTEGER NOT NULL DEFAULT 0 CHECK (irregular_returns >= 0),
        receipts          INTEGER NOT NULL DEFAULT 1 CHECK (receipts IN (0, 1)),
        hold_messages     TEXT,
        service_messages  TEXT,
        classification    TEXT,
        external_number   TEXT,
        external_number_2 TEXT,
        target_group      TEXT,
        labels            TEXT
    ) STRICT
    """,
    "CREATE INDEX property_external ON property (external_number, customer_id) WHERE external_number IS NOT NULL",
    "CREATE INDEX property_external_2 ON property (external_number_2, customer_id) WHERE external_number_2 IS NOT NULL",
)


def apply(db: Database) -> None:
    """Make the tables of the customer screen's tabs 5 to 7, 9, A and B."""
    for statement in STATEMENTS:
        db.execute(statement)
