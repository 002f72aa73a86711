"""What goes through a till without a customer: sales and outgoings, and taking one back (rules.md#till-sales)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.ledger.methods import Method
from balie.store.dialect import among

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

SALE, OUTGOING = "verkoop", "kasuitgave"
"""The kinds, as they are stored and stand in overviews."""

_INSERT = (
    "INSERT INTO till_sale (kind, cents, rounding_cents, way, booked_on, branch, till, staff, note, counters)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_LINE = "INSERT INTO till_sale_line (sale_id, line, what, pieces, cents, vat_percent) VALUES (?, ?, ?, ?, ?, ?)"
_LINES = "SELECT what, pieces, cents, vat_percent FROM till_sale_line WHERE sale_id = ? ORDER BY line"
_SELECT = (
    "SELECT id, kind, cents, rounding_cents, way, booked_on, branch, till, staff, coalesce(note, ''), counters,"
    " EXISTS (SELECT 1 FROM till_sale AS n WHERE n.counters = s.id) FROM till_sale AS s"
)
_WHAT = f"SELECT sale_id, pieces, what FROM till_sale_line WHERE sale_id IN {among()} ORDER BY sale_id, line"


@dataclass(frozen=True, slots=True)
class SaleLine:
    """So many pieces of something, what they come to in cents (VAT included), and the VAT in it in per cent."""

    what: str
    pieces: int
    cents: int
    vat_percent: int


@dataclass(frozen=True, slots=True)
class TillSale:
    """A sale or an outgoing as booked; `cents` is what it adds to the till. `what` tells its lines."""

    id: int
    kind: str
    cents: int
    rounding_cents: int
    way: Method
    booked_on: date
    branch: str
    till: str
    staff: str
    note: str
    counters: int | None
    countered: bool
    what: str


def book_sale(
    tx: Transaction,
    kind: str,
    lines: Sequence[SaleLine],
    way: Method,
    till: str,
    *,
    rounding_cents: int = 0,
    note: str = "",
    counters: int | None = None,
) -> int:
    """Book a sale or an outgoing on the working date: its lines and the rounding of cash. Out: its id."""
    stamp = tx.stamp
    cents = sum(line.cents for line in lines) + rounding_cents
    sale_id = tx.insert(
        _INSERT,
        (
            *(kind, cents, rounding_cents, way, stamp.working_date.isoformat(), stamp.branch, till, stamp.staff),
            *(note or None, counters),
        ),
    )
    tx.execute_many(
        _LINE,
        [(sale_id, at, line.what, line.pieces, line.cents, line.vat_percent) for at, line in enumerate(lines)],
    )
    return sale_id


def counter_sale(tx: Transaction, sale: TillSale, *, reason: str) -> int:
    """Book the opposite of a sale or an outgoing in its own till. Out: its id."""
    lines = [SaleLine(what, -pieces, -cents, vat) for what, pieces, cents, vat in tx.read(_LINES, (sale.id,))]
    return book_sale(
        tx,
        sale.kind,
        lines,
        sale.way,
        sale.till,
        rounding_cents=-sale.rounding_cents,
        note=reason,
        counters=sale.id,
    )


def last_sale(reader: Reader) -> int:
    """The id of the newest sale or outgoing; 0 without any."""
    row = reader.read_one("SELECT coalesce(max(id), 0) FROM till_sale")
    assert row is not None
    return int(row[0])


def find_sale(reader: Reader, sale_id: int) -> TillSale | None:
    """One sale or outgoing; None where there is none with this id."""
    found = _read(reader, "id = ?", (sale_id,), 1)
    return found[0] if found else None


def sales_of_till(reader: Reader, branch: str, till: str, day: date, *, limit: int = 100) -> list[TillSale]:
    """The sales and outgoings of a till on a day, the newest first."""
    return _read(
        reader, "branch = ? AND till = ? AND booked_on = ? ORDER BY id DESC", (branch, till, day.isoformat()), limit
    )


def sales_between(
    reader: Reader, first: date, last: date, *, branch: str, till: str, after: int, limit: int
) -> list[TillSale]:
    """The sales and outgoings of these days (both included) with an id above `after`, in the order of booking."""
    return _read(
        reader,
        "booked_on BETWEEN ?1 AND ?2 AND (?3 = '' OR branch = ?3) AND (?4 = '' OR till = ?4) AND id > ?5 ORDER BY id",
        (first.isoformat(), last.isoformat(), branch, till, after),
        limit,
    )


def _read(reader: Reader, where: str, params: tuple[str | int, ...], limit: int) -> list[TillSale]:
    rows = list(reader.read(f"{_SELECT} WHERE {where} LIMIT {int(limit)}", params))
    what: dict[int, list[str]] = {}
    for sale_id, pieces, name in reader.read(_WHAT, (json.dumps([row[0] for row in rows]),)):
        what.setdefault(sale_id, []).append(f"{pieces} {name}")
    found = []
    for number, kind, cents, rounding, way, day, *rest, countered in rows:
        branch, till, staff, note, counters = rest
        found.append(
            TillSale(
                *(number, kind, cents, rounding, Method(way), date.fromisoformat(day), branch, till, staff, note),
                *(counters, bool(countered), ", ".join(what.get(number, ()))),
            )
        )
    return found
