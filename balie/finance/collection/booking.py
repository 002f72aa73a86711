"""Booking a whole file, or one block of it, that the bank booked at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.finance.collection.outcomes import book_collection
from balie.finance.collection.preview import Progress
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.desk import Desk

_UNDER_WAY = (
    "SELECT end_to_end_id FROM collection WHERE file_id = ? AND (? = '' OR sequence = ?)"
    " AND payment_id IS NULL AND returned_on IS NULL"
)


def book_file(
    desk: Desk,
    file_id: int,
    on: date,
    *,
    sequence: str = "",
    bank_reference: str = "",
    progress: Progress = lambda done, total: None,
) -> int:
    """Book everything of a file that is under way, or only one sequence type of it (`FRST`); how many that were.

    A few at a time, so that no desk waits; killed half-way it is simply done again.
    """
    ids = [row[0] for row in desk.store.read(f"{_UNDER_WAY} ORDER BY charge_id", (file_id, sequence, sequence))]
    pace = Pace()
    done = 0
    while done < len(ids):
        part = ids[done : done + pace.rows]
        with pace, desk.transaction() as tx:
            for end_to_end_id in part:
                book_collection(tx, end_to_end_id, on, bank_reference=bank_reference)
            tx.journal("collections booked", after={"file": file_id, "items": len(part), "on": on})
        done += len(part)
        progress(done, len(ids))
    return done
