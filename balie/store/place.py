"""Where things lie: the store, the folders beside it, the settings, the log, and the dated names of what is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

ENVIRONMENT = "BALIE_BESTAND"
SETTINGS_ENVIRONMENT = "BALIE_INSTELLINGEN"
LOG_ENVIRONMENT = "BALIE_VERSLAG"
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


def collection_folder(store: Path) -> Path:
    """The folder beside the store with direct debits for the bank: `bibliotheek-incasso`."""
    return store.with_name(f"{store.stem}-incasso")


def payout_folder(store: Path) -> Path:
    """The folder beside the store with payouts for the bank: `bibliotheek-uitbetaling`."""
    return store.with_name(f"{store.stem}-uitbetaling")


def sender_lock_path(store: Path) -> Path:
    """The lock beside the store of whoever sends messages: `bibliotheek.balie.berichten`."""
    return store.with_name(f"{store.name}.berichten")


def settings_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the settings of this workplace are: `BALIE_INSTELLINGEN`, or the user's configuration folder."""
    chosen = environment.get(SETTINGS_ENVIRONMENT)
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("balie", appauthor=False) / "instellingen.json"


def log_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where mistakes in the program are written down: `BALIE_VERSLAG`, or the user's state folder."""
    chosen = environment.get(LOG_ENVIRONMENT)
    if chosen:
        return Path(chosen)
    from platformdirs import user_state_path

    return user_state_path("balie", appauthor=False) / "fouten.log"


def dated_name(store: Path, what: str, moment: datetime) -> Path:
    """A free name beside the store: `bibliotheek.<what>.20240409-081500.balie` (UTC), with `-2` and so on if taken."""
    stem = f"{store.stem}.{what}.{moment.astimezone(UTC):%Y%m%d-%H%M%S}"
    path = store.with_name(f"{stem}{store.suffix}")
    number = 1
    while path.exists():
        number += 1
        path = store.with_name(f"{stem}-{number}{store.suffix}")
    return path
