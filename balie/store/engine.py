"""Which SQLite is there: Balie's SQL asks for one that knows it all, and the operating system brings its own."""

from __future__ import annotations

import sqlite3

from balie.refusal import Refusal

LEAST_SQLITE = (3, 39, 0)
"""The first that knows `IS DISTINCT FROM`; STRICT tables ask for 3.37, RETURNING for 3.35."""

_TOO_OLD = (
    "Balie heeft SQLite {least} of nieuwer nodig, en de Python waarmee het hier draait heeft {found}. Er is niets"
    " geopend en niets gewijzigd. Laat de beheerder het besturingssysteem bijwerken (Debian 12, Ubuntu 24.04 en nieuwer"
    " hebben het), of start Balie met uv, dat een eigen Python met een nieuwere SQLite meebrengt:"
    " `uv run --managed-python balie`."
)


def refuse_old_sqlite() -> None:
    """Raise `Refusal` when the SQLite of this Python is older than `LEAST_SQLITE`."""
    found = sqlite3.sqlite_version_info
    if found < LEAST_SQLITE:
        raise Refusal(_TOO_OLD.format(least=_text(LEAST_SQLITE), found=_text(found)))


def _text(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
