"""How long things are kept, and forgetting what has been kept long enough (rules.md#retention)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
