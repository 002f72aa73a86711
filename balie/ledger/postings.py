"""The history of a customer's money: charges and payments, the newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from balie.library.terms import ChargeKind
from balie.store.dialect import day_number

if TYPE_CHECKING:
    from balie.store.reading import Reader

_BITS = 40
_PAYMENT_BIT = 1 << (_BITS - 1)
_LAST = 2**62
"""After every key."""


def _key(day: str, bit: int) -> str:
    """The key of a page: the day, charges before the payments of that day, and the order of booking."""
    return f"({day_number(day)} << {_BITS}) + {bit} + id"


_SELECT = f"""
SELECT * FROM (
    SELECT {_key("booked_on", 0)} AS key, id, NULL AS method, kind, booked_on, cents, note, branch,
        membership_number, counters, (SELECT n.id FROM charge AS n WHERE n.counters = charge.id), settled_on, invoice_id
    FROM charge WHERE customer_id = :customer_id
    UNION ALL
    SELECT {_key("received_on", _PAYMENT_BIT)}, id, way, NULL, received_on, cents, reason, branch,
        staff, counters, (SELECT n.id FROM payment AS n WHERE n.counters = payment.id), till, bank_reference
    FROM payment WHERE customer_id = :customer_id
) AS posting WHERE key < :before ORDER BY key DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class ChargePosting:
    """A charge as booked. `counters` is the charge it takes back, `countered_by` the one that takes this back.

    `settled_on` is when nothing of it was open any more, None while something is.
    """

    key: int
    charge_id: int
    kind: ChargeKind
    on: date
    cents: int
    note: str
    branch: str
    membership_number: int | None
    counters: int | None
    countered_by: int | None
    settled_on: date | None
    invoice_id: int | None


@dataclass(frozen=True, slots=True)
class PaymentPosting:
    """A payment as booked, below zero what went out. `counters` and `countered_by` as in `ChargePosting`.

    `method` is a `Method`, or what an older store has there.
    """

    key: int
    payment_id: int
    method: str
    on: date
    cents: int
    reason: str
    branch: str
    staff: str
    counters: int | None
    countered_by: int | None
    till: str
    bank_reference: str


Posting: TypeAlias = ChargePosting | PaymentPosting


def postings(reader: Reader, customer_id: int, *, before: int | None = None, limit: int = 50) -> list[Posting]:
    """Charges and payments of a customer, the newest first; `before` is the `key` of the last of the page before."""
    found: list[Posting] = []
    for key, row_id, method, kind, day, cents, text, branch, *rest in reader.read(
        _SELECT, {"customer_id": customer_id, "before": _LAST if before is None else before, "limit": limit}
    ):
        on = date.fromisoformat(day)
        if method is None:
            number, counters, countered, settled, invoice_id = rest
            settled_on = None if settled is None else date.fromisoformat(settled)
            found.append(
                ChargePosting(
                    *(key, row_id, ChargeKind(kind), on, cents, text or "", branch),
                    *(number, counters, countered, settled_on, invoice_id),
                )
            )
        else:
            staff, counters, countered, till, reference = rest
            found.append(
                PaymentPosting(
                    *(key, row_id, method, on, cents, text or "", branch),
                    *(staff, counters, countered, till or "", reference or ""),
                )
            )
    return found
