"""A practice file: marked as one from the moment it is made, so that no real desk ever works in it, nor a practice desk
in a real one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from balie.store.reading import Reader

_SETTING: Final = "practice"
_IS_MARKED = f"SELECT 1 FROM setting WHERE key = '{_SETTING}'"

MARK: Final[Mapping[str, str]] = {_SETTING: "1"}
"""The setting with which a practice file is made."""


def is_marked(reader: Reader) -> bool:
    """Whether a store is a practice file. Raises `Refusal` when it cannot be read."""
    return reader.read_one(_IS_MARKED) is not None


def is_practice_file(connection: sqlite3.Connection) -> bool:
    """As `is_marked`, of a file that is not opened as a store. Raises `sqlite3.Error` as it comes."""
    return connection.execute(_IS_MARKED).fetchone() is not None
