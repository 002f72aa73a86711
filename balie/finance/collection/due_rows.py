"""The charges that are due in the run of a month, as the store has them: one row each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from balie.customers.cards.numbers import own_number
from balie.customers.mandates import IS_COLLECTED, holding_reference
from balie.dutch.periods import first_of_next_month
from balie.ledger.open_cents import still_open

if TYPE_CHECKING:
    from balie.store.reading import Reader

PAGE = 1_000
"""Charges that are read at once."""

_DUE = f"""
SELECT c.customer_id, c.id, {still_open("c")}, c.booked_on, coalesce(m.paid_from, m.started_on), m.paid_until,
    coalesce(a.announced_on, i.made_on), coalesce(a.channel, 'factuur'),
    d.reference, d.signed_on, d.iban, d.holder,
    k.attempt, k.mandate_reference, k.returned_on, k.reason, k.payment_id IS NOT NULL AND k.returned_on IS NULL,
    {own_number("c.customer_id")},
    (SELECT last_day FROM cancellation WHERE customer_id = c.customer_id AND withdrawn_on IS NULL
        AND settled_on IS NULL AND last_day < m.paid_until LIMIT 1),
    p.name_key, p.initials, p.prefix, p.surname
FROM charge AS c
JOIN membership AS m ON m.customer_id = c.customer_id AND m.number = c.membership_number
JOIN customer AS p ON p.id = c.customer_id
LEFT JOIN announcement AS a ON a.charge_id = c.id
LEFT JOIN invoice AS i ON i.id = c.invoice_id
LEFT JOIN mandate AS d ON d.reference = {holding_reference("c.customer_id")}
LEFT JOIN collection AS k ON k.charge_id = c.id
    AND k.attempt = (SELECT max(attempt) FROM collection WHERE charge_id = c.id)
WHERE (c.customer_id, c.id) > (?, ?) AND c.settled_on IS NULL AND c.kind = 'contributie' AND c.cents > 0
    AND m.way {IS_COLLECTED} AND coalesce(m.paid_from, m.started_on) < ?
ORDER BY c.customer_id, c.id LIMIT ?
"""


class DueRow(NamedTuple):
    """Columns as the store has them: days as ISO text. The mandate is the last one that was not withdrawn.

    `attempt` and what follows it tell of the last time the charge was presented; `ends_on` is the last day of a
    membership that was cancelled and is not settled yet.
    """

    customer_id: int
    charge_id: int
    cents: int
    booked_on: str
    paid_from: str
    paid_until: str | None
    announced_on: str | None
    channel: str
    reference: str | None
    signed_on: str | None
    iban: str | None
    holder: str | None
    attempt: int | None
    tried_reference: str | None
    returned_on: str | None
    reason: str | None
    is_booked: int
    number: str | None
    ends_on: str | None
    name_key: str
    initials: str | None
    prefix: str | None
    surname: str

    @property
    def is_under_way(self) -> bool:
        """Whether it is at the bank, and nothing was heard of it yet."""
        return self.attempt is not None and self.returned_on is None and not self.is_booked


def due_rows(reader: Reader, month: date, after: tuple[int, int]) -> list[DueRow]:
    """A page of the open charges whose period has begun by that month, behind `after` (actor-id and charge)."""
    rows = reader.read(_DUE, (*after, first_of_next_month(month).isoformat(), PAGE))
    return [DueRow(*row) for row in rows]
