"""Zelfde adres: who else lives in the house of a customer, as lines of a list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.customers.listing import CustomerRow, list_rows

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader

MOST = 200
"""So many at most: an institution may have hundreds of customers at one address."""

_SAME_HOUSE = (
    "SELECT c.name_key AS key, c.id, c.initials, c.prefix, c.surname, c.birth_date, c.name_key"
    " FROM address AS own JOIN address AS a ON a.postcode = own.postcode AND a.number = own.number"
    " JOIN customer AS c ON c.id = a.customer_id"
    " WHERE own.customer_id = ? AND own.kind = 'main' AND a.kind = 'main' AND a.customer_id <> own.customer_id"
    " AND a.country = own.country AND coalesce(a.letter, '') = coalesce(own.letter, '')"
    " AND coalesce(a.addition, '') = coalesce(own.addition, '') ORDER BY c.id LIMIT ?"
)


def family(reader: Reader, library: Library, customer_id: int, on: date) -> list[CustomerRow]:
    """The other customers at the main address of this one, by name; the deceased too, with their `*`.

    `on` is the working date. Empty where nobody else lives there, or the address is not known.
    """
    return [row for _, row in list_rows(reader, library, on, _SAME_HOUSE, (customer_id, MOST))]
