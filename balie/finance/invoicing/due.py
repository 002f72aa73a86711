"""Which memberships have a period that starts in a month and was not made yet, read a page at a time by actor-id.

Found by reading the memberships in the order of their key: an index on the day would make every enrolment dearer, and
reading a million of them takes a fifth of a second.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from balie.customers.cards.numbers import own_number
from balie.customers.deceased import DECEASED
from balie.customers.mandates import holding_reference, last_collected
from balie.customers.memberships import Status
from balie.dutch.periods import last_of_month
from balie.store.dialect import each

if TYPE_CHECKING:
    from balie.store.reading import Reader

_LATEST = (
    "m.temporary = 0 AND m.paid_until IS NOT NULL"
    f" AND m.status NOT IN ({Status.INVALID:d}, {Status.LEFT:d}) AND (m.ended_on IS NULL OR m.ended_on > m.paid_until)"
    " AND NOT EXISTS (SELECT 1 FROM membership AS n WHERE n.customer_id = m.customer_id AND n.number > m.number)"
)
"""A period that another follows: the customer's last one, not temporary, not cancelled before its end, not ended."""

_DUE = f"m.paid_until BETWEEN :first AND :last AND {_LATEST}"
_IDS = (
    f"SELECT m.customer_id FROM membership AS m WHERE m.customer_id > :after AND {_DUE}"
    " ORDER BY m.customer_id LIMIT :limit"
)
_SPAN = "SELECT coalesce(min(customer_id), 0), coalesce(max(customer_id), 0) FROM membership"
_EARLIEST = (
    "SELECT min(m.paid_until) FROM membership AS m"
    f" WHERE m.paid_until >= :since AND m.paid_until < :first AND {_LATEST}"
)
_COUNT = f"SELECT count(*) FROM membership AS m WHERE {_DUE}"
# An address the post can use, of the kinds an invoice goes to (the rule is `customers.addressee`).
_ADDRESS = (
    "EXISTS (SELECT 1 FROM address AS a WHERE a.customer_id = m.customer_id AND a.kind IN ('invoice', 'post', 'main')"
    " AND a.street <> '' AND a.town <> '' AND (a.country <> 'NL' OR (a.number IS NOT NULL AND a.postcode <> '')))"
    " AND NOT EXISTS (SELECT 1 FROM block AS b WHERE b.customer_id = m.customer_id AND b.kind = 'address')"
)
_MAIL = (
    "(c.email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM bounce AS b WHERE b.customer_id = c.id AND b.email = c.email))"
)
_ROWS = (
    "SELECT m.customer_id, m.number, m.code, m.branch, m.way, m.reduced_65, m.started_on, m.paid_from, m.paid_until,"
    " m.price_cents, m.ended_on, c.birth_date, c.kind, c.initials, c.prefix, c.surname,"
    f" {own_number('c.id')}, {_MAIL} OR ({_ADDRESS}), d.reference, d.signed_on, d.iban,"
    " CASE WHEN d.reference IS NOT NULL THEN (SELECT max(day) FROM"
    f" (SELECT {last_collected('c.id')} AS day UNION ALL SELECT d.collected_before) AS collected) END"
    f" FROM {each(':ids')} AS w CROSS JOIN membership AS m"
    " JOIN customer AS c ON c.id = w.value"
    f" LEFT JOIN mandate AS d ON m.way <> 'factuur' AND d.reference = {holding_reference('m.customer_id')}"
    f" WHERE m.customer_id = w.value AND {_DUE}"
    f" AND substr(c.name_key, 1, 1) <> '{DECEASED}'"
)


class DuePeriod(NamedTuple):
    """The last period of a customer whose next one starts in the month, and what decides on that one; as stored.

    `reachable`: there is an e-mail address that works, or an address. The mandate is read for who pays by direct debit.
    """

    customer_id: int
    number: int
    code: str
    branch: str
    way: str
    reduced_65: int
    started_on: str
    paid_from: str | None
    paid_until: str
    price_cents: int
    ended_on: str | None
    birth_date: str | None
    kind: str
    initials: str | None
    prefix: str | None
    surname: str
    card: str | None
    reachable: int
    mandate: str | None
    signed_on: str | None
    iban: str | None
    collected_on: str | None


def due_ids(reader: Reader, month: date, *, after: int, limit: int) -> list[int]:
    """The first so many customers beyond actor-id `after` with a period that starts in the month of `month`."""
    return [row[0] for row in reader.read(_IDS, {**_days(month), "after": after, "limit": limit})]


def read_due(reader: Reader, month: date, customer_ids: Sequence[int]) -> list[DuePeriod]:
    """Those of these customers who still have a period that starts in the month of `month`, in the same order."""
    rows = reader.read(_ROWS, {**_days(month), "ids": json.dumps(customer_ids)})
    return [DuePeriod._make(row) for row in rows]


def count_due(reader: Reader, month: date) -> int:
    """How many customers `due_ids` gives for that month in all."""
    row = reader.read_one(_COUNT, _days(month))
    assert row is not None
    return int(row[0])


def earliest_due(reader: Reader, month: date, since: date | None) -> date | None:
    """The first month before that of `month`, and after that of `since`, in which a period starts that was not made."""
    days = {"first": _days(month)["first"], "since": last_of_month(since).isoformat() if since else ""}
    row = reader.read_one(_EARLIEST, days)
    if row is None or row[0] is None:
        return None
    return (date.fromisoformat(row[0]) + timedelta(days=1)).replace(day=1)


def id_span(reader: Reader) -> tuple[int, int]:
    """The lowest and the highest actor-id of a member: how far a run has come is told by where it is between them."""
    row = reader.read_one(_SPAN)
    assert row is not None
    return row[0], row[1]


def _days(month: date) -> dict[str, str]:
    """The last days of the periods that are followed by one that starts in that month."""
    first = month.replace(day=1)
    return {
        "first": (first - timedelta(days=1)).isoformat(),
        "last": (last_of_month(first) - timedelta(days=1)).isoformat(),
    }
