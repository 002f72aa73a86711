"""Step 17: to search by: the later words of a surname; and indexes that hold the name beside birth date and prefix.

`Vries` finds `Jansen-de Vries`, and `bibliotheek` finds `Stichting Openbare Bibliotheek`. Only whoever has a surname of
more than one word has rows here. Triggers write them out of `customer.name_key`, so that whatever changes a name
(enrolling, editing, importing, removing, merging and its undoing) cannot forget them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_HAS_PARTS = "instr(substr({key}, 1, instr({key}, char(31)) - 1), ' ') > 0"
"""Whether the surname, which is what a name key has before U+001F, has more than one word."""

_PARTS = (
    "SELECT DISTINCT mark || key AS key, id FROM (WITH RECURSIVE part (id, mark, key) AS ("
    "SELECT {id}, CASE WHEN {key} LIKE '*%' THEN '*' ELSE '' END, substr({key}, instr({key}, ' ') + 1)"
    f" FROM {{source}} WHERE {_HAS_PARTS}"
    f" UNION ALL SELECT id, mark, substr(key, instr(key, ' ') + 1) FROM part WHERE {_HAS_PARTS.format(key='key')}"
    ") SELECT id, mark, key FROM part)"
)
"""What is left of a name key after each blank in the surname, the mark of the deceased before it."""

NAME_PARTS = _PARTS.format(id="id", key="name_key", source="customer")
"""The rows, key and actor-id, that there must be for the customers there are."""

FILL_NAME_PARTS = f"INSERT INTO name_part (key, customer_id) {NAME_PARTS}"
"""Does what the triggers do, for a table of customers that was filled without them."""

_INSERT = (
    f"INSERT INTO name_part (key, customer_id) {_PARTS.format(id='NEW.id', key='NEW.name_key', source='(SELECT 1)')}"
)
_NEW_HAS, _OLD_HAS = (_HAS_PARTS.format(key=f"{row}.name_key") for row in ("NEW", "OLD"))

STATEMENTS = (
    # key: as name_key, without the first words of the surname.
    """
    CREATE TABLE name_part (
        key         TEXT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
        PRIMARY KEY (key, customer_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX name_part_customer ON name_part (customer_id, key)",
    f"CREATE TRIGGER name_part_new AFTER INSERT ON customer WHEN {_NEW_HAS} BEGIN {_INSERT}; END",
    "CREATE TRIGGER name_part_changed AFTER UPDATE OF name_key ON customer"
    f" WHEN NEW.name_key <> OLD.name_key AND ({_NEW_HAS} OR {_OLD_HAS})"
    f" BEGIN DELETE FROM name_part WHERE customer_id = NEW.id; {_INSERT}; END",
    FILL_NAME_PARTS,
    # Cover what a list shows of the name: a page of these would otherwise read as many rows from all over the table.
    "DROP INDEX customer_birth",
    "CREATE INDEX customer_birth ON customer (birth_date, name_key, id, initials, prefix, surname)"
    " WHERE birth_date IS NOT NULL",
    "DROP INDEX customer_prefixed",
    "CREATE INDEX customer_prefixed ON customer (prefixed_key, id, initials, prefix, surname, birth_date, name_key)"
    " WHERE prefixed_key IS NOT NULL",
)


def apply(db: Database) -> None:
    """Make the table and what keeps it, fill it for those who are there, and make the indexes anew."""
    for statement in STATEMENTS:
        db.execute(statement)
