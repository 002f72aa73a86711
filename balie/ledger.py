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
from balie.store.check import Invariant

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
_OPEN = (
    "SELECT id, kind, booked_on, cents, cents - coalesce((SELECT sum(a.cents) FROM allocation a"
    " WHERE a.charge_id = charge.id), 0) FROM charge WHERE customer_id = ? ORDER BY booked_on, id"
)


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount to be charged: what for, how much, and the period of membership it belongs to (if any)."""

    kind: ChargeKind
    cents: int
    membership_number: int | None = None


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """A charge of a customer that is not settled: what was charged and what of it is open, in cents."""

    charge_id: int
    kind: ChargeKind
    booked_on: date
    cents: int
    open_cents: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The right column of the header, in cents: open contribution, other open charges, credit of the customer."""

    contribution: int
    other: int
    credit: int


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


def open_charges(reader: Reader, customer_id: int) -> list[OpenCharge]:
    """The charges of a customer that are not settled, oldest first."""
    return [
        OpenCharge(charge_id, ChargeKind(kind), date.fromisoformat(booked_on), cents, open_cents)
        for charge_id, kind, booked_on, cents, open_cents in reader.read(_OPEN, (customer_id,))
        if open_cents
    ]


def balance(reader: Reader, customer_id: int) -> Balance:
    """What a customer owes and has in credit. Charges countered beyond what was owed count as credit."""
    contribution = other = 0
    for charge in open_charges(reader, customer_id):
        if charge.kind is ChargeKind.CONTRIBUTION:
            contribution += charge.open_cents
        else:
            other += charge.open_cents
    return Balance(
        contribution=max(contribution, 0),
        other=max(other, 0),
        credit=unspent(reader, customer_id) + max(-contribution, 0) + max(-other, 0),
    )


def unspent(reader: Reader, customer_id: int) -> int:
    """What a customer paid that was not allocated to a charge, in cents."""
    row = reader.read_one(
        "SELECT coalesce(sum(cents - coalesce((SELECT sum(a.cents) FROM allocation a WHERE a.payment_id = payment.id),"
        " 0)), 0) FROM payment WHERE customer_id = ?",
        (customer_id,),
    )
    assert row is not None
    return int(row[0])


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


LEDGER_INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "allocation.charge",
        "Op een bedrag is meer afgeboekt dan het bedrag zelf.",
        "SELECT charge_id FROM allocation GROUP BY charge_id HAVING abs(sum(cents)) >"
        " (SELECT abs(cents) FROM charge WHERE id = charge_id)",
    ),
    Invariant(
        "allocation.payment",
        "Van een betaling is meer afgeboekt dan er betaald is.",
        "SELECT payment_id FROM allocation GROUP BY payment_id HAVING abs(sum(cents)) >"
        " (SELECT abs(cents) FROM payment WHERE id = payment_id)",
    ),
    Invariant(
        "allocation.customer",
        "Een betaling is afgeboekt op een bedrag van een andere klant.",
        "SELECT a.id FROM allocation AS a JOIN charge AS c ON c.id = a.charge_id"
        " JOIN payment AS p ON p.id = a.payment_id WHERE p.customer_id <> c.customer_id",
    ),
    Invariant(
        "invoice.charges",
        "Een factuur heeft geen regels, of regels van een andere klant.",
        "SELECT id FROM invoice WHERE id NOT IN (SELECT invoice_id FROM charge WHERE invoice_id IS NOT NULL)"
        " UNION SELECT i.id FROM invoice AS i JOIN charge AS c ON c.invoice_id = i.id"
        " WHERE c.customer_id <> i.customer_id",
    ),
    Invariant(
        "membership.charged",
        "Een abonnement staat op gefactureerd, maar er is geen bedrag voor geboekt.",
        "SELECT m.customer_id FROM membership AS m WHERE m.status = 2 AND NOT EXISTS (SELECT 1 FROM charge"
        " WHERE customer_id = m.customer_id AND membership_number = m.number)",
    ),
)
"""What must always be true of charges, payments and what was allocated; looked after by `balie controle`."""
