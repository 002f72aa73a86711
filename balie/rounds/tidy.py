"""Forgetting what has been kept as long as it may be, in every department and on the disk (docs/personal-data.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.customers.privacy.retention import forget_expired, note_clock_is_right, work_before_a_gap
from balie.finance.bank.forget import forget_bank_texts
from balie.finance.forget import forget_bank_files, forget_items_of_costs
from balie.lending.history import forget_bons, unlink_loans
from balie.lending.holds.history import unlink_holds
from balie.messages.spool import tidy_spool
from balie.store.aside import tidy_folder

if TYPE_CHECKING:
    from balie.customers.privacy.retention import Forgotten
    from balie.desk import Desk

__all__ = ["Tidied", "last_work_before_a_doubtful_day", "note_clock_is_right", "tidy"]

_FAR = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How much was forgotten: `expired` of customers, and how many bons of lending, loans and holds that were
    somebody's, entries of the bank, and files.
    """

    expired: Forgotten
    bons: int
    loans: int
    holds: int
    bank_entries: int
    files: int


def last_work_before_a_doubtful_day(desk: Desk) -> date | None:
    """The last day of work when the working date is so far from it that the clock may be wrong; None otherwise.

    Nothing may be forgotten then before somebody said that the day is right (`note_clock_is_right`).
    """
    return work_before_a_gap(desk, _FAR)


def tidy(desk: Desk) -> Tidied:
    """Forget everything that has been kept long enough on the working date. Harmless to do more often.

    What is killed goes on with the next run. Raises `Refusal` when the store cannot be written.
    """
    expired = forget_expired(desk)
    bons, loans, holds = forget_bons(desk), unlink_loans(desk), unlink_holds(desk)
    forget_items_of_costs(desk)
    bank_entries = forget_bank_texts(desk)
    files = tidy_spool(desk) + forget_bank_files(desk) + tidy_folder(desk.store.path.parent)
    desk.store.take_up_log()
    return Tidied(expired, bons, loans, holds, bank_entries, files)
