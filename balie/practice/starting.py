"""From what the command line asks to a practice file that is ready: made from a town that was made once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from balie import __version__
from balie.options import DeskOptions, Recording
from balie.practice.places import (
    DAY,
    USUAL_LIBRARY,
    practice_file,
    practice_folder,
    read_learner,
    template_file,
    template_folder,
)
from balie.store.schema import VERSION

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.connection import Store


@dataclass(frozen=True, slots=True)
class PracticeWish:
    """What `balie oefenen` asks: whose desk, of which library (a name or a path), on which day, and whether afresh.

    `lesson` is the lesson to begin with, empty for the list; `shows` plays it instead of waiting for the learner;
    `recording` records it.
    """

    learner: str | None = None
    library: str | None = None
    day: date | None = None
    afresh: bool = False
    lesson: str = ""
    shows: bool = False
    recording: Recording | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a practice desk can be made anew from: its library (name or path), its day, and where towns are kept."""

    library: str
    day: date
    folder: Path

    def refill(self, store: Store) -> None:
        """Make the open practice file a fresh town again. Raises `Refusal` when that cannot be."""
        from balie.store.building import refill

        refill(store, template(self.library, self.day, self.folder))


def beginning_of(store: Store, day: date) -> Beginning:
    """What the practice file that is open began as."""
    from balie.store.library_file import LIBRARY

    row = store.read_one("SELECT value FROM setting WHERE key = ?", (LIBRARY,))
    return Beginning(USUAL_LIBRARY if row is None else str(row[0]), day, store.path.parent.parent)


def get_ready(
    wish: PracticeWish,
    *,
    environment: Mapping[str, str] = os.environ,
    on_make: Callable[[], None] = lambda: None,
) -> DeskOptions:
    """How to open the learner's practice desk; its file is made where there is none yet, or when it is to be afresh.

    `on_make` is called when a town has to be made first, which takes some two seconds. Raises `Refusal` for a name or a
    library that cannot be, and when nothing can be written.
    """
    folder, learner = practice_folder(environment), read_learner(wish.learner)
    library, day = wish.library or USUAL_LIBRARY, wish.day or DAY
    path = practice_file(folder, learner, library)
    if wish.afresh or not path.exists():
        begin_afresh(path, library, day, folder, on_make=on_make)
    return DeskOptions(
        path,
        working_date=day,
        staff=learner[:10],
        practice=True,
        lesson=wish.lesson,
        shows=wish.shows,
        recording=wish.recording,
    )


def begin_afresh(
    path: Path, library: str, day: date, folder: Path, *, on_make: Callable[[], None] = lambda: None
) -> None:
    """Put a new practice file at `path`. Raises `Refusal` when somebody has it open, or it cannot be made."""
    from balie.store.building import copy_closed

    copy_closed(template(library, day, folder, on_make=on_make), path)


def template(library: str, day: date, folder: Path, *, on_make: Callable[[], None] = lambda: None) -> Path:
    """The town of a library on a day, made when it is not there whole yet; those of earlier versions go.

    Raises `Refusal` for a library with mistakes, and when it cannot be written.
    """
    from balie.library.load import library_path
    from balie.store.building import is_whole

    source = library_path(library)
    content = source.read_bytes()
    mark = sha256(f"{__version__} {VERSION} ".encode() + content).hexdigest()[:12]
    path = template_file(folder, library, day, mark)
    if not is_whole(path):
        on_make()
        _make(path, library, day)
        _tidy(path, folder)
    return path


def _make(path: Path, library: str, day: date) -> None:
    from balie.library.finding import name_for_store
    from balie.library.load import load_library
    from balie.practice.town.making import make_town
    from balie.store.building import build_store
    from balie.store.library_file import LIBRARY
    from balie.store.practice import MARK

    read: Library = load_library(library)
    settings = {**MARK, LIBRARY: name_for_store(library, path), "branch": read.branches[0].number}
    build_store(path, settings, lambda store: make_town(store, read, day, path.parent / "bonnen"))


def _tidy(kept: Path, folder: Path) -> None:
    """Take away the towns of the same library and day that an earlier Balie made."""
    begin = kept.name.rsplit("-", 1)[0]
    for path in template_folder(folder).glob(f"{begin}-*.balie"):
        if path != kept:
            with suppress(OSError):
                path.unlink()
