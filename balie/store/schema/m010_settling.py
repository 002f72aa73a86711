"""Step 10: settling: what settles what, how it was paid, and what counters what.

What is open is still derived and never stored. Beside it stands the day from which nothing is open any more
(`charge.settled_on`, `payment.spent_on`), so that the few open rows of a customer are found without reading the many
settled ones. Only triggers write it: from the allocations, and refused when it says anything else than they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SETTLED_ON = (
    "(SELECT CASE WHEN sum(part) = {row}.cents THEN max(booked_on) END FROM ("
    "SELECT cents AS part, booked_on FROM allocation WHERE charge_id = {row}.id"
    " UNION ALL SELECT -cents, booked_on FROM allocation WHERE credit_id = {row}.id))"
)
"""The last day something was allocated to a charge, or of it to another, where that leaves nothing open; else NULL."""

SPENT_ON = (
    "coalesce((SELECT CASE WHEN sum(cents) = {row}.cents THEN max(booked_on) END FROM allocation"
    " WHERE payment_id = {row}.id),"
    " (SELECT received_on FROM payment AS n WHERE n.counters = coalesce({row}.counters, {row}.id)))"
)
"""The last day something of a payment was allocated where that leaves nothing of it; of what is left of a payment that
was countered, and of the one that counters it, the day of the latter; else NULL."""

_FIXED = {
    "charge": (
        *("id", "invoice_id", "kind", "cents", "vat_percent", "vat_basis", "booked_on", "branch", "counters", "note"),
    ),
    "payment": (
        *("id", "cents", "way", "received_on", "branch", "staff", "till", "counters", "reason", "bank_reference"),
    ),
}
"""Per posting what never changes (step 9)."""

_OWNER = {"charge": ("customer_id", "membership_number"), "payment": ("customer_id",)}
"""Per posting what may change while a merge, or its undoing, is at work (step 9)."""

_DERIVED = {"charge": ("settled_on", SETTLED_ON), "payment": ("spent_on", SPENT_ON)}


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in columns)


def _guards(table: str) -> tuple[str, str]:
    """The triggers that keep a posting what it was, and what follows from the allocations in step with them."""
    column, derived = _DERIVED[table]
    owner = _OWNER[table]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return (
        f"CREATE TRIGGER {table}_no_UPDATE BEFORE UPDATE OF {', '.join((*_FIXED[table], *owner))} ON {table}"
        f" WHEN {_changed(_FIXED[table])} OR NOT EXISTS (SELECT 1 FROM merged WHERE at_work = 1"
        f" AND OLD.customer_id IN (customer_id, into_id) AND NEW.customer_id IN (customer_id, into_id)) {refuse}",
        f"CREATE TRIGGER {table}_derived BEFORE UPDATE OF {column} ON {table}"
        f" WHEN NEW.{column} IS NOT OLD.{column} AND NEW.{column} IS NOT {derived.format(row='OLD')} {refuse}",
    )


STATEMENTS = (
    # till: of cash and pin only. counters: the payment this one takes back whole, at most once. reason: why it was
    # waived or taken back. bank_reference: what the bank calls it. spent_on: from when nothing of it is credit.
    "ALTER TABLE payment ADD COLUMN till TEXT CHECK (till IS NULL OR way IN ('contant', 'pin'))",
    "ALTER TABLE payment ADD COLUMN counters INTEGER REFERENCES payment (id)",
    "ALTER TABLE payment ADD COLUMN reason TEXT",
    "ALTER TABLE payment ADD COLUMN bank_reference TEXT",
    "ALTER TABLE payment ADD COLUMN spent_on TEXT",
    "CREATE UNIQUE INDEX payment_counters ON payment (counters) WHERE counters IS NOT NULL",
    # counters: the charge this one takes back, at most once. settled_on: from when nothing of it is open.
    "ALTER TABLE charge ADD COLUMN counters INTEGER REFERENCES charge (id)",
    "ALTER TABLE charge ADD COLUMN note TEXT",
    "ALTER TABLE charge ADD COLUMN settled_on TEXT",
    "CREATE UNIQUE INDEX charge_counters ON charge (counters) WHERE counters IS NOT NULL",
    # reference: what a customer tells the bank when paying it.
    "ALTER TABLE invoice ADD COLUMN due_on TEXT",
    "ALTER TABLE invoice ADD COLUMN reference TEXT",
    "CREATE UNIQUE INDEX invoice_reference ON invoice (reference) WHERE reference IS NOT NULL",
    # credit_id: a charge below zero that settles another. cents: below zero where an earlier row is undone, and where a
    # payment out settles a charge below zero.
    """
    CREATE TABLE settling (
        id         INTEGER PRIMARY KEY,
        payment_id INTEGER REFERENCES payment (id),
        credit_id  INTEGER REFERENCES charge (id),
        charge_id  INTEGER NOT NULL REFERENCES charge (id),
        cents      INTEGER NOT NULL CHECK (cents <> 0),
        booked_on  TEXT NOT NULL,
        branch     TEXT NOT NULL,
        staff      TEXT NOT NULL,
        CHECK ((payment_id IS NULL) <> (credit_id IS NULL)),
        CHECK (credit_id IS NULL OR credit_id <> charge_id)
    ) STRICT
    """,
    "INSERT INTO settling (id, payment_id, charge_id, cents, booked_on, branch, staff)"
    " SELECT a.id, a.payment_id, a.charge_id, a.cents, p.received_on, p.branch, p.staff"
    " FROM allocation AS a JOIN payment AS p ON p.id = a.payment_id ORDER BY a.id",
    "DROP TABLE allocation",
    "ALTER TABLE settling RENAME TO allocation",
    "CREATE INDEX allocation_charge ON allocation (charge_id)",
    "CREATE INDEX allocation_payment ON allocation (payment_id) WHERE payment_id IS NOT NULL",
    "CREATE INDEX allocation_credit ON allocation (credit_id) WHERE credit_id IS NOT NULL",
    "DROP TRIGGER charge_no_UPDATE",
    "DROP TRIGGER payment_no_UPDATE",
    f"UPDATE charge SET settled_on = {SETTLED_ON.format(row='charge')}",
    f"UPDATE payment SET spent_on = {SPENT_ON.format(row='payment')}",
    "DROP INDEX charge_customer",
    "CREATE INDEX charge_customer ON charge (customer_id, settled_on)",
    "DROP INDEX payment_customer",
    "CREATE INDEX payment_customer ON payment (customer_id, spent_on)",
    *(guard for table in _FIXED for guard in _guards(table)),
    # Against REPLACE, which removes a row without asking the triggers; and nothing begins settled.
    *(
        f"CREATE TRIGGER {table}_no_REPLACE BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id){begins_settled}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, begins_settled in (
            ("charge", " OR NEW.settled_on IS NOT NULL"),
            ("payment", " OR NEW.spent_on IS NOT NULL"),
            ("allocation", ""),
        )
    ),
    *(
        f"CREATE TRIGGER allocation_no_{word} BEFORE {word} ON allocation "
        "BEGIN SELECT RAISE(ABORT, 'allocation is append-only'); END"
        for word in ("UPDATE", "DELETE")
    ),
    *(
        f"CREATE TRIGGER allocation_settles_{which} AFTER INSERT ON allocation WHEN NEW.{which}_id IS NOT NULL"
        f" BEGIN UPDATE {table} SET {column} = {derived.format(row=table)} WHERE id = NEW.{which}_id; END"
        for which, table in (("charge", "charge"), ("credit", "charge"), ("payment", "payment"))
        for column, derived in (_DERIVED[table],)
    ),
    "CREATE TRIGGER payment_counters AFTER INSERT ON payment WHEN NEW.counters IS NOT NULL BEGIN"
    f" UPDATE payment SET spent_on = {SPENT_ON.format(row='payment')} WHERE id IN (NEW.id, NEW.counters); END",
)


def apply(db: Database) -> None:
    """Add the columns, rebuild the allocations, derive what is settled, and let the triggers keep it so."""
    for statement in STATEMENTS:
        db.execute(statement)
