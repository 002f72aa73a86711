"""Step 3: what customers owe and paid: invoice, charge, payment, allocation.

What is open is never stored: it is the charges less what was allocated to them. Nothing is changed or deleted; a
mistake is countered by a row with the opposite sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_APPEND_ONLY = ("charge", "payment", "allocation")

STATEMENTS = (
    """
    CREATE TABLE invoice (
        id          INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        made_on     TEXT NOT NULL,
        branch      TEXT NOT NULL,
        staff       TEXT NOT NULL
    ) STRICT
    """,
    # cents: what the customer owes, VAT included; negative for a charge that counters another.
    # vat_percent: 0 where vat_basis says that no VAT applies.
    """
    CREATE TABLE charge (
        id                INTEGER PRIMARY KEY,
        customer_id       INTEGER NOT NULL REFERENCES customer (id),
        invoice_id        INTEGER REFERENCES invoice (id),
        kind              TEXT NOT NULL,
        cents             INTEGER NOT NULL CHECK (cents <> 0),
        vat_percent       INTEGER NOT NULL CHECK (vat_percent BETWEEN 0 AND 100),
        vat_basis         TEXT NOT NULL,
        membership_number INTEGER,
        booked_on         TEXT NOT NULL,
        branch            TEXT NOT NULL,
        FOREIGN KEY (customer_id, membership_number) REFERENCES membership (customer_id, number)
    ) STRICT
    """,
    "CREATE INDEX charge_customer ON charge (customer_id)",
    """
    CREATE TABLE payment (
        id          INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        cents       INTEGER NOT NULL CHECK (cents <> 0),
        way         TEXT NOT NULL,
        received_on TEXT NOT NULL,
        branch      TEXT NOT NULL,
        staff       TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX payment_customer ON payment (customer_id)",
    """
    CREATE TABLE allocation (
        id         INTEGER PRIMARY KEY,
        payment_id INTEGER NOT NULL REFERENCES payment (id),
        charge_id  INTEGER NOT NULL REFERENCES charge (id),
        cents      INTEGER NOT NULL CHECK (cents <> 0)
    ) STRICT
    """,
    "CREATE INDEX allocation_payment ON allocation (payment_id)",
    "CREATE INDEX allocation_charge ON allocation (charge_id)",
    *(
        f"CREATE TRIGGER {table}_no_{word} BEFORE {word} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in _APPEND_ONLY
        for word in ("UPDATE", "DELETE")
    ),
)


def apply(db: Database) -> None:
    """Make the tables of the ledger and the triggers that keep them append-only."""
    for statement in STATEMENTS:
        db.execute(statement)
