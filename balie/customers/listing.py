"""A customer as one line of a list: what the search and the duplicate check show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.membership import Membership, Status
from balie.dutch.address import HouseNumber
from balie.dutch.dates import format_date
from balie.dutch.names import list_name

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Value

LISTED = "id, initials, prefix, surname, birth_date"
"""The columns of `customer` that a subselect must give besides its key; the index on names covers them."""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of a list, ready to be shown: `Vries, E.B. de`, `04-01-1991`, `Kruisakkers 41, 9468 BG ANNEN`.

    `number` is empty while it follows; `membership` is the name of the last subscription, `running` whether it runs.
    """

    customer_id: int
    name: str
    birth_date: str
    address: str
    number: str
    membership: str
    running: bool


def list_rows(
    reader: Reader, library: Library, on: date, found: str, params: tuple[Value, ...]
) -> list[tuple[str, CustomerRow]]:
    """The lines for what a subselect found, with their keys, in the order of key and actor-id.

    `found` is a SELECT of `key` and the columns `LISTED`, with a LIMIT; everything else is looked up per line by key.
    """
    rows = reader.read(
        f"SELECT f.key, f.id, f.initials, f.prefix, f.surname, f.birth_date,"
        " a.street, a.number, a.letter, a.addition, a.postcode, a.town,"
        " (SELECT number FROM card WHERE customer_id = f.id AND kind = 'primary' AND state <> 'replaced'),"
        " m.number, m.code, m.status, m.rights_until, m.temporary"
        f" FROM ({found}) AS f"
        " LEFT JOIN address AS a ON a.customer_id = f.id AND a.kind = 'main'"
        " LEFT JOIN membership AS m ON m.customer_id = f.id"
        " AND m.number = (SELECT max(number) FROM membership WHERE customer_id = f.id)",
        params,
    )
    rows.sort(key=lambda row: (row[0], row[1]))
    names = {subscription.code: subscription.name for subscription in library.subscriptions}
    return [(row[0], _line(row, names, on)) for row in rows]


def _line(row: Row, names: dict[str, str], on: date) -> CustomerRow:
    _, customer_id, initials, prefix, surname, born, street, house, letter, addition, postcode, town, card, *rest = row
    period, code, status, rights_until, temporary = rest
    running = False
    if period is not None:
        until = None if rights_until is None else date.fromisoformat(rights_until)
        running = Membership(period, code, Status(status), until, bool(temporary)).is_running(on)
    return CustomerRow(
        customer_id=customer_id,
        name=list_name(initials or "", prefix or "", surname),
        birth_date="" if born is None else format_date(date.fromisoformat(born)),
        address=one_line(street, house, letter, addition, postcode, town),
        number=card or "",
        membership=names.get(code, code or ""),
        running=running,
    )


def one_line(
    street: str | None,
    number: int | None,
    letter: str | None,
    addition: str | None,
    postcode: str | None,
    town: str | None,
) -> str:
    """An address on one line: `Kruisakkers 41, 9468 BG ANNEN`; what is not known is left out."""
    house = "" if number is None else str(HouseNumber(number, letter or "", addition or ""))
    parts = (" ".join(filter(None, (street, house))), " ".join(filter(None, (postcode, town))))
    return ", ".join(filter(None, parts))
