"""Totals over the ledger for cash-up and overviews: by day, by till and method, by kind and VAT rate.

Only reads; amounts are in whole cents. Where a branch or till is asked for, "" stands for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader

_TAKING = (
    "coalesce(sum(cents) FILTER (WHERE cents > 0), 0), coalesce(-sum(cents) FILTER (WHERE cents < 0), 0), count(*)"
)
"""The columns of a `Taking`."""


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


def till_takings(reader: Reader, branch: str, till: str, *, after: int, until: int | None = None) -> dict[str, Taking]:
    """What went through one till by method, of the payments after one id up to and including another (None: to now)."""
    rows = reader.read(
        f"SELECT way, {_TAKING} FROM payment WHERE branch = ? AND till = ? AND id > ? AND id <= ?"
        " GROUP BY way ORDER BY way",
        (branch, till, after, 2**62 if until is None else until),
    )
    return {str(way): Taking(received, paid_out, count) for way, received, paid_out, count in rows}


def till_rounding(reader: Reader, branch: str, till: str, *, after: int, until: int) -> int:
    """What rounding to five cents added to the cash of a till in these payments, in cents; below zero took off."""
    row = reader.read_one(
        "SELECT coalesce(sum(CASE WHEN p.counters IS NULL THEN c.cents ELSE -c.cents END), 0) FROM payment AS p"
        " JOIN cash_rounding AS r ON r.payment_id = coalesce(p.counters, p.id) JOIN charge AS c ON c.id = r.charge_id"
        " WHERE p.branch = ? AND p.till = ? AND p.id > ? AND p.id <= ?",
        (branch, till, after, until),
    )
    assert row is not None
    return int(row[0])


def payment_totals(reader: Reader, first: date, last: date, *, branch: str = "", till: str = "") -> list[PaymentTotal]:
    """All payments received on these days (both included), per day, branch, till and method."""
    rows = reader.read(
        f"SELECT received_on, branch, coalesce(till, ''), way, {_TAKING} FROM payment"
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
        "SELECT booked_on, kind, vat_percent, sum(cents), count(*) FROM charge"
        " WHERE booked_on BETWEEN :first AND :last AND (:branch = '' OR branch = :branch)"
        " GROUP BY booked_on, kind, vat_percent ORDER BY booked_on, kind, vat_percent",
        {"first": first.isoformat(), "last": last.isoformat(), "branch": branch},
    )
    return [ChargeTotal(date.fromisoformat(day), *rest) for day, *rest in rows]


def rate_totals(reader: Reader, first: date, last: date, *, branch: str = "") -> list[RateTotal]:
    """All charges booked on these days (both included), per VAT rate: what the VAT is computed over."""
    rows = reader.read(
        "SELECT vat_percent, sum(cents), count(*) FROM charge WHERE booked_on BETWEEN :first AND :last"
        " AND (:branch = '' OR branch = :branch) GROUP BY vat_percent ORDER BY vat_percent",
        {"first": first.isoformat(), "last": last.isoformat(), "branch": branch},
    )
    return [RateTotal(*row) for row in rows]
