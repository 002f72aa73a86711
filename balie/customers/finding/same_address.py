"""Gezin: who lives at the same address as a customer (rules.md#same-address)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.finding.listing import CustomerRow, list_rows, listing
from balie.customers.same_house import suffix_sql

if TYPE_CHECKING:
    from datetime import date

    from balie.library.structs import Library
    from balie.store.reading import Reader

MOST = 50

_SAME_ADDRESS = listing(
    "c.name_key",
    "address AS h JOIN address AS a ON a.postcode = h.postcode AND a.number = h.number AND a.country = h.country"
    f" AND a.postcode IS NOT NULL AND {suffix_sql('a')} = {suffix_sql('h')} AND a.kind = 'main'"
    " JOIN customer AS c ON c.id = a.customer_id",
    "WHERE h.customer_id = ? AND h.kind = 'main' ORDER BY c.name_key, c.id LIMIT ?",
)


def same_address(reader: Reader, library: Library, customer_id: int, on: date) -> list[CustomerRow]:
    """Everybody with the same main address, the customer too, in the order of their names; at most fifty.

    `on` is the working date. Empty for a customer without a Dutch or foreign postcode.
    """
    return [row for _, row in list_rows(reader, library, on, _SAME_ADDRESS, (customer_id, MOST))]
