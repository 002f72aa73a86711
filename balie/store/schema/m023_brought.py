"""Step 23: what a library brings along when it changes over to Balie: memberships and mandates that ran elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    # brought_cents: what of this period's contribution was paid in the system before; NULL for a period made here. It
    # is no turnover of this ledger, and yet it is given back when the membership ends sooner.
    "ALTER TABLE membership ADD COLUMN brought_cents INTEGER CHECK (brought_cents >= 0)",
    # collected_before: when the system before last collected on this mandate; NULL where it never did.
    "ALTER TABLE mandate ADD COLUMN collected_before TEXT",
)


def apply(db: Database) -> None:
    """Add the columns."""
    for statement in STATEMENTS:
        db.execute(statement)
