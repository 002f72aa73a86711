"""Cash in five cents: what is paid in cash is rounded, and the difference is a charge of its own (rules.md#five-cents).

Above zero the customer paid so much more, below zero less: then it settles that much of what was to be paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.ledger.allocate import Part, allocate_credit, oldest_first
from balie.ledger.charges import Charge, book_charge
from balie.library.terms import ChargeKind
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

STEP_CENTS = 5
_INSERT = "INSERT INTO cash_rounding (payment_id, charge_id) VALUES (?, ?)"
_OF = "SELECT c.id, c.cents FROM cash_rounding AS r JOIN charge AS c ON c.id = r.charge_id WHERE r.payment_id = ?"


def in_cash(cents: int) -> int:
    """An amount of zero or more as it is paid in cash, in cents: 1 and 2 go down, 3 and 4 up to five."""
    return (cents + STEP_CENTS // 2) // STEP_CENTS * STEP_CENTS


def must_be_coins(cents: int) -> None:
    """Raises `Refusal` for an amount that cannot be given in cash where it is rounded to five cents."""
    if cents % STEP_CENTS:
        raise Refusal("Contant gaat op vijf cent: typ een bedrag dat op 0 of 5 eindigt.")


def book_rounding(tx: Transaction, library: Library, customer_id: int, cents: int) -> int:
    """Charge what rounding adds (below zero: takes off), on the working date. Out: its id."""
    return book_charge(tx, library, customer_id, Charge(ChargeKind.ROUNDING, cents))


def settle_rounded(tx: Transaction, rounding_id: int, cents: int, settle: Sequence[Part]) -> list[Part]:
    """What a payment settles beside its rounding of so many cents: that too, or so much less of what was to be paid."""
    if cents > 0:
        return [*settle, (rounding_id, cents)]
    taken = dict(oldest_first(reversed(settle), -cents))
    allocate_credit(tx, rounding_id, taken.items())
    return [(one, part - taken.get(one, 0)) for one, part in settle if part > taken.get(one, 0)]


def link_rounding(tx: Transaction, payment_id: int, rounding_id: int) -> None:
    """Keep which payment was rounded, so that both are taken back together."""
    tx.execute(_INSERT, (payment_id, rounding_id))


def rounding_of(reader: Reader, payment_id: int) -> Part | None:
    """The charge that is the rounding of a payment, and its cents; None where it was not rounded."""
    row = reader.read_one(_OF, (payment_id,))
    return None if row is None else (row[0], row[1])
