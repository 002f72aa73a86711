"""Who is known already: looked up while enrolling, when birth date and address are in (rules.md#known-already).

Twins and housemates are found too; the desk judges. Who lives there and can hardly be the same person is a housemate.
An institution is known by its name and its address, and is never the same as a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.deceased import DECEASED
from balie.customers.finding.listing import CustomerRow, list_people, list_rows, listing
from balie.customers.kinds import RULES
from balie.customers.same_house import SAME_HOUSE, house_params
from balie.dutch.name_likeness import Likeness, likeness
from balie.dutch.names import Person
from balie.dutch.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balie.customers.forms.details import Basic
    from balie.library.structs import Library
    from balie.store.reading import Reader

MOST = 20
_NEAR_AGE = 1
"""In years: of the same age, or nearly."""
SAME_PERSON = "zelfde geboortedatum en achternaam"
NEAR_PERSON = "zelfde geboortedatum, en de achternaam lijkt erop"
SAME_ADDRESS = "zelfde adres"
SAME_NAME = "zelfde naam"
NEAR_NAME = "de naam lijkt erop"

_BORN = (
    "SELECT id, prefix, surname FROM customer WHERE birth_date = ? AND substr(name_key, 1, 1) <> ?"
    f" AND person <> '{Person.INSTITUTION}' ORDER BY name_key, id"
)
_PERSONS_THERE, _INSTITUTIONS_THERE = (
    listing(
        "c.name_key",
        "address AS a JOIN customer AS c ON c.id = a.customer_id",
        f"WHERE a.kind = 'main' AND {SAME_HOUSE} AND c.person {being} '{Person.INSTITUTION}'"
        " ORDER BY c.name_key, c.id LIMIT ?",
    )
    for being in ("<>", "=")
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the person at the desk, and why, in Dutch.

    `is_housemate`: lives there and is hardly the same person, by surname, age and birth date (rules.md#housemates).
    """

    row: CustomerRow
    reasons: tuple[str, ...]
    is_housemate: bool = False


def find_duplicates(reader: Reader, library: Library, basic: Basic, on: date) -> list[Candidate]:
    """The customers who may be the one on screen 1: the same person first, then who is near, then who lives there.

    At most `MOST` for each of these reasons. Surnames are compared with their prefixes (`likeness`).
    """
    at_home = (*house_params(basic.postcode, basic.house_number), MOST)
    if RULES[basic.kind].is_institution:
        return _institutions(reader, library, basic, on, at_home)
    alike = dict.fromkeys(Likeness, ()) | _alike(reader, basic)
    same_address = list_rows(reader, library, on, _PERSONS_THERE, at_home) if basic.postcode else []
    neighbours = {row.customer_id for _, row in same_address}
    found: list[Candidate] = []
    for reason, people in ((SAME_PERSON, alike[Likeness.SAME]), (NEAR_PERSON, alike[Likeness.NEAR])):
        for row in list_people(reader, library, on, people):
            found.append(Candidate(row, (reason, SAME_ADDRESS) if row.customer_id in neighbours else (reason,)))
    known = {candidate.row.customer_id for candidate in found}
    rows = [row for _, row in same_address if row.customer_id not in known]
    mates = _housemates(reader, basic, [row.customer_id for row in rows])
    return [*found, *(Candidate(row, (SAME_ADDRESS,), row.customer_id in mates) for row in rows)]


def _institutions(
    reader: Reader, library: Library, basic: Basic, on: date, at_home: tuple[str | int, ...]
) -> list[Candidate]:
    """The institutions of that address with that name, or one like it; another one in the same house is another one."""
    rows = [row for _, row in list_rows(reader, library, on, _INSTITUTIONS_THERE, at_home)] if basic.postcode else []
    names = {
        row.customer_id: reader.read_one("SELECT prefix, surname FROM customer WHERE id = ?", (row.customer_id,))
        for row in rows
    }
    found = []
    for how, reason in ((Likeness.SAME, SAME_NAME), (Likeness.NEAR, NEAR_NAME)):
        for row in rows:
            name = names[row.customer_id]
            if name is not None and likeness(("", basic.surname), (name[0] or "", name[1])) is how:
                found.append(Candidate(row, (reason, SAME_ADDRESS)))
    return found


def _housemates(reader: Reader, basic: Basic, people: Sequence[int]) -> frozenset[int]:
    """Those of the same address who can hardly be the person on screen 1.

    Nobody of whom a birth date is not known or is the same; nor who has such a surname, such initials and such an age:
    a birth date may have been typed wrong.
    """
    if basic.birth_date is None or not people:
        return frozenset()
    marks = ", ".join("?" * len(people))
    rows = reader.read(
        f"SELECT id, initials, prefix, surname, birth_date FROM customer WHERE id IN ({marks})", tuple(people)
    )
    return frozenset(
        id_
        for id_, initials, prefix, surname, born in rows
        if born is not None
        and (day := date.fromisoformat(born)) != basic.birth_date
        and not (
            likeness((basic.prefix, basic.surname), (prefix or "", surname)) is not Likeness.OTHER
            and abs(day.year - basic.birth_date.year) <= _NEAR_AGE
            and _may_be_one(fold(basic.initials), fold(initials or ""))
        )
    )


def _may_be_one(one: str, other: str) -> bool:
    """Whether these initials may be those of one person."""
    return not one or not other or one[0] == other[0]


def _alike(reader: Reader, basic: Basic) -> dict[Likeness, tuple[int, ...]]:
    """Who was born on that day and has a surname like that, by how much it is like it; in the order of names."""
    if basic.birth_date is None:
        return {}
    found: dict[Likeness, list[int]] = {}
    for id_, prefix, surname in reader.read(_BORN, (basic.birth_date.isoformat(), DECEASED)):
        how = likeness((basic.prefix, basic.surname), (prefix or "", surname))
        found.setdefault(how, []).append(id_)
    return {how: tuple(people[:MOST]) for how, people in found.items()}
