"""Whom a letter or a mail to a customer is for, and where it goes: read at the moment it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.ages import is_minor
from balie.customers.cards.numbers import in_groups, own_number
from balie.customers.deceased import DECEASED
from balie.customers.header import town_line
from balie.dutch.address import HouseNumber
from balie.dutch.names import Person, header_name, letter_salutation

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Row

_PEOPLE = (
    "SELECT c.id, c.person, c.initials, c.prefix, c.surname, c.birth_date, c.contact_name, c.department, c.name_key,"
    " c.email, EXISTS (SELECT 1 FROM bounce AS b WHERE b.customer_id = c.id AND b.email = c.email),"
    " p.service_messages, p.hold_messages,"
    + own_number("c.id")
    + ", g.person, g.initials, g.prefix, g.surname, g.name_key"
    " FROM customer AS c LEFT JOIN property AS p ON p.customer_id = c.id"
    " LEFT JOIN guardianship AS s ON s.child_id = c.id LEFT JOIN customer AS g ON g.id = s.guardian_id"
    " WHERE c.id IN ({marks})"
)
_ADDRESSES = (
    "SELECT customer_id, kind, country, postcode, number, letter, addition, street, town FROM address"
    " WHERE customer_id IN ({marks})"
)
_POST = "post"


@dataclass(frozen=True, slots=True)
class Addressee:
    """A customer as somebody to write to. Nothing of it shows in a log.

    `addresses` holds the two lines of each kind of address that is complete. `by_post` and `holds_by_post`: the
    customer asked for paper (tab 7), for messages in general and for those about reservations. `bounced`: mail to this
    address does not arrive. `contact` and `department` are read of everybody, and stand on letters to an institution.
    `number` is the klantnummer in groups. `guardian`: person and names of the customer who is parent or guardian; None
    where that is no customer, or one who died.
    """

    customer_id: int
    person: Person = field(repr=False)
    names: tuple[str, str, str] = field(repr=False)
    born: date | None = field(repr=False)
    contact: str = field(repr=False)
    department: str = field(repr=False)
    deceased: bool = field(repr=False)
    email: str = field(repr=False)
    bounced: bool = field(repr=False)
    by_post: bool = field(repr=False)
    holds_by_post: bool = field(repr=False)
    number: str | None = field(repr=False)
    addresses: Mapping[str, tuple[str, str]] = field(repr=False)
    guardian: tuple[Person, str, str, str] | None = field(repr=False)

    def salutation(self, on: date, *, formal: bool) -> str:
        """How a message begins. `formal`: about money or the membership, which is the parents' matter below 18."""
        if self.deceased:
            return "Geachte nabestaanden,"
        if formal and self._is_minor(on):
            return "Geachte ouder of verzorger," if self.guardian is None else letter_salutation(*self.guardian)
        if self.contact and self.person is Person.INSTITUTION:
            return f"Geachte {self.contact},"
        return letter_salutation(self.person, *self.names)

    def address(self, on: date, *, formal: bool, invoice: bool) -> tuple[str, ...]:
        """The lines of the address on a letter; empty where there is no complete one.

        To the Factuuradres for what is to be paid (`invoice`), else to the Postadres, else home.
        """
        kinds = (*(("invoice",) if invoice else ()), "post", "main")
        lines = next((self.addresses[kind] for kind in kinds if kind in self.addresses), None)
        if lines is None:
            return ()
        name = header_name(self.person, *self.names)
        if self.deceased:
            name = f"Aan de nabestaanden van {name}"
        elif formal and self._is_minor(on):
            child = header_name(Person.UNSPECIFIED, *self.names)
            if self.guardian is not None:
                return (header_name(*self.guardian), f"ouder of verzorger van {child}", *lines)
            name = f"Aan de ouder of verzorger van {child}"
        attention: tuple[str, ...] = ()
        if self.person is Person.INSTITUTION:
            whom = (self.department, f"T.a.v. {self.contact}" if self.contact else "")
            attention = tuple(line for line in whom if line)
        return (name, *attention, *lines)

    def _is_minor(self, on: date) -> bool:
        return is_minor(self.born, on, self.person)


def read_addressees(reader: Reader, customer_ids: Iterable[int]) -> dict[int, Addressee]:
    """The customers with these actor-ids (some hundreds at most) as people to write to; one who is not there is left
    out.
    """
    ids = tuple(dict.fromkeys(customer_ids))
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    lines: dict[int, dict[str, tuple[str, str]]] = {}
    for customer_id, kind, *parts in reader.read(_ADDRESSES.format(marks=marks), ids):
        if written := _lines(*parts):
            lines.setdefault(customer_id, {})[kind] = written
    return {row[0]: _addressee(row, lines.get(row[0], {})) for row in reader.read(_PEOPLE.format(marks=marks), ids)}


def _addressee(row: Row, addresses: Mapping[str, tuple[str, str]]) -> Addressee:
    (
        customer_id,
        person,
        initials,
        prefix,
        surname,
        born,
        contact,
        department,
        key,
        email,
        bounced,
        service,
        holds,
        number,
        *told,
    ) = row
    parent, letters, before, named, parent_key = told
    return Addressee(
        customer_id,
        Person(person),
        (initials or "", prefix or "", surname),
        date.fromisoformat(born) if born else None,
        contact or "",
        department or "",
        str(key).startswith(DECEASED),
        email or "",
        bool(bounced),
        service == _POST,
        holds == _POST,
        None if number is None else in_groups(number),
        addresses,
        None
        if parent is None or str(parent_key).startswith(DECEASED)
        else (Person(parent), letters or "", before or "", named),
    )


def _lines(
    country: str,
    postcode: str | None,
    number: int | None,
    letter: str | None,
    addition: str | None,
    street: str | None,
    town: str | None,
) -> tuple[str, str] | None:
    """Street with house number, and postcode with town; None where the post could do nothing with it."""
    if not (street and town) or (country == "NL" and (number is None or not postcode)):
        return None
    house = "" if number is None else str(HouseNumber(number, letter or "", addition or ""))
    return " ".join(filter(None, (street, house))), town_line(postcode, town, country)
