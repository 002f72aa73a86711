"""What a lending fee, a fine or costs of an item were for: the titles, as long as that is known.

A charge itself names days or `toptitel` and no title: it is kept for seven years, a history of who read what is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader

_TITLES = (
    "SELECT l.fee_charge_id, l.fine_charge_id, t.title, i.number FROM loan AS l"
    " JOIN item AS i ON i.number = l.item_number JOIN title AS t ON t.id = i.title_id WHERE l.customer_id = ?1"
    " AND coalesce(l.fee_charge_id, l.fine_charge_id) IS NOT NULL"
    " UNION ALL SELECT r.fee_charge_id, r.fine_charge_id, t.title, i.number FROM renewal AS r"
    " JOIN loan AS l ON l.id = r.loan_id"
    " JOIN item AS i ON i.number = l.item_number JOIN title AS t ON t.id = i.title_id WHERE r.customer_id = ?1"
    " UNION ALL SELECT NULL, b.charge_id, t.title, i.number FROM loan AS l JOIN fine_booking AS b ON b.loan_id = l.id"
    " JOIN item AS i ON i.number = l.item_number JOIN title AS t ON t.id = i.title_id WHERE l.customer_id = ?1"
    " UNION ALL SELECT NULL, c.id, t.title, i.number FROM charge AS c JOIN charge_item AS k ON k.charge_id = c.id"
    " JOIN item AS i ON i.number = k.item_number JOIN title AS t ON t.id = i.title_id WHERE c.customer_id = ?1"
)


def titles_of_charges(reader: Reader, customer_id: int) -> Mapping[int, tuple[str, str]]:
    """Title and item number of a customer's fees, fines and costs, by the id of the charge; not what was let go of."""
    found = {}
    for fee, fine, title, number in reader.read(_TITLES, (customer_id,)):
        found.update({charge_id: (title, number) for charge_id in (fee, fine) if charge_id is not None})
    return found
