"""Voorlopig: items that no catalogue knew when they were lent; marked until somebody has looked their title over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.history import log_item

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

MOST = 500
"""So many are listed; a library with more has something else to do first."""
_MARK = "UPDATE item SET provisional = ? WHERE number = ?"
_LIST = (
    "SELECT i.number, t.title, i.made_on FROM item AS i JOIN title AS t ON t.id = i.title_id"
    " WHERE i.provisional = 1 AND i.status <> 'A' ORDER BY i.made_on, i.number LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Provisional:
    """An item of which the title is still to be completed: what was typed at the desk, and when."""

    number: str
    title: str
    made_on: date


def provisional_items(reader: Reader) -> list[Provisional]:
    """The items to be completed, the oldest first; none that were written off."""
    rows = reader.read(_LIST, (MOST,))
    return [Provisional(number, title, date.fromisoformat(made_on)) for number, title, made_on in rows]


def is_provisional(reader: Reader, number: str) -> bool:
    """Whether the title of this item is still to be completed."""
    return reader.read_one("SELECT 1 FROM item WHERE number = ? AND provisional = 1", (number,)) is not None


def mark_provisional(tx: Transaction, number: str) -> None:
    """Let an item that was just added be one to be completed."""
    tx.execute(_MARK, (1, number))


def complete_items(tx: Transaction, title_id: int) -> None:
    """Note that somebody looked the title over: its items are provisional no more."""
    for (number,) in tx.read("SELECT number FROM item WHERE title_id = ? AND provisional = 1", (title_id,)):
        tx.execute(_MARK, (0, number))
        log_item(tx, "item completed", number, before=None, after={})
