"""Known addresses: which street and town a postcode with a house number has, by the table or by who lives there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.dutch.address import HouseNumber

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """A street and a town (in capitals) as the table of addresses has them."""

    street: str
    town: str


_KEEP = (
    "INSERT INTO known_address (postcode, number, street, town) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (postcode, number) DO UPDATE SET street = excluded.street, town = excluded.town"
)

_LIVED_AT = (
    "SELECT street, town FROM address WHERE postcode = ? AND number = ? AND postcode IS NOT NULL AND country = 'NL'"
    " AND kind = 'main' AND street IS NOT NULL AND town IS NOT NULL"
    " GROUP BY street, town ORDER BY count(*) DESC, max(customer_id) DESC LIMIT 1"
)


def keep_address(tx: Transaction, postcode: str, number: int, address: KnownAddress) -> None:
    """Keep which street and town a postcode (`9468 BG`) with a house number has, in place of what was known."""
    tx.execute(_KEEP, (postcode, number, address.street, address.town))


def known_address(reader: Reader, postcode: str, house_number: HouseNumber) -> KnownAddress | None:
    """Street and town of a Dutch address; None where the table does not hold it, and then they are typed by hand.

    `postcode` as shown (`9468 BG`). Letter and addition of the house number do not matter: the street is the same.
    """
    row = reader.read_one(
        "SELECT street, town FROM known_address WHERE postcode = ? AND number = ?", (postcode, house_number.number)
    )
    return None if row is None else KnownAddress(*row)


def address_at(reader: Reader, postcode: str, house_number: HouseNumber) -> KnownAddress | None:
    """Street and town to put in: those of the table, else of a customer at the same postcode and house number.

    Where customers there are written in more than one way, as most of them are, then as the newest.
    """
    known = known_address(reader, postcode, house_number)
    if known is not None:
        return known
    row = reader.read_one(_LIVED_AT, (postcode, house_number.number))
    return None if row is None else KnownAddress(*row)
