"""What a lesson may look at to see that a step is done: the store, never the keys. Each says in Dutch what differs.

A check takes the desk and values; empty means that it holds. Amounts are typed as on the screen (`"54,00"`), people and
items by the numbers that a lesson's names stand for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from balie.practice.lessons.customer_checks import CUSTOMER_CHECKS
from balie.practice.lessons.who import Check, customer_of, name_of, title_of

if TYPE_CHECKING:
    from balie.desk import Desk


def has_at_home(desk: Desk, who: str, item: str) -> str:
    """Somebody (the number of a pass) has this item (its number) at home."""
    row = desk.store.read_one(
        "SELECT 1 FROM loan JOIN card ON card.customer_id = loan.customer_id"
        " WHERE card.number = ? AND loan.item_number = ? AND loan.returned_on IS NULL",
        (who, item),
    )
    return "" if row is not None else f"{name_of(desk, who)} heeft {title_of(desk, item)} niet thuis"


def is_back(desk: Desk, item: str) -> str:
    """An item (its number) is at nobody's home."""
    row = desk.store.read_one("SELECT 1 FROM loan WHERE item_number = ? AND returned_on IS NULL", (item,))
    return "" if row is None else f"{title_of(desk, item)} is nog niet ingenomen"


def owes(desk: Desk, who: str, amount: str) -> str:
    """What somebody (the number of a pass) still has to pay, such as `"0,00"`."""
    from balie.dutch.money import format_cents, parse_cents
    from balie.ledger import balance

    customer_id = customer_of(desk, who)
    if customer_id is None:
        return f"Pas {who} is van niemand"
    now = balance(desk.store, customer_id)
    cents = now.contribution + now.other
    if cents == parse_cents(amount):
        return ""
    return f"Er staat {format_cents(cents)} open, gevraagd was {format_cents(parse_cents(amount))}"


CHECKS: Mapping[str, Check] = {
    **CUSTOMER_CHECKS,
    "has_at_home": has_at_home,
    "is_back": is_back,
    "owes": owes,
}
"""Every check, by the name that a lesson file calls it."""


def what_differs(desk: Desk, checks: Mapping[str, Mapping[str, str | int | bool]]) -> list[str]:
    """Everything that does not hold yet, in Dutch; nothing when all does."""
    return [told for name, values in checks.items() if (told := CHECKS[name](desk, **values))]
