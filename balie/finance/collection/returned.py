"""What came back from the bank and is still open: for the desk, with what is to be done about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import own_number
from balie.dutch.names import list_name
from balie.finance.collection.return_codes import AfterReturn, ReturnCode, action_after, return_code
from balie.ledger.open_cents import still_open

if TYPE_CHECKING:
    from balie.store.reading import Reader

_RETURNED = f"""
SELECT c.customer_id, {own_number("c.customer_id")}, p.initials, p.prefix, p.surname, c.id,
    {still_open("c")}, k.returned_on, k.reason, k.attempt, k.mandate_reference
FROM collection AS k JOIN charge AS c ON c.id = k.charge_id JOIN customer AS p ON p.id = c.customer_id
WHERE k.returned_on >= ? AND c.settled_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM collection WHERE charge_id = k.charge_id AND attempt > k.attempt)
ORDER BY k.returned_on DESC, c.id
"""


@dataclass(frozen=True, slots=True)
class ReturnedCharge:
    """A charge that came back and is open: whose, how much of it (cents), why, and what is done now."""

    customer_id: int
    number: str
    name: str
    charge_id: int
    cents: int
    returned_on: date
    code: ReturnCode
    action: AfterReturn
    mandate: str


def returned(reader: Reader, *, since: date = date.min) -> list[ReturnedCharge]:
    """What came back since a day and is neither paid nor presented again, latest first.

    Those with `Action.CONTACT` and `Action.BLOCKED` are not collected any more: they are to be invoiced.
    """
    return [
        ReturnedCharge(
            customer_id=row[0],
            number=row[1] or "",
            name=list_name(row[2] or "", row[3] or "", row[4]),
            charge_id=row[5],
            cents=row[6],
            returned_on=date.fromisoformat(row[7]),
            code=return_code(row[8]),
            action=action_after(row[8], row[9]),
            mandate=row[10],
        )
        for row in reader.read(_RETURNED, (since.isoformat(),))
    ]
