"""How one customer is called: on a bon, in a list, on an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.dutch.names import Person, full_name, header_name, list_name

if TYPE_CHECKING:
    from balie.store.reading import Reader


@dataclass(frozen=True, slots=True)
class CustomerName:
    """The parts of a name, as stored; initials and prefix are empty where there are none."""

    person: Person
    initials: str
    prefix: str
    surname: str

    @property
    def full(self) -> str:
        """`E.B. de Vries`."""
        return full_name(self.initials, self.prefix, self.surname)

    @property
    def listed(self) -> str:
        """`Vries, E.B. de`."""
        return list_name(self.initials, self.prefix, self.surname)

    @property
    def titled(self) -> str:
        """`Dhr. E.B. de Vries`."""
        return header_name(self.person, self.initials, self.prefix, self.surname)


def find_name(reader: Reader, customer_id: int) -> CustomerName | None:
    """The name of a customer; None where there is no such customer (any more)."""
    row = reader.read_one("SELECT person, initials, prefix, surname FROM customer WHERE id = ?", (customer_id,))
    if row is None:
        return None
    person, initials, prefix, surname = row
    return CustomerName(Person(person), initials or "", prefix or "", surname)
