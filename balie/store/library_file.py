"""The copy of the library file in a store: so that it goes along wherever the store goes, also in a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.library.finding import KeptLibrary

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

LIBRARY = "library"
"""The setting that names the library, or the path of its file from the store's folder."""


def kept_library(reader: Reader) -> KeptLibrary | None:
    """The library file as it was last read; None in a store that no desk was opened on yet."""
    row = reader.read_one("SELECT name, file_name, content FROM library_file")
    return None if row is None else KeptLibrary(*row)


def keep_library(tx: Transaction, kept: KeptLibrary, named: str) -> None:
    """Keep a library file as it is now, and how the settings are to name it."""
    tx.execute(
        "INSERT INTO library_file (only_row, name, file_name, content, read_on) VALUES (1, ?, ?, ?, ?)"
        " ON CONFLICT (only_row) DO UPDATE SET name = excluded.name, file_name = excluded.file_name,"
        " content = excluded.content, read_on = excluded.read_on",
        (kept.name, kept.file_name, kept.content, tx.stamp.working_date.isoformat()),
    )
    tx.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (LIBRARY, named),
    )
