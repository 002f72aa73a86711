"""The columns of a table as the store has it now, for what is done with every column whatever its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from balie.store.reading import Reader

_COLUMNS = 'SELECT name, "notnull", dflt_value, pk FROM pragma_table_info(?) ORDER BY cid'


class TableColumn(NamedTuple):
    """A column: its name, whether it may not be empty, its default as SQL, and its place in the key (0: not in it)."""

    name: str
    not_null: bool
    default: str | None
    key_place: int


def columns(reader: Reader, table: str) -> tuple[TableColumn, ...]:
    """The columns of a table, in order; none where there is no such table."""
    rows = reader.read(_COLUMNS, (table,))
    return tuple(TableColumn(name, bool(not_null), default, key) for name, not_null, default, key in rows)


def column_names(reader: Reader, table: str) -> tuple[str, ...]:
    """The names of all columns of a table, in order."""
    return tuple(column.name for column in columns(reader, table))


def key_columns(reader: Reader, table: str) -> tuple[str, ...]:
    """The names of the columns of the primary key of a table, in the order of the key."""
    in_key = sorted((column for column in columns(reader, table) if column.key_place), key=lambda one: one.key_place)
    return tuple(column.name for column in in_key)
