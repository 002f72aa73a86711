"""Where everything lies, for `balie waar`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from balie.library.data_files import data_path, docs_path
from balie.store.place import collection_folder, log_path, payout_folder, settings_path, spool_folder


def places(store: Path, environment: Mapping[str, str]) -> list[tuple[str, Path]]:
    """What there is (Dutch) and its path, whether it is there already or not."""
    return [
        ("Bestand", store),
        ("Bonnen en documenten", spool_folder(store)),
        ("Incasso voor de bank", collection_folder(store)),
        ("Uitbetaling voor de bank", payout_folder(store)),
        ("Instellingen", settings_path(environment)),
        ("Verslag van fouten", log_path(environment)),
        ("Bibliotheken", data_path("libraries")),
        ("Sjablonen", data_path("templates")),
        ("Uitleg", docs_path()),
    ]
