"""Taking a payment back: it is never changed, another one of the opposite sign undoes it.

What was given back of the charges that are open again goes off them, also where it had settled something else.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.ledger.cash_rounding import rounding_of
from balie.ledger.give_back import counter_charge
from balie.ledger.methods import Method
from balie.ledger.opposite import book_opposite
from balie.ledger.own_credit import bring_home

if TYPE_CHECKING:
    from balie.store.transaction import Transaction

_TOUCHED = "SELECT DISTINCT charge_id FROM allocation WHERE payment_id = ?"


def counter_payment(
    tx: Transaction,
    payment_id: int,
    *,
    reason: str,
    on: date,
    method: Method | None = None,
    till: str = "",
    bank_reference: str = "",
) -> int:
    """Take a payment back whole, dated `on`: what it settled is open again, and what was left of it is no credit more.

    Its rounding is taken back with it. Out: the id of the payment that counters it. The money goes back as it came
    (`method` None) or in another way; cash and pin out of `till`, that of the desk that takes it back, or out of the
    till it went into where none is told and the payment was made at this branch. Raises `Refusal` when there is no such
    payment, when it was taken back before or counters another, and for cash or pin of another branch without a till:
    codes of tills are those of a branch.
    """
    back = book_opposite(tx, payment_id, reason=reason, on=on, method=method, till=till, bank_reference=bank_reference)
    if (rounded := rounding_of(tx, payment_id)) is not None:
        counter_charge(tx, rounded[0], reason=reason)
    bring_home(tx, [charge_id for (charge_id,) in tx.read(_TOUCHED, (payment_id,))])
    return back
