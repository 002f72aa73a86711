"""Whom and what a check of a lesson is about, by the number of a pass or of an item."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from balie.customers.names import find_name

if TYPE_CHECKING:
    from balie.desk import Desk

Check = Callable[..., str]
"""A check: called with the desk and the values of the lesson by name. Says in Dutch what differs; empty: it holds."""


def customer_of(desk: Desk, number: str) -> int | None:
    """Whose pass this is; None for nobody's."""
    row = desk.store.read_one("SELECT customer_id FROM card WHERE number = ?", (number,))
    return None if row is None else int(row[0])


def name_of(desk: Desk, number: str) -> str:
    """How whose pass this is, is called: `L.M. Wilgenhof`."""
    customer_id = customer_of(desk, number)
    name = None if customer_id is None else find_name(desk.store, customer_id)
    return f"Pas {number}" if name is None else name.full


def title_of(desk: Desk, item: str) -> str:
    """The title of an item by its number."""
    row = desk.store.read_one(
        "SELECT title.title FROM item JOIN title ON title.id = item.title_id WHERE item.number = ?", (item,)
    )
    return f"Exemplaar {item}" if row is None else str(row[0])
