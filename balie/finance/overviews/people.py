"""Who the customers of a page are: klantnummer and name, looked up for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import is_own
from balie.customers.standing import REMOVED_NAME
from balie.dutch.names import list_name

if TYPE_CHECKING:
    from balie.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Who:
    """A customer: klantnummer (empty while it follows) and `Vries, E.B. de`."""

    number: str
    name: str


def who(reader: Reader, customer_ids: Iterable[int]) -> dict[int, Who]:
    """The customers with these actor-ids, those of one page. Of who was removed the name the law keeps, if any."""
    asked = sorted(set(customer_ids))
    if not asked:
        return {}
    rows = reader.read(
        "SELECT c.id, k.number, coalesce(c.initials, ''), coalesce(c.prefix, ''), c.surname, r.customer_id, r.name"
        " FROM customer AS c"
        f" LEFT JOIN card AS k ON k.customer_id = c.id AND {is_own('k')}"
        " LEFT JOIN removal AS r ON r.customer_id = c.id"
        f" WHERE c.id IN ({', '.join('?' * len(asked))})",
        asked,
    )
    return {
        customer_id: Who(number or "", kept or (REMOVED_NAME if removed else list_name(initials, prefix, surname)))
        for customer_id, number, initials, prefix, surname, removed, kept in rows
    }
