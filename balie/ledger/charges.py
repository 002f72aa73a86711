"""Charging a customer: single charges and invoices, and the VAT in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.money import half_up
from balie.dutch.payment_reference import payment_reference
from balie.library.terms import COLLECTED_WAYS, ChargeKind

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction, Value

_INCLUDED = "inbegrepen"
_NONE = "geen"

INSERT_CHARGE = (
    "INSERT INTO charge (customer_id, invoice_id, kind, cents, vat_percent, vat_basis, membership_number, booked_on,"
    " branch, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount to be charged: what for, how much, and the period of membership it belongs to (if any).

    Below zero it is owed to the customer.
    """

    kind: ChargeKind
    cents: int
    membership_number: int | None = None


def invoice(tx: Transaction, library: Library, customer_id: int, charges: Iterable[Charge]) -> int | None:
    """Charge these amounts and put them on one invoice, on the working date. The invoice's number, or None.

    The invoice gets a payment reference, which a reminder asks for and the bank tells back.
    An amount of nothing is not charged; when nothing is left there is no invoice. Every charge carries the VAT rate
    that the library file gives for its kind on this day.
    """
    due = [charge for charge in charges if charge.cents]
    if not due:
        return None
    stamp = tx.stamp
    row = tx.read_one("SELECT coalesce(max(id), 0) + 1 FROM invoice")
    assert row is not None
    number = int(row[0])
    tx.execute(
        "INSERT INTO invoice (id, customer_id, made_on, branch, staff, reference) VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(number, customer_id, stamp.working_date.isoformat(), stamp.branch, stamp.staff),
            payment_reference(number),
        ),
    )
    for charge in due:
        _insert(tx, library, customer_id, charge, number, "")
    return number


def book_charge(tx: Transaction, library: Library, customer_id: int, charge: Charge, *, note: str = "") -> int:
    """Charge an amount without an invoice, on the working date. Out: its id.

    `note` is what the customer reads beside the kind (`De ontdekking van de hemel, 12 dagen`). Raises `ValueError` for
    an amount of nothing.
    """
    if not charge.cents:
        raise ValueError("an amount of nothing cannot be charged")
    return _insert(tx, library, customer_id, charge, None, note)


def charge_row(
    tx: Transaction,
    library: Library,
    customer_id: int,
    charge: Charge,
    *,
    invoice_id: int | None,
    branch: str,
    note: str = "",
) -> tuple[Value, ...]:
    """The values of `INSERT_CHARGE`: booked on the working date, with the VAT rate of that day."""
    day = tx.stamp.working_date
    percent = vat_percent(library, charge.kind, day)
    return (
        customer_id,
        invoice_id,
        charge.kind,
        charge.cents,
        percent,
        _INCLUDED if percent else _NONE,
        charge.membership_number,
        day.isoformat(),
        branch,
        note or None,
    )


def _insert(
    tx: Transaction, library: Library, customer_id: int, charge: Charge, invoice_id: int | None, note: str
) -> int:
    row = charge_row(tx, library, customer_id, charge, invoice_id=invoice_id, branch=tx.stamp.branch, note=note)
    return tx.insert(INSERT_CHARGE, row)


def vat_percent(library: Library, kind: ChargeKind, day: date) -> int:
    """The VAT contained in an amount of this kind on this day, in per cent; 0 where the library file sets none."""
    for rate in library.vat:
        if rate.kind is kind and rate.valid_from <= day and (rate.valid_until is None or day <= rate.valid_until):
            return rate.percent
    return 0


def vat_included(cents: int, percent: int) -> int:
    """The VAT in an amount that includes it, in cents, half-up: € 54,00 at 9 % holds € 4,46 (rules.md#vat)."""
    return half_up(cents * percent, 100 + percent)


def charged_for(reader: Reader, customer_id: int, membership_number: int) -> int | None:
    """The contribution charged for one period, discounts and corrections taken off, in cents; None where none was."""
    row = reader.read_one(
        "SELECT sum(cents) FROM charge WHERE customer_id = ? AND membership_number = ? AND kind = ?",
        (customer_id, membership_number, ChargeKind.CONTRIBUTION),
    )
    return None if row is None or row[0] is None else int(row[0])


def last_collection(reader: Reader, customer_id: int, membership_numbers: Sequence[int]) -> date | None:
    """When contribution of these periods was last collected by direct debit; None where it never was.

    A collection that the bank took back is none.
    """
    if not membership_numbers:
        return None
    row = reader.read_one(
        "SELECT max(p.received_on) FROM payment AS p JOIN allocation AS a ON a.payment_id = p.id"
        " JOIN charge AS c ON c.id = a.charge_id WHERE c.customer_id = ? AND c.kind = ? AND p.way IN (?, ?)"
        " AND p.counters IS NULL AND NOT EXISTS (SELECT 1 FROM payment AS n WHERE n.counters = p.id)"
        f" AND c.membership_number IN ({', '.join('?' * len(membership_numbers))})",
        (customer_id, ChargeKind.CONTRIBUTION, *COLLECTED_WAYS, *membership_numbers),
    )
    return None if row is None or row[0] is None else date.fromisoformat(row[0])
