"""How long things are kept, and forgetting what has been kept long enough (rules.md#retention)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from balie.customers.bounces import forget_old_addresses, old_addresses
from balie.customers.mandates import last_collected
from balie.dutch.periods import add_months
from balie.library.rights import Right
from balie.messages.forget import forget_texts
from balie.store.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

FISCAL_YEARS = 7
"""Postings are kept for so many years after their financial year, which is the calendar year (AWR art. 52)."""
MANDATE_MONTHS = 14
"""Evidence of a mandate after the last collection: a collection can be disputed for thirteen months."""
_CLOCK_IS_RIGHT = "clock confirmed"
JOURNAL_MONTHS = 24
"""What was before and after in the journal; that something was done is kept."""
_LOOKED_AT = 5_000
_OLD_JOURNAL = (
    "SELECT id FROM journal WHERE id > ? AND working_date < ? AND (before IS NOT NULL OR after IS NOT NULL)"
    " ORDER BY id LIMIT ?"
)
_NEEDLESS_MANDATE = (
    f"customer_id IN (SELECT customer_id FROM removal) AND coalesce({last_collected('mandate.customer_id')} < ?, TRUE)"
)

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was forgotten: names beside postings of removed customers, their mandates, rows of the journal, texts of
    messages, and e-mail addresses that bounced and are nobody's any more.
    """

    names: int
    mandates: int
    journal: int
    texts: int
    bounced: int


def work_before_a_gap(desk: Desk, longest: timedelta) -> date | None:
    """The last day of work before a gap longer than `longest` that ends in the last such time; None without a gap.

    What a clock that runs ahead looks like: nothing for a long while, and then today. The gap may lie before what was
    done by that clock already. A gap that somebody said is right (`note_clock_is_right`) is none.
    """
    since = desk.working_date - longest
    row = desk.store.read_one(
        "SELECT (SELECT min(working_date) FROM journal WHERE working_date >= :since AND working_date <= :today),"
        " (SELECT max(working_date) FROM journal WHERE working_date < :since)",
        {"since": since.isoformat(), "today": desk.working_date.isoformat()},
    )
    first, before = row or (None, None)
    last = date.fromisoformat(before) if before is not None else None
    if first is None:
        # A store that nobody worked in: when it was last written says whether the clock can be right.
        written = datetime.fromtimestamp(desk.store.path.stat().st_mtime).astimezone().date()
        last = written if last is None else max(last, written)
    elif last is None or date.fromisoformat(first) - last <= longest:
        return None
    if last >= since or desk.store.read_one(
        "SELECT 1 FROM journal WHERE action = ? AND working_date >= ?", (_CLOCK_IS_RIGHT, since.isoformat())
    ):
        return None
    return last


def note_clock_is_right(desk: Desk) -> None:
    """Note that somebody said the day is right, after a long time without work."""
    desk.require(Right.TIDY)
    with desk.transaction() as tx:
        tx.journal(_CLOCK_IS_RIGHT)


def keep_until(posted: date) -> date:
    """The last day on which a posting must be kept: 15-05-2025 → 31-12-2032."""
    return date(posted.year + FISCAL_YEARS, 12, 31)


def collected_before(day: date) -> date:
    """A mandate whose last collection was before this day need not be kept on `day`."""
    return add_months(day, -MANDATE_MONTHS)


def last_posting(reader: Reader, customer_id: int) -> date | None:
    """The day of the last invoice, charge or payment of a customer; None without any."""
    row = reader.read_one(
        "SELECT max(day) FROM (SELECT max(made_on) AS day FROM invoice WHERE customer_id = :id"
        " UNION ALL SELECT max(booked_on) FROM charge WHERE customer_id = :id"
        " UNION ALL SELECT max(received_on) FROM payment WHERE customer_id = :id) AS posted",
        {"id": customer_id},
    )
    return None if row is None or row[0] is None else date.fromisoformat(row[0])


def postings_kept_until(posted: date | None, day: date) -> date | None:
    """Until when name and address stand beside postings, the last of which is of `posted`; None when that is over."""
    if posted is None or keep_until(posted) < day:
        return None
    return keep_until(posted)


def forget_expired(desk: Desk) -> Forgotten:
    """Forget what was kept for the law and need not be any longer; to be done once a day, and harmless more often.

    Names and addresses of removed customers, their mandates, what the journal of long ago holds of anybody, and what
    messages said that went out long enough ago. What is killed goes on with the next run.
    """
    forgotten = Forgotten(
        names=_forget_names(desk),
        mandates=_forget_mandates(desk),
        journal=_forget_journal(desk),
        texts=forget_texts(desk),
        bounced=_in_pieces(desk, "bounced", old_addresses(desk.store), forget_old_addresses),
    )
    desk.store.take_up_log()
    return forgotten


def _forget_names(desk: Desk) -> int:
    today = desk.working_date

    def is_over(reader: Reader, customer_id: int) -> bool:
        return postings_kept_until(last_posting(reader, customer_id), today) is None

    def forget(tx: Transaction, some: Sequence[int]) -> int:
        over = [(one,) for one in some if is_over(tx, one)]
        tx.execute_many("UPDATE removal SET name = NULL, address = NULL WHERE customer_id = ?", over)
        return len(over)

    kept = desk.store.read("SELECT customer_id FROM removal WHERE name IS NOT NULL")
    return _in_pieces(desk, "names", [one for (one,) in kept if is_over(desk.store, one)], forget)


def _forget_mandates(desk: Desk) -> int:
    before = collected_before(desk.working_date).isoformat()

    def forget(tx: Transaction, some: Sequence[str]) -> int:
        sql = f"DELETE FROM mandate WHERE reference = ? AND {_NEEDLESS_MANDATE}"
        return sum(tx.execute(sql, (reference, before)).rowcount for reference in some)

    found = desk.store.read(f"SELECT reference FROM mandate WHERE {_NEEDLESS_MANDATE}", (before,))
    return _in_pieces(desk, "mandates", [reference for (reference,) in found], forget)


def _forget_journal(desk: Desk) -> int:
    before = add_months(desk.working_date, -JOURNAL_MONTHS)
    last = forgotten = 0
    while found := desk.store.read(_OLD_JOURNAL, (last, before.isoformat(), _LOOKED_AT)):
        last = found[-1][0]
        ids = [journal_id for (journal_id,) in found]
        forgotten += _in_pieces(desk, "journal", ids, lambda tx, some: tx.forget_before(before, some))
    return forgotten


def _in_pieces(desk: Desk, what: str, found: Sequence[One], forget: Callable[[Transaction, Sequence[One]], int]) -> int:
    """Let `forget` do what was found, a few at a time, each time with a row in the journal. Out: how many it did."""
    desk.require(Right.TIDY)
    looked_at = forgotten = 0
    pace = Pace()
    with desk.pieces(pace) as piece:
        while some := found[looked_at : looked_at + pace.rows]:
            looked_at += len(some)
            with piece() as tx:
                if done := forget(tx, some):
                    tx.journal("expired data forgotten", after={what: done})
            forgotten += done
    return forgotten
