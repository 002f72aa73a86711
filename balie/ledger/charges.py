"""What customers owe: charges, invoices, and what is open of them. Amounts in whole cents, VAT included.

Nothing is stored that follows from something else: what is open is the charges less what was allocated to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.money import half_up
from balie.library.terms import ChargeKind, PaymentWay

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_INCLUDED = "inbegrepen"
_NONE = "geen"

_INSERT_CHARGE = (
    "INSERT INTO charge (customer_id, invoice_id, kind, cents, vat_percent, vat_basis, membership_number, booked_on,"
    " branch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount to be charged: what for, how much, and the period of membership it belongs to (if any)."""

    kind: ChargeKind
    cents: int
    membership_number: int | None = None


def invoice(tx: Transaction, library: Library, customer_id: int, charges: Iterable[Charge]) -> int | None:
    """Charge these amounts and put them on one invoice, on the working date. The invoice's number, or None.

    An amount of nothing is not charged; when nothing is left there is no invoice. Every charge carries the VAT rate
    that the library file gives for its kind on this day.
    """
    due = [charge for charge in charges if charge.cents]
    if not due:
        return None
    stamp = tx.stamp
    day = stamp.working_date.isoformat()
    number = tx.execute(
        "INSERT INTO invoice (customer_id, made_on, branch, staff) VALUES (?, ?, ?, ?)",
        (customer_id, day, stamp.branch, stamp.staff),
    ).lastrowid
    for charge in due:
        percent = vat_percent(library, charge.kind, stamp.working_date)
        tx.execute(
            _INSERT_CHARGE,
            (
                customer_id,
                number,
                charge.kind,
                charge.cents,
                percent,
                _INCLUDED if percent else _NONE,
                charge.membership_number,
                day,
                stamp.branch,
            ),
        )
    return number


def vat_percent(library: Library, kind: ChargeKind, day: date) -> int:
    """The VAT contained in an amount of this kind on this day, in per cent; 0 where the library file sets none."""
    for rate in library.vat:
        if rate.kind is kind and rate.valid_from <= day and (rate.valid_until is None or day <= rate.valid_until):
            return rate.percent
    return 0


def vat_included(cents: int, percent: int) -> int:
    """The VAT in an amount that includes it, in cents, half-up: € 54,00 at 9 % holds € 4,46 (dutch-rules 3.11)."""
    return half_up(cents * percent, 100 + percent)


def charged_for(reader: Reader, customer_id: int, membership_number: int) -> int | None:
    """The contribution charged for one period, discounts and corrections taken off, in cents; None where none was."""
    row = reader.read_one(
        "SELECT sum(cents) FROM charge WHERE customer_id = ? AND membership_number = ? AND kind = ?",
        (customer_id, membership_number, ChargeKind.CONTRIBUTION),
    )
    return None if row is None or row[0] is None else int(row[0])


def last_collection(reader: Reader, customer_id: int, membership_numbers: Sequence[int]) -> date | None:
    """When contribution of these periods was last collected by direct debit; None where it never was."""
    if not membership_numbers:
        return None
    row = reader.read_one(
        "SELECT max(p.received_on) FROM payment AS p JOIN allocation AS a ON a.payment_id = p.id"
        " JOIN charge AS c ON c.id = a.charge_id WHERE c.customer_id = ? AND c.kind = ? AND p.way IN (?, ?)"
        f" AND c.membership_number IN ({', '.join('?' * len(membership_numbers))})",
        (customer_id, ChargeKind.CONTRIBUTION, PaymentWay.DIRECT_DEBIT, PaymentWay.MONTHLY, *membership_numbers),
    )
    return None if row is None or row[0] is None else date.fromisoformat(row[0])
