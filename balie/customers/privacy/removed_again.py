"""While a backup is put back: whoever was removed since it was made is removed from the copy (rules.md#removal).

Numbers are no sign of who somebody is: another store, and a copy that is worked in on its own, give out the same ones.
The mark of an actor-id is (`balie.store.identity`), whether the person had a number or was merged into another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from balie.customers.identities import current_id
from balie.customers.privacy.removal import wipe
from balie.customers.standing import is_removed
from balie.store.errors import Unreadable, may_be_unreadable
from balie.store.identity import has_table, marks_of, read_identity
from balie.store.transaction import Stamp

if TYPE_CHECKING:
    from balie.store.as_it_is import Opened
    from balie.store.connection import Store

_REMOVED = "SELECT customer_id AS actor_id, removed_on, branch, staff FROM removal"
_REMOVED_AND_MERGED = (
    f"{_REMOVED} UNION ALL SELECT m.customer_id, r.removed_on, r.branch, r.staff FROM merged AS m"
    " JOIN removal AS r ON r.customer_id = m.into_id"
)
"""Also whoever was merged into somebody who was removed: in a copy of before the merge each has a record."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who was removed: the mark of the actor-id, and who did it when."""

    mark: str
    removed_on: date
    branch: str
    staff: str


@dataclass(frozen=True, slots=True)
class Again:
    """How many were removed again, and in whose records others are who should have been (the actor-ids of the records).

    `known` is False where it could not be read who was removed.
    """

    removed: int = 0
    within: tuple[int, ...] = ()
    known: bool = True


def remove_as_in(replaced: Opened | None, copy: Store, *, now: Callable[[], datetime]) -> Again:
    """Remove from the copy whoever was removed from the store that it replaces (None: that cannot be read).

    Of a copy of another store nobody is removed: the people in it are others.
    """
    if replaced is None:
        return Again(known=False)
    try:
        with may_be_unreadable():
            if not read_identity(replaced).is_same_store(read_identity(copy)):
                return Again()
            gone = read_removed(replaced)
    except Unreadable:
        return Again(known=False)
    return remove_again(copy, gone, now=now)


def read_removed(store: Opened) -> list[Gone]:
    """Who was removed from a store; nobody in one of before there was removal. Raises what SQLite says."""
    if not has_table(store, "removal"):
        return []
    sql = _REMOVED_AND_MERGED if has_table(store, "merged") else _REMOVED
    marks = marks_of(store, f"SELECT actor_id FROM ({sql}) AS gone")
    return [
        Gone(marks[actor_id], date.fromisoformat(removed_on), branch, staff)
        for actor_id, removed_on, branch, staff in store.read(f"{sql} ORDER BY 1")
        if actor_id in marks
    ]


def remove_again(store: Store, gone: Sequence[Gone], *, now: Callable[[], datetime]) -> Again:
    """Wipe those of `gone` who are back in `store`, each in a transaction of its own, whatever speaks against it.

    They were removed by right, and what stood against it then is in the backup only. Booked on the day of then, by who
    did it then. Whoever is merged with a customer who was not removed cannot be told apart from that one here: they
    are named in `Again.within`, under the actor-id of the record that they are in.
    """
    removed, within = 0, []
    by_mark = {one.mark: one for one in gone}
    for actor_id, one in _actors(store, by_mark):
        if is_removed(store, actor_id):
            continue
        if store.read_one("SELECT 1 FROM customer WHERE id = ?", (actor_id,)) is None:
            within.append(actor_id)
            continue
        with store.transaction(Stamp(one.staff, one.branch, now(), one.removed_on)) as tx:
            tx.execute("DELETE FROM relation WHERE head_id = ?", (actor_id,))
            wipe(tx, actor_id)
        removed += 1
    records = (current_id(store, actor_id) for actor_id in within)
    return Again(removed, tuple(sorted({record for record in records if not is_removed(store, record)})))


def _actors(store: Store, by_mark: dict[str, Gone]) -> list[tuple[int, Gone]]:
    """The actor-ids in this store that have one of these marks."""
    if not by_mark:
        return []
    rows = store.read("SELECT actor_id, mark FROM actor_mark ORDER BY actor_id")
    return [(int(actor_id), by_mark[mark]) for actor_id, mark in rows if mark in by_mark]
