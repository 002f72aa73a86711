"""Taking back what was charged, whole or in part: what is open of it is settled, what was received of it is credit.

What was waived of it is neither: as far as it is more than what stays charged, it lapses.

Source: rules.md#waived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.ledger.allocate import allocate_credit, oldest_first
from balie.ledger.balances import open_amounts
from balie.ledger.charges import Charge, book_charge
from balie.ledger.open_cents import still_open
from balie.ledger.own_credit import bring_home
from balie.ledger.waivers import Lapsed, let_lapse, waived_on
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.transaction import Transaction

_COUNTER_CHARGE = (
    "INSERT INTO charge (customer_id, invoice_id, kind, cents, vat_percent, vat_basis, membership_number, booked_on,"
    " branch, counters, note) SELECT customer_id, NULL, kind, -cents, vat_percent, vat_basis, membership_number, ?, ?,"
    " id, ? FROM charge WHERE id = ?"
)
_CHARGE = (
    "SELECT counters, (SELECT n.id FROM charge AS n WHERE n.counters = charge.id),"
    f" {still_open('charge')} FROM charge WHERE id = ?"
)
# What a charge below zero settles: what it was given back of, and what its credit was used for later.
_SETTLES = "SELECT charge_id, sum(cents) FROM allocation WHERE credit_id = ? GROUP BY charge_id HAVING sum(cents) > 0"
_CENTS = "SELECT cents FROM charge WHERE id = ?"
_NO_CHARGE = "Deze boeking is er niet meer: kijk opnieuw in de historie."
_TWICE = "Deze boeking is al teruggeboekt."
_COUNTER = "Dit is zelf al een terugboeking: boek opnieuw wat het had moeten zijn."


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The charge below zero by which something was given back, and what was waived that lapsed by it."""

    charge_id: int
    lapsed: tuple[Lapsed, ...]


def counter_charge(tx: Transaction, charge_id: int, *, reason: str) -> int:
    """Take a charge back whole, on the working date: what is open of it is settled, what was received of it is credit.

    What was waived of it lapses. Of a charge that gave something back, whatever that settled is open again.
    Out: the id of the charge that counters it, of the same kind and VAT rate. Raises `Refusal` when there is no such
    charge, when it was taken back before or counters another.
    """
    row = tx.read_one(_CHARGE, (charge_id,))
    if row is None:
        raise Refusal(_NO_CHARGE)
    counters, countered, _ = row
    if countered is not None:
        raise Refusal(_TWICE)
    if counters is not None:
        raise Refusal(_COUNTER)
    let_lapse(tx, [charge_id], waived_on(tx, [charge_id]))
    allocate_credit(tx, charge_id, [(of, -part) for of, part in tx.read(_SETTLES, (charge_id,))])
    now = tx.read_one(_CHARGE, (charge_id,))
    assert now is not None
    open_cents = now[2]
    stamp = tx.stamp
    back = tx.insert(_COUNTER_CHARGE, (stamp.working_date.isoformat(), stamp.branch, reason or None, charge_id))
    if open_cents > 0:
        allocate_credit(tx, back, [(charge_id, open_cents)])
    elif open_cents < 0:
        allocate_credit(tx, charge_id, [(back, -open_cents)])
    bring_home(tx, [charge_id])
    return back


def give_back(
    tx: Transaction, library: Library, customer_id: int, charge: Charge, of: Sequence[int], *, note: str = ""
) -> GivenBack:
    """Give back a part of what these charges (`of`) came to; `charge` is what is given back, so below zero.

    It settles what is open of them first, and what was received of the rest is credit; of what was waived so much
    lapses as is more than what stays charged.
    """
    stays = sum(int(row[0]) for one in of if (row := tx.read_one(_CENTS, (one,))) is not None) + charge.cents
    lapsed = let_lapse(tx, of, max(waived_on(tx, of) - max(stays, 0), 0))
    credit_id = book_charge(tx, library, customer_id, charge, note=note)
    still_open = [(one, cents) for one, cents in open_amounts(tx, customer_id) if one in of]
    allocate_credit(tx, credit_id, oldest_first(still_open, -charge.cents))
    bring_home(tx, [credit_id])
    return GivenBack(credit_id, lapsed)
