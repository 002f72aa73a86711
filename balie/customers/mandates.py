"""A mandate carried to a housemate, whose contribution is then collected from the same account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.records import add_mandate, current_number
from balie.refusal import Reason

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_CURRENT = (
    "SELECT reference, iban, bic, holder FROM mandate WHERE customer_id = ? AND withdrawn_on IS NULL"
    " ORDER BY signed_on DESC, length(reference) DESC, reference DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class MandateChange:
    """The account a contribution is collected from, as it was and as it is to be; and what stands in the way."""

    was: str
    will: str
    refused: tuple[Reason, ...]
    label: str = "IBAN (Sepa incasso)"


def mandate_change(reader: Reader, source_id: int, customer_id: int) -> MandateChange:
    """What becomes of a customer's account when that of another is carried over. Empty texts: no mandate."""
    source = reader.read_one(_CURRENT, (source_id,))
    own = reader.read_one(_CURRENT, (customer_id,))
    was, will = ("" if row is None else _in_fours(row[1]) for row in (own, source))
    refused = []
    if source is None:
        refused.append(Reason("Er is geen machtiging om over te nemen."))
    if current_number(reader, customer_id) is None:
        refused.append(Reason("Een machtiging krijgt het klantnummer als kenmerk, en dat volgt nog."))
    return MandateChange(was, will, tuple(refused))


def change_mandate(tx: Transaction, source_id: int, customer_id: int) -> str:
    """Withdraw the mandate of a customer and sign one for the account of another; its reference.

    Empty where it is that account already. Whether it can be done says `mandate_change`.
    """
    source, own = (tx.read_one(_CURRENT, (found,)) for found in (source_id, customer_id))
    number = current_number(tx, customer_id)
    if source is None or number is None or (own is not None and own[1] == source[1]):
        return ""
    if own is not None:
        day = tx.stamp.working_date.isoformat()
        tx.execute("UPDATE mandate SET withdrawn_on = ? WHERE reference = ?", (day, own[0]))
    return add_mandate(tx, customer_id, number, source[1], source[2], source[3])


def _in_fours(iban: str) -> str:
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
