"""From the staging file into a store that others work in: a few at a time, so that no desk waits.

People go in in the order of their numbers. How many go in at once follows from how long the last ones took.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from balie.importing.known import change, stored_with
from balie.importing.reading import Imported
from balie.importing.sqlite.loading import ADDRESS, CARD, CUSTOMER, PROPERTY
from balie.library.rights import Right
from balie.store.dialect import each
from balie.store.pace import Pace
from balie.store.staging import ATTACHED

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

_NEXT = f"SELECT number, customer_id FROM {ATTACHED}.card WHERE number > ? ORDER BY number LIMIT ?"
_ISSUED = f"SELECT n.value FROM {each()} AS n JOIN main.card AS k ON k.number = n.value"
_TAKE_IDS = "UPDATE counter SET next = next + ? WHERE name = 'actor' RETURNING next"
_KNOWN = f"SELECT rowid, person FROM {ATTACHED}.known WHERE rowid > ? ORDER BY rowid LIMIT ?"


def _copy(table: str, columns: Sequence[str], key: str) -> str:
    """INSERT of the rows of the people whose ids in the staging file are given, under new ids in the same order."""
    others = [name for name in columns if name != key]
    return (
        f"INSERT INTO main.{table} ({key}, {', '.join(others)})"
        f" SELECT ?2 + n.key, {', '.join(f's.{name}' for name in others)}"
        f" FROM {each('?1')} AS n JOIN {ATTACHED}.{table} AS s ON s.{key} = n.value ORDER BY n.key"
    )


_COPIES = (
    _copy("customer", CUSTOMER, "id"),
    _copy("address", ADDRESS, "customer_id"),
    _copy("property", PROPERTY, "customer_id"),
)
_COPY_CARD = (
    f"INSERT INTO main.card ({', '.join(CARD)}) SELECT ?2 + n.key, {', '.join(f's.{name}' for name in CARD[1:])}"
    f" FROM {each('?1')} AS n JOIN {ATTACHED}.card AS s ON s.number = n.value"
)
_JOURNAL = (
    "SELECT s.at, s.working_date, s.branch, s.staff, s.action, ?2 + n.key, s.before, s.after"
    f" FROM {each('?1')} AS n JOIN {ATTACHED}.journal AS s ON s.id = n.value + ?3 ORDER BY n.key"
)


@dataclass(slots=True)
class Added:
    """What was done: people added, customers changed, memberships added.

    `issued_since` are numbers that another desk issued since the check, `enrolled_since` those of customers whom it
    enrolled, or changed into somebody else.
    """

    added: int = 0
    changed: int = 0
    memberships: int = 0
    issued_since: list[str] = field(default_factory=list)
    enrolled_since: list[str] = field(default_factory=list)


def add_new(desk: Desk, journal_offset: int, progress: Callable[[int], None], done: Added, pace: Pace) -> None:
    """Add the people of the attached staging file; `progress` gets how many at a time.

    `journal_offset`: what lies between an id of a customer and that of its journal row in the staging file.
    """
    desk.require(Right.IMPORT)
    last = ""
    with desk.pieces(pace) as piece:
        while rows := desk.store.read(_NEXT, (last, pace.rows)):
            last = rows[-1][0]
            with piece() as tx:
                _add(tx, desk, rows, journal_offset, done)
            progress(len(rows))


def _add(tx: Transaction, desk: Desk, rows: Sequence[tuple[str, int]], journal_offset: int, done: Added) -> None:
    issued = {row[0] for row in tx.read(_ISSUED, (json.dumps([number for number, _ in rows]),))}
    if issued:
        done.issued_since += sorted(issued)
        rows = [row for row in rows if row[0] not in issued]
    if not rows:
        return
    first = _take_ids(tx, len(rows), desk.library.numbers.first_actor_id)
    ids, numbers = json.dumps([id_ for _, id_ in rows]), json.dumps([number for number, _ in rows])
    for sql in _COPIES:
        tx.execute(sql, (ids, first))
    tx.execute(_COPY_CARD, (numbers, first))
    tx.keep_in_journal(tx.read(_JOURNAL, (ids, first, journal_offset)))
    done.added += len(rows)


def _take_ids(tx: Transaction, count: int, first: int) -> int:
    """The first of so many new actor-ids."""
    row = tx.read_one(_TAKE_IDS, (count,))
    if row is not None:
        return int(row[0]) - count
    tx.execute("INSERT INTO counter (name, next) VALUES ('actor', ?)", (first + count,))
    return first


def change_known(desk: Desk, progress: Callable[[int], None], done: Added, pace: Pace) -> None:
    """Change the customers of whom the file says something else, as they are now; not who became another person."""
    desk.require(Right.IMPORT)
    last = 0
    with desk.pieces(pace) as piece:
        while rows := desk.store.read(_KNOWN, (last, pace.rows)):
            last = rows[-1][0]
            people = [Imported(*json.loads(row[1])) for row in rows]
            with piece() as tx:
                stored = stored_with(tx, [person.number for person in people])
                for person in people:
                    customer = stored.get(person.number)
                    if customer is not None and customer.is_person(person):
                        done.changed += change(tx, customer, person)
            progress(len(rows))
