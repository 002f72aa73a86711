"""The copies in a store of the library file and of the library's own templates, lists and reasons beside it.

So they go along wherever the store goes, also in a backup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.library.finding import KeptLibrary

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def kept_own_files(reader: Reader) -> dict[str, str]:
    """The texts of the library's own files as they were last read, by name (`finance/waivers.toml`)."""
    return {str(name): str(content) for name, content in reader.read("SELECT name, content FROM own_file")}


def keep_own_files(tx: Transaction, files: Mapping[str, str]) -> None:
    """Keep the library's own files as they are now, and none besides."""
    kept = kept_own_files(tx)
    for name in kept.keys() - files.keys():
        tx.execute("DELETE FROM own_file WHERE name = ?", (name,))
    for name, content in files.items():
        if kept.get(name) != content:
            tx.execute(
                "INSERT INTO own_file (name, content, read_on) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET content = excluded.content, read_on = excluded.read_on",
                (name, content, tx.stamp.working_date.isoformat()),
            )
