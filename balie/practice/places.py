"""Where a practice desk keeps its things: one folder per learner, and the towns that were made once."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from balie.dutch.text import shown
from balie.refusal import Refusal

ENVIRONMENT: Final = "BALIE_OEFENEN"
"""Names another folder to practise in."""
DAY: Final = date(2024, 4, 9)
"""The day of the practice desk, unless another is asked for."""
USUAL_LIBRARY: Final = "biblionet-drenthe"
"""Whose tariffs are practised with, unless others are asked for."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,29}")
_ANYBODY: Final = "cursist"
_TEMPLATES: Final = "sjablonen"


def practice_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of everything that is practised: `oefenen` beside the usual place of the store."""
    chosen = environment.get(ENVIRONMENT)
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("balie", appauthor=False) / "oefenen"


def read_learner(asked: str | None) -> str:
    """Who practises: the name that was asked for, else that of who is logged in; it names a folder.

    Raises `Refusal` for a name that cannot.
    """
    if asked is None:
        try:
            asked = getpass.getuser()
        except (KeyError, OSError):
            return _ANYBODY
        name = re.sub(r"[^a-z0-9._-]+", "-", asked.lower()).strip("-._")[:30]
        return _ANYBODY if name in ("", _TEMPLATES) else name
    name = asked.strip().lower()
    if not _NAME.fullmatch(name):
        raise Refusal(
            f"{shown(name) or 'Een lege naam'} kan geen naam van een cursist zijn: gebruik letters zonder accent,"
            " cijfers, punt en streepje, hooguit 30 tekens."
        )
    if name == _TEMPLATES:
        raise Refusal(f"{name} kan geen naam van een cursist zijn: zo heet de map met sjablonen. Kies een andere naam.")
    return name


def practice_file(folder: Path, learner: str, library: str) -> Path:
    """The practice file of a learner for a library: `oefenen/ebt/biblionet-drenthe.balie`."""
    return folder / learner / f"{_stem(library)}.balie"


def progress_file(folder: Path, learner: str) -> Path:
    """What a learner has done: `oefenen/ebt/voortgang.json`."""
    return folder / learner / "voortgang.json"


def practice_progress(file: Path) -> Path:
    """What the learner of a practice file has done: `voortgang.json` beside it."""
    return file.with_name("voortgang.json")


def template_folder(folder: Path) -> Path:
    """Where the towns are kept that practice files are copies of."""
    return folder / _TEMPLATES


def template_file(folder: Path, library: str, day: date, mark: str) -> Path:
    """The town of a library on a day; `mark` tells apart what was made by another Balie or other prices."""
    return template_folder(folder) / f"{_stem(library)}-{day:%Y%m%d}-{mark}.balie"


def _stem(library: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", Path(library).stem.lower()).strip("-") or "bibliotheek"
