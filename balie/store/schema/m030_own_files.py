"""Step 30: the library's own templates, lists and reasons, as they were last read: they go where the store goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENT = """
CREATE TABLE own_file (
    name    TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    read_on TEXT NOT NULL
) STRICT
"""
"""`name` is from the folder of the library file: `finance/waivers.toml`; on `read_on` it had changed."""


def apply(db: Database) -> None:
    """Make the table. It is filled when the desk is next opened."""
    db.execute(STATEMENT)
