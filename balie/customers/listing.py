"""A customer as one line of a list: what the search and the duplicate check show."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from balie.customers.membership import Membership, Status, as_day
from balie.dutch.address import HouseNumber
from balie.dutch.dates import format_date
from balie.dutch.names import list_name

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Value

LISTED = "id, initials, prefix, surname, birth_date, name_key"
"""The columns of `customer` that a subselect must give besides its key; the index on names covers them."""

DECEASED = "*"
"""Where the name keys of the deceased begin, so that no other search for a name meets them (klanten-in-wise 2.2)."""


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


def list_rows(
    reader: Reader, library: Library, on: date, found: str, params: tuple[Value, ...]
) -> list[tuple[str, CustomerRow]]:
    """The lines for what a subselect found, with their keys, in the order of key and actor-id.

    `found` is a SELECT of `key` and the columns `LISTED`, with a LIMIT; everything else is looked up per line by key.
    """
    rows = reader.read(
        "SELECT f.key, f.id, f.initials, f.prefix, f.surname, f.birth_date, f.name_key,"
        " a.street, a.number, a.letter, a.addition, a.postcode, a.town,"
        " (SELECT number FROM card WHERE customer_id = f.id AND kind = 'primary' AND state <> 'replaced'),"
        " m.number, m.code, m.status, m.rights_until, m.temporary, m.ended_on"
        f" FROM ({found}) AS f"
        " LEFT JOIN address AS a ON a.customer_id = f.id AND a.kind = 'main'"
        " LEFT JOIN membership AS m ON m.customer_id = f.id"
        " AND m.number = (SELECT max(number) FROM membership WHERE customer_id = f.id)",
        params,
    )
    rows.sort(key=itemgetter(0, 1))
    names = {subscription.code: subscription.name for subscription in library.subscriptions}
    running: dict[tuple[Value, ...], bool] = {}
    return [(row[0], _line(row, names, on, running)) for row in rows]


def _line(row: Row, names: dict[str, str], on: date, known: dict[tuple[Value, ...], bool]) -> CustomerRow:
    """One line. `known` is what was found out of memberships in the same state, as most on a page are."""
    _, customer_id, initials, prefix, surname, born, key, street, house, letter, addition, postcode, town, *rest = row
    card, period, code, *state = rest
    running = False
    if period is not None:
        asked = (code, *state)
        answer = known.get(asked)
        if answer is None:
            status, rights_until, temporary, ended_on = state
            answer = Membership(
                period, code, Status(status), as_day(rights_until), bool(temporary), ended_on=as_day(ended_on)
            ).is_running(on)
            known[asked] = answer
        running = answer
    name = list_name(initials or "", prefix or "", surname)
    return CustomerRow(
        customer_id,
        DECEASED + name if key.startswith(DECEASED) else name,
        "" if born is None else format_date(date.fromisoformat(born)),
        one_line(street, house, letter, addition, postcode, town),
        card or "",
        names.get(code, code or ""),
        running,
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
    if letter or addition:
        house = str(HouseNumber(number or 0, letter or "", addition or ""))
    else:
        house = "" if number is None else str(number)
    before = f"{street} {house}" if street and house else street or house
    after = f"{postcode} {town}" if postcode and town else postcode or town
    return f"{before}, {after}" if before and after else before or after or ""
