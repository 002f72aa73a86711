"""Step 24: which store this is, and which person an actor-id stands for: a random id, and a mark for every actor-id.

Numbers say neither: two stores give out the same ones, and so does a copy that is worked in on its own. What was there
before this step gets its id and marks out of the journal, which only grows: every copy of one store gets the same ones,
on whichever day and machine it is brought up to date.
"""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

_RANDOM_MARK = "lower(hex(randomblob(8)))"

EARLIER_MARKS = (
    "SELECT actor_id, coalesce((SELECT j.id || ' ' || j.at FROM journal AS j WHERE j.customer_id = actor_id"
    f" ORDER BY j.id LIMIT 1), {_RANDOM_MARK}) AS mark FROM ({{actors}})"
)
"""Actor-id and mark of actors of before this step; `actors` is a SELECT of their ids, as `actor_id`."""

FILL_MARKS = (
    f"INSERT INTO actor_mark (actor_id, mark) SELECT id, {_RANDOM_MARK} FROM customer"
    " WHERE NOT EXISTS (SELECT 1 FROM actor_mark WHERE actor_id = customer.id)"
)
"""Does what the trigger does, for a table of customers that was filled without it."""

_FIRST_ROW = "SELECT id, at, working_date, branch, staff, action, customer_id FROM journal ORDER BY id LIMIT 1"

STATEMENTS = (
    "CREATE TABLE store_identity (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), store_id TEXT NOT NULL) STRICT",
    # Stays when the customer is removed or merged: an actor-id is the same person again when that is undone.
    "CREATE TABLE actor_mark (actor_id INTEGER PRIMARY KEY, mark TEXT NOT NULL) STRICT",
    f"""
    CREATE TRIGGER actor_mark_new AFTER INSERT ON customer
    WHEN NOT EXISTS (SELECT 1 FROM actor_mark WHERE actor_id = NEW.id)
    BEGIN INSERT INTO actor_mark (actor_id, mark) VALUES (NEW.id, {_RANDOM_MARK}); END
    """,
    "INSERT INTO actor_mark (actor_id, mark) "
    + EARLIER_MARKS.format(actors="SELECT id AS actor_id FROM customer UNION SELECT customer_id FROM merged"),
)


def earlier_id(connection: sqlite3.Connection) -> str | None:
    """The id that a store of before this step gets: 32 hexadecimal digits; None for one in which nothing was done."""
    row = connection.execute(_FIRST_ROW).fetchone()
    return None if row is None else sha256(repr(tuple(row)).encode()).hexdigest()[:32]


def apply(db: Database) -> None:
    """Make both tables and what fills them, and say which store this is."""
    for statement in STATEMENTS:
        db.execute(statement)
    store_id = earlier_id(db.conn) or token_hex(16)
    db.execute("INSERT INTO store_identity (only_row, store_id) VALUES (1, ?)", (store_id,))
