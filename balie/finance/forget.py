"""Files for the bank that it has had long enough, and of which item costs were that are settled.

The files name accounts, and can be made again of what is in the store.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from balie.finance.collection.files import unwritten
from balie.finance.collection.folder import collection_folder
from balie.finance.settling.payout_files import payout_folder
from balie.ledger import forget_items, has_items_to_forget
from balie.library.rights import Right
from balie.store.aside import tidy_folder
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.desk import Desk

KEPT_DAYS = 56
"""After the day on which the bank carries it out: so long somebody may have a direct debit paid back."""
_COLLECTED = (
    "SELECT f.name FROM collection_file AS f JOIN collection_run AS r ON r.id = f.run_id"
    " WHERE f.written = 1 AND r.collect_on < ?"
)
_PAID_OUT = (
    "SELECT message_id FROM payout_file AS f WHERE execute_on < ? AND NOT EXISTS"
    " (SELECT 1 FROM payout WHERE file_id = f.id AND executed_on IS NULL AND returned_on IS NULL)"
)


def forget_bank_files(desk: Desk) -> int:
    """Take away the files that the bank carried out more than `KEPT_DAYS` ago, and what killed runs left beside them.

    Out: how many files. What is booked and has no name yet is left: the next run finishes it.
    """
    before = ((desk.working_date - timedelta(days=KEPT_DAYS)).isoformat(),)
    collected, paid = collection_folder(desk), payout_folder(desk)
    over = [collected / name for (name,) in desk.store.read(_COLLECTED, before)]
    over += [paid / f"{message_id.lower()}.xml" for (message_id,) in desk.store.read(_PAID_OUT, before)]
    removed = 0
    for path in over:
        with suppress(OSError):
            path.unlink()
            removed += 1
    if not unwritten(desk.store):
        removed += tidy_folder(collected) + tidy_folder(paid)
    return removed


def forget_items_of_costs(desk: Desk) -> int:
    """Let go of which items costs were of that were settled before the working date; of how many.

    Harmless to do more often; what is killed goes on with the next run. Who keeps a history of loans keeps these too.
    """
    desk.require(Right.TIDY)
    pace = Pace()
    done, day = 0, desk.working_date
    lost_before = day - timedelta(days=desk.library.lost.refund_days or 0)
    with desk.pieces(pace) as piece:
        while has_items_to_forget(desk.store, day, lost_before):
            with piece() as tx:
                done += forget_items(tx, day, lost_before, pace.rows)
                tx.journal("items of costs forgotten", after={"postings": done})
    return done
