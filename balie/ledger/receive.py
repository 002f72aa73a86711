"""Taking in money, and paying it out: a payment and what it settles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.money import format_cents
from balie.ledger.allocate import Part, allocate_payment, check_chosen, oldest_first
from balie.ledger.balances import open_amounts, unspent_payments
from balie.ledger.guards import check_paid_out, check_waived
from balie.ledger.methods import AT_TILL, Method
from balie.library.terms import ChargeKind
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.transaction import Transaction

_INSERT = (
    "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff, till, counters, reason, bank_reference)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PAID_OUT = "Uitbetaald tegoed"
NO_TILL = "Deze werkplek heeft geen kas: kies er een bij Vestigingsbeheer (Alt+V), Kas, of laat via de bank betalen."
_NO_CREDIT = "Zoveel tegoed heeft deze klant niet: kijk opnieuw wat er aan tegoed is."


@dataclass(frozen=True, slots=True)
class Incoming:
    """Money that came in for a customer, or below zero went out to them; in cents.

    `till` is where it went, of cash and pin only. `reason` says why it was waived, `bank_reference` what the bank
    calls it.
    """

    customer_id: int
    cents: int
    method: Method
    received_on: date
    till: str = ""
    reason: str = ""
    bank_reference: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A payment that was booked, what it settled (charge, cents), and what is left of it as credit."""

    payment_id: int
    settled: tuple[Part, ...]
    unspent_cents: int


def receive(tx: Transaction, incoming: Incoming, settle: Sequence[Part] | None = None) -> Received:
    """Book a payment and what it settles: the oldest open charges first, or those in `settle`; `()` leaves it credit.

    What the bank is collecting is settled only where `settle` says so: else it would be paid twice.
    Paying out (below zero) settles charges below zero in the same way; the rest is taken from what the customer paid
    too much, and nothing is paid out beyond that, or beyond what came in. Raises `Refusal` when more is settled than is
    open or was paid, when more is paid out than there is credit or came in, when more is waived than is open
    or was not given back, and for cash or pin without a till; `ValueError` for an amount of nothing.
    """
    if not incoming.cents:
        raise ValueError("an amount of nothing is no payment")
    if incoming.method in AT_TILL and not incoming.till:
        raise Refusal(NO_TILL)
    if settle is None:
        parts = oldest_first(open_amounts(tx, incoming.customer_id, with_collecting=False), incoming.cents)
    else:
        check_chosen(settle, open_amounts(tx, incoming.customer_id) if settle else (), incoming.cents)
        parts = list(settle)
    left = incoming.cents - sum(cents for _, cents in parts)
    _check(tx, incoming, parts, left)
    if left < 0:
        parts.append((_as_charge(tx, incoming.customer_id, -left), left))
        left = 0
    payment_id = insert_payment(tx, incoming)
    allocate_payment(tx, payment_id, parts, incoming.received_on)
    return Received(payment_id, tuple(parts), left)


def receive_as_seen(tx: Transaction, incoming: Incoming, settle: Sequence[Part]) -> int:
    """As `receive` with chosen charges, for whoever looked in this transaction that so much of them is open.

    Out: the payment's id. Raises `Refusal` for cash or pin without a till, and when more is waived than is open
    or was not given back.
    """
    if incoming.method in AT_TILL and not incoming.till:
        raise Refusal(NO_TILL)
    _check(tx, incoming, settle, incoming.cents - sum(cents for _, cents in settle))
    payment_id = insert_payment(tx, incoming)
    allocate_payment(tx, payment_id, settle, incoming.received_on)
    return payment_id


def _check(tx: Transaction, incoming: Incoming, parts: Sequence[Part], left: int) -> None:
    """Nothing goes out beyond what came in, and what is waived is no credit."""
    if incoming.method is Method.WAIVER:
        if left:
            raise Refusal(f"Er staat maar {format_cents(incoming.cents - left)} open: meer wordt niet kwijtgescholden.")
        check_waived(tx, parts)
    elif incoming.cents < 0:
        check_paid_out(tx, incoming.customer_id, -incoming.cents)


def insert_payment(tx: Transaction, incoming: Incoming, counters: int | None = None) -> int:
    """The row of a payment. Out: its id."""
    stamp = tx.stamp
    return tx.insert(
        _INSERT,
        (
            incoming.customer_id,
            incoming.cents,
            incoming.method,
            incoming.received_on.isoformat(),
            stamp.branch,
            stamp.staff,
            incoming.till if incoming.method in AT_TILL else None,
            counters,
            incoming.reason or None,
            incoming.bank_reference or None,
        ),
    )


def _as_charge(tx: Transaction, customer_id: int, cents: int) -> int:
    """Turn what was paid too much into a charge below zero, which can be paid out. Out: its id.

    Two charges that come to nothing. The first takes the credit: should the bank take back the payment the credit came
    from, it is open again, since the customer then owes what was paid out.
    """
    parts = oldest_first(unspent_payments(tx, customer_id), cents)
    if sum(part for _, part in parts) < cents:
        raise Refusal(_NO_CREDIT)
    stamp = tx.stamp
    day = stamp.working_date.isoformat()
    ids: list[int] = []
    for amount in (cents, -cents):
        charge_id = tx.insert(
            "INSERT INTO charge (customer_id, kind, cents, vat_percent, vat_basis, booked_on, branch, note, counters)"
            " VALUES (?, ?, ?, 0, 'geen', ?, ?, ?, ?)",
            (customer_id, ChargeKind.CREDIT, amount, day, stamp.branch, _PAID_OUT, ids[0] if ids else None),
        )
        ids.append(charge_id)
    for payment_id, part in parts:
        allocate_payment(tx, payment_id, [(ids[0], part)], stamp.working_date)
    return ids[1]
