"""Totals over the ledger for cash-up and overviews: by day, by till and method, by kind and VAT rate.

Only reads; amounts are in whole cents. Where a branch or till is asked for, "" stands for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.store.reading import Reader

_TO_NOW = 2**62
_TAKING = (
    "coalesce(sum(cents) FILTER (WHERE cents > 0), 0), coalesce(-sum(cents) FILTER (WHERE cents < 0), 0), count(*)"
)
"""The columns of a `Taking`."""


# What goes through a till without a customer counts with payments and charges.
_ALL_PAID = (
    "(SELECT received_on, branch, till, way, cents FROM payment"
    " UNION ALL SELECT booked_on, branch, till, way, cents FROM till_sale) AS paid"
)
_ALL_CHARGED = (
    "(SELECT booked_on, branch, kind, vat_percent, cents FROM charge"
    " UNION ALL SELECT s.booked_on, s.branch, s.kind, l.vat_percent, l.cents FROM till_sale_line AS l"
    " JOIN till_sale AS s ON s.id = l.sale_id"
    f" UNION ALL SELECT booked_on, branch, '{ChargeKind.ROUNDING}', 0, rounding_cents FROM till_sale"
    " WHERE rounding_cents <> 0) AS charged"
)


@dataclass(frozen=True, slots=True)
class Taking:
    """What came in by one method and what went out (paid back or taken back), both above zero, and in how many."""

    received_cents: int = 0
    paid_out_cents: int = 0
    count: int = 0

    @property
    def cents(self) -> int:
        """What is left of it."""
        return self.received_cents - self.paid_out_cents


@dataclass(frozen=True, slots=True)
class PaymentTotal:
    """The payments of one day in one till by one method; `till` is empty where money goes through no till."""

    day: date
    branch: str
    till: str
    way: str
    taking: Taking


@dataclass(frozen=True, slots=True)
class ChargeTotal:
    """What was charged on one day of one kind at one VAT rate; countered amounts taken off."""

    day: date
    kind: str
    vat_percent: int
    cents: int
    count: int


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What was charged in a period at one VAT rate, VAT included."""

    vat_percent: int
    cents: int
    count: int


def last_payment(reader: Reader) -> int:
    """The id of the newest payment; 0 without any. Payments are never deleted, so what comes later has a higher one."""
    row = reader.read_one("SELECT max(id) FROM payment")
    return 0 if row is None or row[0] is None else int(row[0])


def till_takings(
    reader: Reader,
    branch: str,
    till: str,
    *,
    after: int,
    until: int | None = None,
    after_sale: int = 0,
    until_sale: int | None = None,
) -> dict[str, Taking]:
    """What went through one till by method, of the payments after one id up to and including another (None: to now).

    And of the sales and outgoings between two ids of theirs.
    """
    rows = reader.read(
        f"SELECT way, {_TAKING} FROM (SELECT way, cents FROM payment"
        " WHERE branch = ?1 AND till = ?2 AND id > ?3 AND id <= ?4 UNION ALL SELECT way, cents FROM till_sale"
        " WHERE branch = ?1 AND till = ?2 AND id > ?5 AND id <= ?6) AS taken GROUP BY way ORDER BY way",
        (
            *(branch, till, after, _TO_NOW if until is None else until),
            *(after_sale, _TO_NOW if until_sale is None else until_sale),
        ),
    )
    return {str(way): Taking(received, paid_out, count) for way, received, paid_out, count in rows}


def till_rounding(
    reader: Reader, branch: str, till: str, *, after: int, until: int, after_sale: int, until_sale: int
) -> int:
    """What rounding to five cents added to the cash of a till in these payments and sales, in cents; or took off."""
    row = reader.read_one(
        "SELECT (SELECT coalesce(sum(CASE WHEN p.counters IS NULL THEN c.cents ELSE -c.cents END), 0)"
        " FROM payment AS p JOIN cash_rounding AS r ON r.payment_id = coalesce(p.counters, p.id)"
        " JOIN charge AS c ON c.id = r.charge_id WHERE p.branch = ?1 AND p.till = ?2 AND p.id > ?3 AND p.id <= ?4)"
        " + (SELECT coalesce(sum(rounding_cents), 0) FROM till_sale"
        " WHERE branch = ?1 AND till = ?2 AND id > ?5 AND id <= ?6)",
        (branch, till, after, until, after_sale, until_sale),
    )
    assert row is not None
    return int(row[0])


def payment_totals(reader: Reader, first: date, last: date, *, branch: str = "", till: str = "") -> list[PaymentTotal]:
    """All payments received on these days (both included), per day, branch, till and method."""
    rows = reader.read(
        f"SELECT received_on, branch, coalesce(till, ''), way, {_TAKING} FROM {_ALL_PAID}"
        " WHERE received_on BETWEEN :first AND :last AND (:branch = '' OR branch = :branch)"
        " AND (:till = '' OR till = :till) GROUP BY received_on, branch, coalesce(till, ''), way"
        " ORDER BY received_on, branch, coalesce(till, ''), way",
        {"first": first.isoformat(), "last": last.isoformat(), "branch": branch, "till": till},
    )
    return [
        PaymentTotal(date.fromisoformat(day), where, drawer, way, Taking(received, paid_out, count))
        for day, where, drawer, way, received, paid_out, count in rows
    ]


def charge_totals(reader: Reader, first: date, last: date, *, branch: str = "") -> list[ChargeTotal]:
    """All charges booked on these days (both included), per day, kind and VAT rate."""
    rows = reader.read(
        f"SELECT booked_on, kind, vat_percent, sum(cents), count(*) FROM {_ALL_CHARGED}"
        " WHERE booked_on BETWEEN :first AND :last AND (:branch = '' OR branch = :branch)"
        " GROUP BY booked_on, kind, vat_percent ORDER BY booked_on, kind, vat_percent",
        {"first": first.isoformat(), "last": last.isoformat(), "branch": branch},
    )
    return [ChargeTotal(date.fromisoformat(day), *rest) for day, *rest in rows]


def rate_totals(reader: Reader, first: date, last: date, *, branch: str = "") -> list[RateTotal]:
    """All charges booked on these days (both included), per VAT rate: what the VAT is computed over."""
    rows = reader.read(
        f"SELECT vat_percent, sum(cents), count(*) FROM {_ALL_CHARGED} WHERE booked_on BETWEEN :first AND :last"
        " AND (:branch = '' OR branch = :branch) GROUP BY vat_percent ORDER BY vat_percent",
        {"first": first.isoformat(), "last": last.isoformat(), "branch": branch},
    )
    return [RateTotal(*row) for row in rows]
