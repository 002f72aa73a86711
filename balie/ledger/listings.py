"""Lists over all customers for the overviews: the journal, what is open by age, credits, waivers; in pages by key.

Only reads, and holds no more than a page at a time; amounts are in whole cents. Where a branch is asked for, "" stands
for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.ledger.open_cents import not_spent, still_open

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Row

_LAST_ID = 2**62
OLDEST_ID = 0
"""Before every customer, payment and charge: where the first page begins."""

AGES = (30, 60, 90, 180)
"""The last day of every bracket of age but the last: 0-30, 31-60, 61-90, 91-180 days, and older."""

_OPEN = still_open("c")
_BRACKETS = ", ".join(f"coalesce(sum(open) FILTER (WHERE bracket = {place}), 0)" for place in range(len(AGES) + 1))
_BRACKET = (
    "CASE "
    + " ".join(f"WHEN booked_on >= :from_{place} THEN {place}" for place in range(len(AGES)))
    + f" ELSE {len(AGES)} END"
)
_OPEN_CHARGES = (
    f"SELECT customer_id, {_OPEN} AS open, {_BRACKET} AS bracket FROM charge AS c"
    " WHERE settled_on IS NULL AND cents > 0 AND customer_id > :after AND (:branch = '' OR branch = :branch)"
)
_CREDIT = (
    f"coalesce((SELECT sum({not_spent('p')})"
    " FROM payment AS p WHERE p.customer_id = customer.id AND p.spent_on IS NULL), 0)"
    f" - coalesce((SELECT sum({_OPEN}) FROM charge AS c WHERE c.customer_id = customer.id AND c.settled_on IS NULL"
    " AND c.cents < 0), 0)"
)


@dataclass(frozen=True, slots=True)
class OpenByAge:
    """What one customer (or, with id 0, everybody) still has to pay, by age of the charge: as `AGES`, and older."""

    customer_id: int
    brackets: tuple[int, ...]

    @property
    def cents(self) -> int:
        """All of it."""
        return sum(self.brackets)


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of the journal of the ledger. `cents` is what the customer owes more by it; a payment is below zero.

    `what` is a kind of charge or a method of payment; `vat_percent` None for a payment.
    """

    day: date
    is_payment: bool
    id: int
    customer_id: int
    what: str
    cents: int
    vat_percent: int | None
    branch: str
    till: str
    counters: bool
    note: str

    @property
    def key(self) -> JournalKey:
        """Where the next page begins."""
        return self.day.isoformat(), int(self.is_payment), self.id


JournalKey = tuple[str, int, int]
"""Day, charge (0) or payment (1), and id: the order of the journal."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """An amount that a customer need not pay: a payment by `kwijtschelding`, or (below zero) one taken back."""

    id: int
    day: date
    customer_id: int
    cents: int
    reason: str
    branch: str
    staff: str


def open_by_age(reader: Reader, today: date, *, branch: str = "", after: int, limit: int) -> list[OpenByAge]:
    """The customers after this actor-id with something open, and how old it is `today`; at most `limit` of them."""
    rows = reader.read(
        f"SELECT customer_id, {_BRACKETS} FROM ({_OPEN_CHARGES}) AS found GROUP BY customer_id"
        " ORDER BY customer_id LIMIT :limit",
        {**_ages(today), "branch": branch, "after": after, "limit": limit},
    )
    return [OpenByAge(row[0], tuple(row[1:])) for row in rows]


def credits_of(reader: Reader, *, branch: str = "", after: int, limit: int) -> list[tuple[int, int]]:
    """The customers (of this home branch) after this actor-id who have credit, with how much; at most `limit`."""
    return [
        (customer_id, cents)
        for customer_id, cents in reader.read(
            f"SELECT id, credit FROM (SELECT id, {_CREDIT} AS credit FROM customer WHERE id > ?"
            " AND (? = '' OR home_branch = ?)) AS found WHERE credit > 0 ORDER BY id LIMIT ?",
            (after, branch, branch, limit),
        )
    ]


def journal_lines(
    reader: Reader, first: date, last: date, *, branch: str = "", after: JournalKey | None, limit: int
) -> list[JournalLine]:
    """Charges and payments booked on these days (both included) in the order of the journal, at most `limit`."""
    day, kind, number = after or (first.isoformat(), -1, 0)
    found: list[JournalLine] = []
    for place, table, on, columns in _JOURNAL:
        # Of the day the page before ended on: charges come before payments.
        beyond = number if place == kind else 0 if place > kind else _LAST_ID
        select = f"SELECT {on}, {columns} FROM {table} WHERE (:branch = '' OR branch = :branch)"
        found += map(_line, _by_day(reader, select, on, (day, beyond), last, {"branch": branch}, limit))
    return sorted(found, key=lambda line: line.key)[:limit]


def waivers(
    reader: Reader, first: date, last: date, *, branch: str = "", after: tuple[str, int] | None, limit: int
) -> list[Waiver]:
    """What was waived on these days (both included), by day and id, at most `limit`."""
    select = (
        "SELECT received_on, id, customer_id, cents, coalesce(reason, ''), branch, staff FROM payment"
        " WHERE way = 'kwijtschelding' AND (:branch = '' OR branch = :branch)"
    )
    begin = after or (first.isoformat(), 0)
    rows = _by_day(reader, select, "received_on", begin, last, {"branch": branch}, limit)
    return [Waiver(number, date.fromisoformat(on), *rest) for on, number, *rest in rows]


def _by_day(
    reader: Reader,
    select: str,
    on: str,
    after: tuple[str, int],
    last: date,
    values: Mapping[str, str],
    limit: int,
) -> list[Row]:
    """The rows of a SELECT after a day and id up to and including the last day, at most `limit`, by day and id.

    The rest of the first day apart: of `(day, id) > (?, ?)` SQLite looks up the day only, and a day may be a whole run.
    """
    day, number = after
    params: dict[str, str | int] = {**values, "day": day, "id": number, "last": last.isoformat()}
    rows = reader.read(f"{select} AND {on} = :day AND id > :id ORDER BY id LIMIT :limit", {**params, "limit": limit})
    if len(rows) < limit:
        rest = f"{select} AND {on} > :day AND {on} <= :last ORDER BY {on}, id LIMIT :limit"
        rows += reader.read(rest, {**params, "limit": limit - len(rows)})
    return rows


_JOURNAL: Sequence[tuple[int, str, str, str]] = (
    (
        *(0, "charge", "booked_on"),
        "0, id, customer_id, kind, cents, vat_percent, branch, '', counters IS NOT NULL, coalesce(note, '')",
    ),
    (
        *(1, "payment", "received_on"),
        "1, id, customer_id, way, -cents, NULL, branch, coalesce(till, ''), counters IS NOT NULL, coalesce(reason, '')",
    ),
)
"""The tables of the journal: place in its order, name, day, and the other columns as a `JournalLine` takes them."""


def _line(row: Row) -> JournalLine:
    day, payment, number, customer_id, what, cents, percent, branch, till, counters, note = row
    return JournalLine(
        *(date.fromisoformat(day), bool(payment), number, customer_id, what, cents, percent, branch, till),
        bool(counters),
        note,
    )


def _ages(today: date) -> dict[str, str]:
    return {f"from_{place}": (today - timedelta(days=days)).isoformat() for place, days in enumerate(AGES)}
