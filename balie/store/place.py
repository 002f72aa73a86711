"""Where things lie: the store, the spool folder beside it, and the dated names of what is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

ENVIRONMENT = "BALIE_BESTAND"
_NAME = "bibliotheek.balie"


def default_store_path() -> Path:
    """`bibliotheek.balie` in the user's data folder (Linux: `~/.local/share/balie`)."""
    from platformdirs import user_data_path

    return user_data_path("balie", appauthor=False) / _NAME


def choose_store_path(asked: str | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The store to work on: what was asked for (`--bestand`), else `BALIE_BESTAND`, else the default; absolute."""
    chosen = asked or environment.get(ENVIRONMENT)
    return Path(chosen).expanduser().absolute() if chosen else default_store_path()


def spool_folder(store: Path) -> Path:
    """The folder beside the store that bons are written to: `bibliotheek-bonnen` beside `bibliotheek.balie`."""
    return store.with_name(f"{store.stem}-bonnen")


def dated_name(store: Path, what: str, moment: datetime) -> Path:
    """A free name beside the store: `bibliotheek.<what>.20240409-081500.balie` (UTC), with `-2` and so on if taken."""
    stem = f"{store.stem}.{what}.{moment.astimezone(UTC):%Y%m%d-%H%M%S}"
    path = store.with_name(f"{stem}{store.suffix}")
    number = 1
    while path.exists():
        number += 1
        path = store.with_name(f"{stem}-{number}{store.suffix}")
    return path
