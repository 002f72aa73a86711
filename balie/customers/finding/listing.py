"""A customer as one line of a list: what the search and the duplicate check show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from balie.customers.cards.numbers import is_own
from balie.customers.deceased import DECEASED
from balie.customers.memberships import Membership, Status, as_day
from balie.dutch.address import HouseNumber
from balie.dutch.dates import format_iso
from balie.dutch.names import list_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Value


class CustomerRow(NamedTuple):
    """One line of a list, ready to be shown: `Vries, E.B. de`, `04-01-1991`, `Kruisakkers 41, 9468 BG ANNEN`.

    `number` is empty while it follows; `membership` is the name of the last subscription, `running` whether it runs.
    The name of somebody who died begins with `*`. A tuple, since a page of these is made at every key.
    """

    customer_id: int
    name: str
    birth_date: str
    address: str
    number: str
    membership: str
    running: bool


def listing(key: str, source: str, rest: str) -> str:
    """The SELECT for `list_rows`: `key` with all that a line shows of the customers `c` in `source`.

    `source` is what stands after FROM, read from an index on names or joined to `customer AS c`; `rest` is WHERE,
    ORDER BY and LIMIT. A line is found in four trees, which is what a search costs: nothing is looked up beside them.
    """
    return (
        f"SELECT {key}, c.id, c.initials, c.prefix, c.surname, c.birth_date, c.name_key,"
        " home.street, home.number, home.letter, home.addition, home.postcode, home.town,"
        f" own.number, last.code, last.status, last.rights_until, last.temporary, last.ended_on FROM {source}"
        " LEFT JOIN address AS home ON home.customer_id = c.id AND home.kind = 'main'"
        f" LEFT JOIN card AS own ON own.customer_id = c.id AND {is_own('own')}"
        " LEFT JOIN membership AS last ON last.customer_id = c.id"
        " AND last.number = (SELECT number FROM membership WHERE customer_id = c.id ORDER BY number DESC LIMIT 1)"
        f" {rest}"
    )


def list_rows(
    reader: Reader, library: Library, on: date, found: str, params: tuple[Value, ...]
) -> list[tuple[str, CustomerRow]]:
    """The lines that a SELECT of `listing` finds, with their keys."""
    memberships: dict[Row, tuple[str, bool]] = {}
    lines = []
    # Written out, without more calls than it needs: this is done at every key.
    for row in reader.read(found, params):
        key, id_, initials, prefix, surname, born, name_key, street, house, letter, addition, postcode, town, number = (
            row[:14]
        )
        state = row[14:]
        membership = memberships.get(state)
        if membership is None:
            membership = memberships[state] = _membership(library, state, on)
        name = list_name(initials or "", prefix or "", surname)
        line = CustomerRow(
            id_,
            DECEASED + name if name_key[:1] == DECEASED else name,
            format_iso(born),
            one_line(street, house, letter, addition, postcode, town),
            number or "",
            *membership,
        )
        lines.append((key, line))
    return lines


def list_people(reader: Reader, library: Library, on: date, people: Sequence[int]) -> list[CustomerRow]:
    """The lines of these customers, in the order of their names."""
    if not people:
        return []
    marks = ", ".join("?" * len(people))
    select = listing("c.name_key", "customer AS c", f"WHERE c.id IN ({marks}) ORDER BY c.name_key, c.id")
    return [row for _, row in list_rows(reader, library, on, select, tuple(people))]


def _membership(library: Library, state: Row, on: date) -> tuple[str, bool]:
    """The name of a subscription and whether it runs, for a last period in this state; most on a page are alike."""
    code, status, rights_until, temporary, ended_on = state
    if code is None:
        return "", False
    period = Membership(0, code, Status(status), as_day(rights_until), bool(temporary), ended_on=as_day(ended_on))
    name = next((known.name for known in library.subscriptions if known.code == code), str(code))
    return name, period.is_running(on)


def one_line(
    street: str | None,
    number: int | None,
    letter: str | None,
    addition: str | None,
    postcode: str | None,
    town: str | None,
) -> str:
    """An address on one line: `Kruisakkers 41, 9468 BG ANNEN`; what is not known is left out."""
    if letter or addition:
        house = str(HouseNumber(number or 0, letter or "", addition or ""))
    else:
        house = "" if number is None else str(number)
    before = f"{street} {house}" if street and house else street or house
    after = f"{postcode} {town}" if postcode and town else postcode or town
    return f"{before}, {after}" if before and after else before or after or ""
