"""What a lesson may look at to see that a step is done: the store, never the keys. Each says in Dutch what differs.

A check takes the desk and values; empty means that it holds. Amounts are typed as on the screen (`"54,00"`), people and
items by the numbers that a lesson's names stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from balie.dutch.names import full_name

if TYPE_CHECKING:
    from balie.desk import Desk

Check = Callable[..., str]
"""A check: called with the desk and the values of the lesson by name."""


def enrolled(desk: Desk, surname: str, subscription: str = "", way: str = "", pass_number: str = "") -> str:
    """Somebody of this surname was enrolled today; with this subscription, way of paying and pass where told."""
    row = desk.store.read_one(
        "SELECT membership.code, coalesce(membership.way, ''), coalesce(card.number, '')"
        " FROM customer JOIN membership ON membership.customer_id = customer.id"
        " LEFT JOIN card ON card.customer_id = customer.id"
        " WHERE customer.surname = ? AND customer.registered_on = ? ORDER BY customer.id DESC, membership.number DESC",
        (surname, desk.working_date.isoformat()),
    )
    if row is None:
        return f"{surname} is vandaag nog niet ingeschreven"
    code, found_way, number = map(str, row)
    if subscription and code != subscription:
        return f"Het abonnement is {code}, gevraagd was {subscription}"
    if way and found_way != way:
        return f"Betaald wordt per {found_way or 'factuur'}, gevraagd was {way}"
    if pass_number and number != pass_number:
        return f"Het klantnummer is {number or 'nog niet gegeven'}, gevraagd was {pass_number}"
    return ""


def has_at_home(desk: Desk, who: str, item: str) -> str:
    """Somebody (the number of a pass) has this item (its number) at home."""
    row = desk.store.read_one(
        "SELECT 1 FROM loan JOIN card ON card.customer_id = loan.customer_id"
        " WHERE card.number = ? AND loan.item_number = ? AND loan.returned_on IS NULL",
        (who, item),
    )
    return "" if row is not None else f"{_name(desk, who)} heeft {_title(desk, item)} niet thuis"


def is_back(desk: Desk, item: str) -> str:
    """An item (its number) is at nobody's home."""
    row = desk.store.read_one("SELECT 1 FROM loan WHERE item_number = ? AND returned_on IS NULL", (item,))
    return "" if row is None else f"{_title(desk, item)} is nog niet ingenomen"


def owes(desk: Desk, who: str, amount: str) -> str:
    """What somebody (the number of a pass) still has to pay, such as `"0,00"`."""
    from balie.dutch.money import format_cents, parse_cents
    from balie.ledger import balance

    customer_id = _customer(desk, who)
    if customer_id is None:
        return f"Pas {who} is van niemand"
    now = balance(desk.store, customer_id)
    cents = now.contribution + now.other
    if cents == parse_cents(amount):
        return ""
    return f"Er staat {format_cents(cents)} open, gevraagd was {format_cents(parse_cents(amount))}"


CHECKS: Mapping[str, Check] = {
    "enrolled": enrolled,
    "has_at_home": has_at_home,
    "is_back": is_back,
    "owes": owes,
}
"""Every check, by the name that a lesson file calls it."""


def what_differs(desk: Desk, checks: Mapping[str, Mapping[str, str | int | bool]]) -> list[str]:
    """Everything that does not hold yet, in Dutch; nothing when all does."""
    return [told for name, values in checks.items() if (told := CHECKS[name](desk, **values))]


def _customer(desk: Desk, number: str) -> int | None:
    row = desk.store.read_one("SELECT customer_id FROM card WHERE number = ?", (number,))
    return None if row is None else int(row[0])


def _name(desk: Desk, number: str) -> str:
    row = desk.store.read_one(
        "SELECT initials, prefix, surname FROM customer JOIN card ON card.customer_id = customer.id WHERE number = ?",
        (number,),
    )
    return f"Pas {number}" if row is None else full_name(row[0] or "", row[1] or "", row[2])


def _title(desk: Desk, item: str) -> str:
    row = desk.store.read_one(
        "SELECT title.title FROM item JOIN title ON title.id = item.title_id WHERE item.number = ?", (item,)
    )
    return f"Exemplaar {item}" if row is None else str(row[0])
