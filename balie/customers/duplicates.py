"""Who is known already: looked up while enrolling, when birth date and address are in (rules.md#known-already).

Twins and housemates are found too; the desk judges (rules.md#known-already).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.listing import CustomerRow, list_rows, listing
from balie.customers.records import SEPARATOR, name_key

if TYPE_CHECKING:
    from datetime import date

    from balie.customers.forms import Basic
    from balie.library.structs import Library
    from balie.store.reading import Reader

MOST = 20
SAME_PERSON = "zelfde geboortedatum en achternaam"
SAME_ADDRESS = "zelfde adres"

_SAME_PERSON = listing(
    "c.name_key",
    "customer AS c",
    "WHERE c.birth_date = ? AND c.birth_date IS NOT NULL AND c.name_key >= ? AND c.name_key < ?"
    " ORDER BY c.name_key, c.id LIMIT ?",
)
_SAME_ADDRESS = listing(
    "c.name_key",
    "address AS a JOIN customer AS c ON c.id = a.customer_id",
    "WHERE a.postcode = ? AND a.number = ? AND a.kind = 'main' AND coalesce(a.letter, '') = ?"
    " AND coalesce(a.addition, '') = ? ORDER BY c.name_key, c.id LIMIT ?",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the person at the desk, and why, in Dutch."""

    row: CustomerRow
    reasons: tuple[str, ...]


def find_duplicates(reader: Reader, library: Library, basic: Basic, on: date) -> list[Candidate]:
    """The customers who may be the one on screen 1: same person first, then the others at the same address.

    At most `MOST` for each of the two reasons. Surnames are compared without accents, prefix and initials.
    """
    same_person: list[tuple[str, CustomerRow]] = []
    if basic.birth_date is not None:
        surname = name_key("", "", basic.surname).partition(SEPARATOR)[0] + SEPARATOR
        params = (basic.birth_date.isoformat(), surname, surname + "\U0010ffff", MOST)
        same_person = list_rows(reader, library, on, _SAME_PERSON, params)
    house = basic.house_number
    at_home = (basic.postcode, house.number, house.letter, house.addition, MOST)
    same_address = list_rows(reader, library, on, _SAME_ADDRESS, at_home) if basic.postcode else []
    neighbours = {row.customer_id for _, row in same_address}
    known = {row.customer_id for _, row in same_person}
    found = [
        Candidate(row, (SAME_PERSON, SAME_ADDRESS) if row.customer_id in neighbours else (SAME_PERSON,))
        for _, row in same_person
    ]
    found += [Candidate(row, (SAME_ADDRESS,)) for _, row in same_address if row.customer_id not in known]
    return found
