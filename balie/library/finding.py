"""Which library file a store is worked with: the one that its settings name, that beside it, or the copy in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from balie.dutch.text import clean
from balie.library.data_files import packaged_path
from balie.library.load import is_path, library_names, library_path, read_text
from balie.refusal import Refusal

_GONE = (
    "Het bibliotheekbestand {path} is er niet meer, en in {store} staat er nog geen kopie van. Zet het bestand terug,"
    " of wijs aan waar het nu staat: `balie bibliotheek BESTAND --pad`."
)


@dataclass(frozen=True, slots=True)
class KeptLibrary:
    """The library file as a store keeps it: the library's name, the name of the file, and its text."""

    name: str
    file_name: str
    content: str


@dataclass(frozen=True, slots=True)
class FoundLibrary:
    """A library file that was found: its text, and where. `path` is None for the copy that the store keeps.

    `is_own` is False for one that comes with Balie.
    """

    file_name: str
    content: str
    path: Path | None
    is_own: bool

    @property
    def folder(self) -> Path | None:
        """Where the library's other files are."""
        return self.path.parent if self.path is not None and self.is_own else None


def find_library(named: str, store: Path, kept: KeptLibrary | None) -> FoundLibrary:
    """The library file that a store goes by.

    `named` is what its settings say: a name, or a path, which counts from the store's folder where it does not begin at
    the root. A file that is not there is looked for beside the store; else the copy that the store keeps is used.
    Raises `Refusal` when there is none of these, or the file cannot be read.
    """
    folder = Path(os.path.realpath(store)).parent
    if not is_path(named):
        if named in library_names():
            path = packaged_path("libraries", f"{named}.toml")
            return FoundLibrary(path.name, read_text(path), path, is_own=False)
        if kept is None:
            library_path(named)  # says which names there are
    else:
        path = folder / named
        for one in (path, folder / path.name):
            if one.exists():
                return FoundLibrary(one.name, read_text(one), one, is_own=True)
        if kept is None:
            raise Refusal(_GONE.format(path=clean(str(path)), store=store))
    assert kept is not None
    return FoundLibrary(kept.file_name, kept.content, None, is_own=True)


def name_for_store(asked: str, store: Path) -> str:
    """How a store is to remember a library that was asked for: by name, or by a path.

    The path counts from the store's folder when the file is in it: then both can be moved together.
    """
    if not is_path(asked):
        return asked
    path = Path(os.path.realpath(Path(asked).expanduser()))
    folder = Path(os.path.realpath(store)).parent
    return f"./{path.relative_to(folder)}" if path.is_relative_to(folder) else str(path)
