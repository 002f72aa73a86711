"""People in a file whose number was issued before: what the file would change, and whether it is them at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.deceased import DECEASED
from balie.customers.name_keys import name_key, prefixed_key
from balie.customers.versions import touch
from balie.dutch.address import HouseNumber
from balie.dutch.names import Person
from balie.dutch.text import fold
from balie.importing.reading import Imported
from balie.store.dialect import each

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction, Value

CHANGED = "import changed"
"""The word in the journal."""

ANOTHER = (
    "Dit klantnummer is hier van een andere klant: achternaam en geboortedatum verschillen, of de een is een instelling"
    " en de ander een persoon. Kijk het nummer na."
)

_PERSONAL = ("initials", "prefix", "surname", "given_name", "birth_date", "person", "phone", "mobile", "email")
_ADDRESS = ("country", "postcode", "number", "letter", "addition", "street", "town")
_EXTERNAL = ("external_number", "external_number_2")
_STORED = (
    "SELECT k.number, c.id, c.name_key, EXISTS (SELECT 1 FROM removal WHERE customer_id = c.id), "
    + ", ".join(
        (
            *(f"c.{name}" for name in _PERSONAL),
            *(f"a.{name}" for name in _ADDRESS),
            *(f"p.{name}" for name in _EXTERNAL),
        )
    )
    + f" FROM {each()} AS n JOIN card AS k ON k.number = n.value JOIN customer AS c ON c.id = k.customer_id"
    " LEFT JOIN address AS a ON a.customer_id = c.id AND a.kind = 'main'"
    " LEFT JOIN property AS p ON p.customer_id = c.id"
)
_UPSERT_ADDRESS = (
    f"INSERT INTO address (customer_id, kind, {', '.join(_ADDRESS)})"
    f" VALUES (:id, 'main', {', '.join(f':{name}' for name in _ADDRESS)}) ON CONFLICT (customer_id, kind)"
    f" DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _ADDRESS)}"
)
_UPSERT_EXTERNAL = (
    "INSERT INTO property (customer_id, {name}) VALUES (?, ?)"
    " ON CONFLICT (customer_id) DO UPDATE SET {name} = excluded.{name}"
)


@dataclass(frozen=True, slots=True)
class StoredCustomer:
    """A customer as stored, as far as a file can change one."""

    customer_id: int
    name_key: str
    removed: bool
    values: Mapping[str, Value]

    @property
    def is_institution(self) -> bool:
        """Whether it is an institution here."""
        return self.values["person"] == Person.INSTITUTION

    def is_person(self, person: Imported) -> bool:
        """Whether a line can be about this customer: same surname or same birth date, and not removed.

        Never about a person where an institution stands, or the other way round.
        """
        same_name = fold(str(self.values["surname"])) == fold(person.surname)
        same_birth = person.birth_date is not None and self.values["birth_date"] == person.birth_date
        other_kind = person.person != Person.UNSPECIFIED and (
            self.is_institution != (person.person == Person.INSTITUTION)
        )
        return not (self.removed or other_kind) and (same_name or same_birth)


def stored_with(reader: Reader, numbers: Sequence[str]) -> dict[str, StoredCustomer]:
    """The customers who have these numbers, by number; numbers never issued are not in it."""
    rows = reader.read(_STORED, (json.dumps(numbers),))
    names = (*_PERSONAL, *_ADDRESS, *_EXTERNAL)
    return {
        number: StoredCustomer(customer_id, key, bool(removed), dict(zip(names, values, strict=True)))
        for number, customer_id, key, removed, *values in rows
    }


def differences(stored: StoredCustomer, person: Imported) -> dict[str, Value]:
    """What a line changes: the columns with their new values. What is empty in the file stays as it is stored.

    An address is taken over as a whole, since half of another one would be wrong.
    """
    typed: dict[str, Value] = {name: getattr(person, name) for name in (*_PERSONAL, *_EXTERNAL)}
    if person.person == Person.UNSPECIFIED:
        typed["person"] = None
    if stored.is_institution:
        typed["birth_date"] = None
    found: dict[str, Value] = {
        name: value for name, value in typed.items() if value is not None and value != stored.values[name]
    }
    if "surname" in found and person.prefix is None:
        found["prefix"] = None
    address = dict(zip(_ADDRESS, _address_of(person), strict=True))
    if any(stored.values[name] != value for name, value in address.items()):
        found |= address
    return found


def change(tx: Transaction, stored: StoredCustomer, person: Imported) -> bool:
    """Write what a line changes of a customer, with its row in the journal; False when that is nothing."""
    found = differences(stored, person)
    if not found:
        return False
    id_ = stored.customer_id
    columns = {name: value for name, value in found.items() if name in _PERSONAL}
    if columns.keys() & {"initials", "prefix", "surname"}:
        names = [str(columns.get(name, stored.values[name]) or "") for name in ("initials", "prefix", "surname")]
        mark = DECEASED if stored.name_key.startswith(DECEASED) else ""
        prefixed = prefixed_key(*names)
        columns |= {"name_key": mark + name_key(*names), "prefixed_key": None if prefixed is None else mark + prefixed}
    for name in ("phone", "mobile", "email"):
        if name in columns:
            columns[f"{name}_key"] = getattr(person, f"{name}_key")
    if columns:
        sets = ", ".join(f"{name} = :{name}" for name in columns)
        tx.execute(f"UPDATE customer SET {sets} WHERE id = :id", {**columns, "id": id_})
    if "country" in found:
        tx.execute(_UPSERT_ADDRESS, {"id": id_, **{name: found[name] for name in _ADDRESS}})
    for name in _EXTERNAL:
        if name in found:
            tx.execute(_UPSERT_EXTERNAL.format(name=name), (id_, found[name]))
    touch(tx, id_)
    tx.journal(
        CHANGED,
        customer_id=id_,
        before=_told({name: stored.values[name] for name in found}),
        after=_told(found),
    )
    return True


def _address_of(person: Imported) -> tuple[Value, ...]:
    return (
        *(person.country, person.postcode, person.house_number, person.letter, person.addition),
        *(person.street, person.town),
    )


def _told(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values as the journal tells them: the house number in one."""
    told = {name: value for name, value in values.items() if name not in ("number", "letter", "addition")}
    if "number" in values:
        number, letter, addition = (values[name] for name in ("number", "letter", "addition"))
        house = None if number is None else str(HouseNumber(int(number), str(letter or ""), str(addition or "")))
        told["house_number"] = house
    return told
