"""Use inside the library as stored: a row each time an item was found lying about. Nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_ADD = "INSERT INTO in_house_use (item_number, used_on, branch) VALUES (?, ?, ?)"
_DROP = "DELETE FROM in_house_use WHERE id = ? RETURNING id"
_OF_ITEM = "SELECT count(*), max(used_on) FROM in_house_use WHERE item_number = ?"
_TOTALS = (
    "SELECT u.used_on, u.branch, coalesce(i.material, '') AS material, count(*) FROM in_house_use AS u"
    " LEFT JOIN item AS i ON i.number = u.item_number WHERE u.used_on BETWEEN ? AND ? AND (? = '' OR u.branch = ?)"
    " GROUP BY u.used_on, u.branch, material ORDER BY u.used_on, u.branch, material"
)


@dataclass(frozen=True, slots=True)
class UsesOfDay:
    """How often items of one material were used inside a branch on a day."""

    day: date
    branch: str
    material: str
    count: int


def add_use(tx: Transaction, number: str) -> int:
    """Count one use of an item, today and at this branch; the id of the row."""
    return tx.insert(_ADD, (number, tx.stamp.working_date.isoformat(), tx.stamp.branch))


def drop_use(tx: Transaction, use_id: int) -> bool:
    """Take one use back. Returns whether it was still there."""
    return tx.read_one(_DROP, (use_id,)) is not None


def uses_of(reader: Reader, number: str) -> tuple[int, date | None]:
    """How often an item was used inside the library, and the last day; None where it never was."""
    row = reader.read_one(_OF_ITEM, (number,))
    assert row is not None, "it counts"
    return int(row[0]), None if row[1] is None else date.fromisoformat(row[1])


def uses_between(reader: Reader, first: date, last: date, *, branch: str = "") -> Sequence[UsesOfDay]:
    """The uses of each day, branch and material from `first` up to and including `last`; of one branch or of all."""
    rows = reader.read(_TOTALS, (first.isoformat(), last.isoformat(), branch, branch))
    return [UsesOfDay(date.fromisoformat(day), where, material, int(count)) for day, where, material, count in rows]
