"""Step 17: the later words of a surname, to be found by: `Vries` finds `Jansen-de Vries` and `Stichting De Vries`.

Only whoever has a surname of more than one word has rows here. Triggers write them out of `customer.name_key`, so that
whatever changes a name (enrolling, editing, importing, removing, merging and its undoing) cannot forget them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_HAS_PARTS = "instr(substr({key}, 1, instr({key}, char(31)) - 1), ' ') > 0"
"""Whether the surname, which is what a name key has before U+001F, has more than one word."""

_PARTS = (
    "INSERT OR IGNORE INTO name_part (key, customer_id) SELECT mark || key, id FROM ("
    "WITH RECURSIVE part (id, mark, key) AS ("
    "SELECT {id}, CASE WHEN {key} LIKE '*%' THEN '*' ELSE '' END, substr({key}, instr({key}, ' ') + 1)"
    f"{{source}} WHERE {_HAS_PARTS}"
    f" UNION ALL SELECT id, mark, substr(key, instr(key, ' ') + 1) FROM part WHERE {_HAS_PARTS.format(key='key')}"
    ") SELECT id, mark, key FROM part)"
)
"""What is left of a name key after each blank in the surname, the mark of the deceased before it."""

_OF_NEW = _PARTS.format(id="NEW.id", key="NEW.name_key", source=" FROM (SELECT 1)")
_NEW_HAS, _OLD_HAS = (_HAS_PARTS.format(key=f"{row}.name_key") for row in ("NEW", "OLD"))

FILL = _PARTS.format(id="id", key="name_key", source=" FROM customer")
"""Writes what the triggers would have written, for a table of customers that was filled without them."""

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
    f"CREATE TRIGGER name_part_new AFTER INSERT ON customer WHEN {_NEW_HAS} BEGIN {_OF_NEW}; END",
    "CREATE TRIGGER name_part_changed AFTER UPDATE OF name_key ON customer"
    f" WHEN NEW.name_key <> OLD.name_key AND ({_NEW_HAS} OR {_OLD_HAS})"
    f" BEGIN DELETE FROM name_part WHERE customer_id = NEW.id; {_OF_NEW}; END",
    FILL,
)


def apply(db: Database) -> None:
    """Make the table and what keeps it, and fill it for those who are there."""
    for statement in STATEMENTS:
        db.execute(statement)
