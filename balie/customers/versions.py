"""The row version of a customer: how one desk notices that another changed the same customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.transaction import Transaction


def touch(tx: Transaction, customer_id: int) -> int:
    """Note that a customer was changed, by whom and when; the new version. Belongs to every change of a customer."""
    row = tx.read_one(
        "UPDATE customer SET version = version + 1, changed_on = ?, changed_by = ? WHERE id = ? RETURNING version",
        (tx.stamp.working_date.isoformat(), tx.stamp.staff, customer_id),
    )
    assert row is not None
    return int(row[0])


def note_activity(tx: Transaction, customer_id: int) -> None:
    """Note that a customer was at the desk on the working date, unless something later is known."""
    day = tx.stamp.working_date.isoformat()
    tx.execute("UPDATE customer SET last_active_on = ? WHERE id = ? AND last_active_on < ?", (day, customer_id, day))
