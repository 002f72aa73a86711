"""After a backup was put back: customers who were removed since it was made are removed again (rules.md#removal)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from balie.customers.removal import wipe
from balie.customers.standing import is_removed
from balie.store.connection import borrow
from balie.store.errors import refusing
from balie.store.transaction import Stamp

if TYPE_CHECKING:
    from balie.store.connection import Store


@dataclass(frozen=True, slots=True)
class Gone:
    """A removed customer: the actor-id, a number it had (to be sure that it is the same one), and who did it when."""

    customer_id: int
    numbers: frozenset[str]
    removed_on: date
    branch: str
    staff: str


def read_removed(path: Path) -> list[Gone]:
    """Who was removed from the store at `path`; nobody in one of before there was removal.

    Raises `Refusal` when it cannot be read.
    """
    with borrow(path) as connection, refusing(path):
        if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'removal'").fetchone():
            return []
        rows = connection.execute("SELECT customer_id, removed_on, branch, staff FROM removal ORDER BY 1").fetchall()
        return [
            Gone(
                customer_id,
                frozenset(
                    number
                    for (number,) in connection.execute("SELECT number FROM card WHERE customer_id = ?", (customer_id,))
                ),
                date.fromisoformat(removed_on),
                branch,
                staff,
            )
            for customer_id, removed_on, branch, staff in rows
        ]


def remove_again(store: Store, gone: Sequence[Gone], *, now: Callable[[], datetime]) -> int:
    """Wipe those of `gone` who are back in `store`, each in a transaction of its own, whatever speaks against it.

    They were removed by right, and what stood against it then is in the backup only. Booked on the day of then, by who
    did it then. Out: how many there were.
    """
    again = 0
    for one in gone:
        rows = store.read("SELECT number FROM card WHERE customer_id = ?", (one.customer_id,))
        same = one.numbers.intersection(number for (number,) in rows)
        if not same or is_removed(store, one.customer_id):
            continue
        with store.transaction(Stamp(one.staff, one.branch, now(), one.removed_on)) as tx:
            tx.execute("DELETE FROM relation WHERE head_id = ?", (one.customer_id,))
            wipe(tx, one.customer_id)
        again += 1
    if again:
        store.take_up_log()
    return again
