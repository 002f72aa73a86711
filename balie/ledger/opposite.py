"""A payment of the opposite sign: what it settled is open again. What belongs to that follows in `counter_payment`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.ledger.allocate import allocate_payment
from balie.ledger.methods import AT_TILL, Method
from balie.ledger.receive import NO_TILL, Incoming, insert_payment
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.transaction import Transaction

_PAYMENT = (
    "SELECT customer_id, cents, way, branch, till, counters, bank_reference,"
    " (SELECT n.id FROM payment AS n WHERE n.counters = payment.id) FROM payment WHERE id = ?"
)
_SETTLED = "SELECT charge_id, sum(cents) FROM allocation WHERE payment_id = ? GROUP BY charge_id HAVING sum(cents) <> 0"
NO_PAYMENT = "Deze betaling is er niet meer: kijk opnieuw in de historie."
TAKEN_BACK = "Deze betaling is al teruggeboekt."
_COUNTER = "Dit is zelf al een terugboeking: boek opnieuw wat het had moeten zijn."


def book_opposite(
    tx: Transaction,
    payment_id: int,
    *,
    reason: str,
    on: date,
    method: Method | None = None,
    till: str = "",
    bank_reference: str = "",
) -> int:
    """Book the payment that takes another back; what goes in, comes out and is raised is as with `counter_payment`.

    What it settled is open again, and nothing follows from that here: what was waived of it or given back stays.
    """
    row = tx.read_one(_PAYMENT, (payment_id,))
    if row is None:
        raise Refusal(NO_PAYMENT)
    customer_id, cents, way, branch, same_till, counters, reference, countered = row
    if countered is not None:
        raise Refusal(TAKEN_BACK)
    if counters is not None:
        raise Refusal(_COUNTER)
    goes_back = method or Method(way)
    drawer = till or (same_till if branch == tx.stamp.branch else "") or ""
    if goes_back in AT_TILL and not drawer:
        raise Refusal(NO_TILL)
    back = insert_payment(
        tx,
        Incoming(
            customer_id=customer_id,
            cents=-cents,
            method=goes_back,
            received_on=on,
            till=drawer,
            reason=reason,
            bank_reference=bank_reference or reference or "",
        ),
        counters=payment_id,
    )
    allocate_payment(tx, back, [(charge_id, -part) for charge_id, part in tx.read(_SETTLED, (payment_id,))], on)
    return back
