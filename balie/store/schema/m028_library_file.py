"""Step 28: the library file that the store is worked with, as it was last read: so it goes where the store goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENT = """
CREATE TABLE library_file (
    only_row  INTEGER PRIMARY KEY CHECK (only_row = 1),
    name      TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content   TEXT NOT NULL,
    read_on   TEXT NOT NULL
) STRICT
"""
"""`name` is that of the library; `file_name` is without its folder; `read_on` is the day on which it had changed."""


def apply(db: Database) -> None:
    """Make the table. It is filled when the desk is next opened."""
    db.execute(STATEMENT)
