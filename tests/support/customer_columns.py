"""Which columns of the store name a customer, from its own schema: so that what must follow a customer forgets none."""

from __future__ import annotations

from balie.store.reading import Reader

_COLUMNS = """
SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND (
    c.name LIKE '%customer%'
    OR c.name IN (SELECT "from" FROM pragma_foreign_key_list(t.name) WHERE "table" = 'customer')
)
"""


def customer_columns(reader: Reader) -> frozenset[tuple[str, str]]:
    """Table and column of everything that names a customer: a foreign key to `customer`, or the word in its name."""
    return frozenset((table, column) for table, column in reader.read(_COLUMNS))
