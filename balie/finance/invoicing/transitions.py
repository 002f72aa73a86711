"""Doorstroom: who turns 18 and so pays for the first time; a list for the desk, since nobody is charged unasked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import own_number
from balie.customers.deceased import DECEASED
from balie.customers.memberships import Status
from balie.customers.subscriptions.pricing import first_paid_month
from balie.dutch.names import list_name
from balie.dutch.periods import add_months
from balie.finance.invoicing.judging import LeftOutCustomer, PeriodObstacle, coming_of_age
from balie.library.terms import FREE_UNTIL_AGE

if TYPE_CHECKING:
    from balie.store.reading import Reader

AHEAD_MONTHS = 2
"""So long ahead somebody is on the list (rules.md#coming-of-age)."""

# Found by birth date, which has an index. Whoever pays already has a period with a price, and is not on the list.
_BORN = (
    "SELECT c.id, c.birth_date, c.initials, c.prefix, c.surname,"
    f" {own_number('c.id')}"
    " FROM customer AS c JOIN membership AS m ON m.customer_id = c.id"
    " AND m.number = (SELECT max(number) FROM membership WHERE customer_id = c.id)"
    " WHERE c.birth_date BETWEEN ? AND ? AND c.person <> 'instelling' AND m.price_cents = 0"
    f" AND m.status NOT IN ({Status.INVALID:d}, {Status.LEFT:d}) AND (m.ended_on IS NULL OR m.ended_on >= ?)"
    f" AND (m.temporary = 0 OR m.rights_until >= ?) AND substr(c.name_key, 1, 1) <> '{DECEASED}'"
    " ORDER BY c.birth_date, c.name_key, c.id"
)


def coming_up(reader: Reader, month: date, today: date) -> tuple[LeftOutCustomer, ...]:
    """The members who are free as a child and whose first paid month is that of `month` or one of the two after it.

    Born 01-02-2007 (18 on 01-02-2025, pays from March 2025): on the lists of January, February and March 2025.
    """
    first = month.replace(day=1)
    last = add_months(first, AHEAD_MONTHS)
    eldest, youngest = (add_months(day, -12 * FREE_UNTIL_AGE) for day in (add_months(first, -2), last))
    rows = reader.read(_BORN, (eldest.isoformat(), youngest.isoformat(), today.isoformat(), today.isoformat()))
    return tuple(
        LeftOutCustomer(
            customer_id,
            number or "",
            list_name(initials or "", prefix or "", surname),
            PeriodObstacle.COMES_OF_AGE,
            coming_of_age(date.fromisoformat(born)),
        )
        for customer_id, born, initials, prefix, surname, number in rows
        if first <= first_paid_month(date.fromisoformat(born)) <= last
    )
