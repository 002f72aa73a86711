"""Forgetting who the entries on the desk's list were from, once the law does not ask it any more.

Source: rules.md#retention.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.customers.privacy.retention import FISCAL_YEARS
from balie.library.rights import Right
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.desk import Desk

FORGOTTEN = "bank texts forgotten"
"""The word in the journal."""
# By day and id, which an index holds. What was booked keeps nothing of who paid; see step 14 of the schema.
_PAGE = (
    "SELECT booked_on, id FROM bank_entry WHERE booked_on < ? AND (booked_on, id) > (?, ?) AND state <> 'booked'"
    " AND (coalesce(name, iban, text) IS NOT NULL OR (payment_id IS NULL AND end_to_end IS NOT NULL))"
    " ORDER BY booked_on, id LIMIT ?"
)
# What its sender called it stays where a payment came of it, which bears the same reference.
_FORGET = (
    "UPDATE bank_entry SET name = NULL, iban = NULL, text = NULL, proposed_invoice = NULL,"
    " end_to_end = CASE WHEN payment_id IS NULL THEN NULL ELSE end_to_end END WHERE id = ?"
)


def kept_since(today: date) -> date:
    """The first day of the years whose entries are kept whole: on 09-04-2032 that is 01-01-2025 (AWR art. 52)."""
    return date(today.year - FISCAL_YEARS, 1, 1)


def forget_bank_texts(desk: Desk) -> int:
    """Forget name, account and text of entries that were not booked by themselves, seven years after their year.

    Day, amount, the posting it led to and why it was set aside stay. Out: how many entries. Harmless to do more often;
    what is killed goes on with the next run.
    """
    desk.require(Right.TIDY)
    before = kept_since(desk.working_date).isoformat()
    day, last, done = "", 0, 0
    pace = Pace()
    with desk.pieces(pace) as piece:
        while rows := desk.store.read(_PAGE, (before, day, last, pace.rows)):
            day, last = rows[-1]
            with piece() as tx:
                tx.execute_many(_FORGET, [(entry_id,) for _, entry_id in rows])
                tx.journal(FORGOTTEN, after={"entries": len(rows)})
            done += len(rows)
    return done
