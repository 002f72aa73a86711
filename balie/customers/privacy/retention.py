"""How long things are kept, and forgetting what has been kept long enough (rules.md#retention)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from balie.customers.bounces import forget_old_addresses
from balie.dutch.periods import add_months
from balie.messages.forgetting import forget_texts

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

FISCAL_YEARS = 7
"""Postings are kept for so many years after their financial year, which is the calendar year (AWR art. 52)."""
MANDATE_MONTHS = 14
"""Evidence of a mandate after the last collection: a collection can be disputed for thirteen months."""
_CLOCK_IS_RIGHT = "clock confirmed"
JOURNAL_MONTHS = 24
"""What was before and after in the journal; that something was done is kept."""


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
        " UNION ALL SELECT max(received_on) FROM payment WHERE customer_id = :id)",
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
    messages said that went out long enough ago.
    """
    today = desk.working_date
    with desk.transaction() as tx:
        kept = [row[0] for row in tx.read("SELECT customer_id FROM removal WHERE name IS NOT NULL")]
        over = [one for one in kept if postings_kept_until(last_posting(tx, one), today) is None]
        for customer_id in over:
            tx.execute("UPDATE removal SET name = NULL, address = NULL WHERE customer_id = ?", (customer_id,))
        mandates = tx.execute(
            "DELETE FROM mandate WHERE customer_id IN (SELECT customer_id FROM removal) AND coalesce((SELECT"
            " max(received_on) FROM payment AS p WHERE p.customer_id = mandate.customer_id"
            " AND p.way IN ('incasso', 'maandincasso')) < ?, 1)",
            (collected_before(today).isoformat(),),
        ).rowcount
        before = add_months(today, -JOURNAL_MONTHS)
        journal = tx.forget_before(before)
        bounced = forget_old_addresses(tx)
        if over or mandates or journal or bounced:
            counts = {"names": len(over), "mandates": mandates, "journal": journal, "bounced": bounced}
            tx.journal("expired data forgotten", after=counts)
    texts = forget_texts(desk)
    desk.store.take_up_log()
    return Forgotten(len(over), mandates, journal, texts, bounced)
