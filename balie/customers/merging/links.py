"""What of a customer belongs together, row by row: what a merge that is undone may not tear apart.

Read from the store as it is now, for the one record that the two have become. A row is named by its table and its key;
a charge or a payment that was taken back and what counters it are one, under the name of the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.library.terms import ChargeKind
from balie.store.dialect import member

if TYPE_CHECKING:
    from balie.store.reading import Reader

Key = tuple[str, int | str]
"""A table and the key of a row in it."""

NUMBERED = (
    *("cancellation", "invoice", "charge", "payment", "refund_request", "payout", "loan", "renewal", "hold"),
    *("receipt", "message"),
)
"""The tables of a customer whose rows have a number that tells the new ones from the old."""

_SAME = {
    # What belongs to a thing goes where that goes. Of a charge, the first that is found counts.
    "loan": "SELECT 'charge', c.id, 'loan', l.id FROM loan AS l JOIN charge AS c"
    " ON c.id IN (l.fee_charge_id, l.fine_charge_id) WHERE l.customer_id = :id",
    "booked fine": "SELECT 'charge', b.charge_id, 'loan', b.loan_id FROM fine_booking AS b"
    " JOIN loan AS l ON l.id = b.loan_id WHERE l.customer_id = :id",
    "renewal": "SELECT 'renewal', id, 'loan', loan_id FROM renewal WHERE customer_id = :id",
    "renewed": "SELECT 'charge', c.id, 'loan', r.loan_id FROM renewal AS r JOIN charge AS c"
    " ON c.id IN (r.fee_charge_id, r.fine_charge_id) WHERE r.customer_id = :id",
    "hold": "SELECT 'charge', fee_charge_id, 'hold', id FROM hold WHERE customer_id = :id"
    " AND fee_charge_id IS NOT NULL",
    "settlement": "SELECT 'charge', s.charge_id, 'cancellation', s.cancellation_id FROM settlement_credit AS s"
    " JOIN charge AS c ON c.id = s.charge_id WHERE c.customer_id = :id",
    "message": "SELECT 'message', id, 'invoice', CAST(substr(about, 9) AS INTEGER) FROM message"
    " WHERE customer_id = :id AND about LIKE 'invoice %'",
}
_MONEY = {
    # What was settled with what, unless that was taken back again; and what a payment was made for.
    "payment": "SELECT 'payment', coalesce(p.counters, p.id), 'charge', coalesce(c.counters, c.id)"
    " FROM allocation AS a JOIN payment AS p ON p.id = a.payment_id JOIN charge AS c ON c.id = a.charge_id"
    " WHERE p.customer_id = :id GROUP BY 2, 4 HAVING sum(a.cents) <> 0",
    "credit": "SELECT 'charge', coalesce(t.counters, t.id), 'charge', coalesce(c.counters, c.id)"
    " FROM allocation AS a JOIN charge AS t ON t.id = a.credit_id JOIN charge AS c ON c.id = a.charge_id"
    " WHERE t.customer_id = :id GROUP BY 2, 4 HAVING sum(a.cents) <> 0",
    "rounding": "SELECT 'payment', coalesce(p.counters, p.id), 'charge', coalesce(c.counters, c.id)"
    " FROM cash_rounding AS r JOIN payment AS p ON p.id = r.payment_id JOIN charge AS c ON c.id = r.charge_id"
    " WHERE p.customer_id = :id",
    "payout": "SELECT 'payment', coalesce(p.counters, p.id), 'payout', o.id FROM payout AS o"
    " JOIN payment AS p ON p.id = o.payment_id WHERE o.customer_id = :id",
    "payout of a cancellation": "SELECT 'cancellation', cancellation_id, 'payout', id FROM payout"
    " WHERE customer_id = :id AND cancellation_id IS NOT NULL",
    "payout of credit": "SELECT 'refund_request', refund_request_id, 'payout', id FROM payout"
    " WHERE customer_id = :id AND refund_request_id IS NOT NULL",
    "collection": "SELECT 'payment', coalesce(p.counters, p.id), 'charge', k.charge_id FROM collection AS k"
    " JOIN payment AS p ON p.id = k.payment_id WHERE p.customer_id = :id",
}

LINKED_BY = {
    *(("loan", "fee_charge_id"), ("loan", "fine_charge_id"), ("hold", "fee_charge_id")),
    *(("fine_booking", "charge_id"), ("fine_booking", "loan_id"), ("renewal", "loan_id")),
    *(("renewal", "fee_charge_id"), ("renewal", "fine_charge_id"), ("renewal", "membership_number")),
    *(("settlement_credit", "charge_id"), ("settlement_credit", "cancellation_id"), ("message", "about")),
    *(("cash_rounding", "payment_id"), ("cash_rounding", "charge_id")),
    *(("allocation", "payment_id"), ("allocation", "credit_id"), ("allocation", "charge_id")),
    *(("payout", "payment_id"), ("payout", "cancellation_id"), ("payout", "refund_request_id")),
    *(("collection", "charge_id"), ("collection", "payment_id"), ("charge", "counters"), ("payment", "counters")),
    *(("charge", "invoice_id"), ("charge", "membership_number"), ("loan", "membership_number")),
    *(("cancellation", "membership_number"), ("card", "successor")),
}
"""The columns by which a row of a customer is tied to another, all of which are looked at here."""


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """What of a charge decides whose it is; `first` is the charge that it counters, or the charge itself."""

    id: int
    first: int
    kind: ChargeKind
    invoice_id: int | None
    period: int | None


def charges_of(reader: Reader, customer_id: int) -> list[ChargeRow]:
    """The charges of a customer, in the order in which they were booked."""
    rows = reader.read(
        "SELECT id, coalesce(counters, id), kind, invoice_id, membership_number FROM charge WHERE customer_id = ?"
        " ORDER BY id",
        (customer_id,),
    )
    return [
        ChargeRow(id_, first, ChargeKind(kind), invoice_id, period) for id_, first, kind, invoice_id, period in rows
    ]


def payments_of(reader: Reader, customer_id: int) -> list[tuple[int, int]]:
    """The payments of a customer, each with the one that it counters, or itself."""
    return reader.read("SELECT id, coalesce(counters, id) FROM payment WHERE customer_id = ?", (customer_id,))


def belongings(reader: Reader, customer_id: int) -> Iterator[tuple[Key, Key]]:
    """What goes where something else goes: the row itself, and what it belongs to."""
    for sql in _SAME.values():
        for table, row, other, of in reader.read(sql, {"id": customer_id}):
            yield (table, row), (other, of)


def money_links(reader: Reader, customer_id: int) -> Iterator[tuple[Key, Key]]:
    """What can only go together: payments and credit with what they settle, payouts with what they pay out."""
    for sql in _MONEY.values():
        for table, row, other, of in reader.read(sql, {"id": customer_id}):
            yield (table, row), (other, of)


def periods_of(reader: Reader, table: str, customer_id: int) -> dict[int, int | None]:
    """Per row of a table that names a period of the membership: which one."""
    return dict(reader.read(f"SELECT id, membership_number FROM {table} WHERE customer_id = ?", (customer_id,)))


def successors_of(reader: Reader, customer_id: int) -> dict[str, str | None]:
    """The numbers of a customer, each with the one that took its place."""
    return dict(reader.read("SELECT number, successor FROM card WHERE customer_id = ? ORDER BY number", (customer_id,)))


def card_invoices(reader: Reader, customer_id: int, since: int) -> dict[int, str]:
    """Per invoice for a card that took the place of another, after that row of the journal: the new number."""
    rows = reader.read(
        f"SELECT {member('after', 'invoice')}, {member('after', 'number')} FROM journal WHERE customer_id = ?"
        " AND id > ? AND action = 'card replaced' AND after IS NOT NULL",
        (customer_id, since),
    )
    return {invoice_id: number for invoice_id, number in rows if invoice_id is not None}


def last_numbers(reader: Reader) -> dict[str, int]:
    """The highest number in each table of `NUMBERED`: what has a higher one later is new."""
    return {table: _last(reader, table) for table in NUMBERED}


def _last(reader: Reader, table: str) -> int:
    row = reader.read_one(f"SELECT coalesce(max(id), 0) FROM {table}")
    assert row is not None
    return int(row[0])
