"""Reading a library file: the whole of it right, or a refusal that names every mistake in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from balie.dutch.text import clean, shown
from balie.library.data_files import data_path
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library

_AT_LINE = r"\(at line ([0-9]+), column ([0-9]+)\)"


def library_names() -> list[str]:
    """The names of the libraries that come with Balie, such as `biblionet-drenthe`, in alphabetical order."""
    return sorted(path.stem for path in data_path("libraries").glob("*.toml"))


def load_library(name_or_path: str | Path) -> Library:
    """The library of a file.

    Takes a name from `library_names()`, or the path of a file of one's own (a `Path`, or text with a `/` or ending in
    `.toml`). Raises `Refusal` with one reason per mistake: `file: key: reason`, in Dutch.
    """
    import msgspec

    from balie.library.mistakes import decode, find_mistakes
    from balie.library.structs import Library

    path = _path_of(name_or_path)
    raw = _read(path)
    mistakes = [f"{clean(path.name)}: {key}: {reason}." for key, reason in find_mistakes(raw, Library)]
    if mistakes:
        raise Refusal(*mistakes)
    return msgspec.convert(raw, Library, dec_hook=decode)


def with_printer(library: Library, queue: str) -> Library:
    """The library as it is at a workplace with a printer of its own: bons go to this CUPS queue. Raises `Refusal`."""
    import msgspec

    from balie.library.structs import Printing

    printing = {**msgspec.to_builtins(library.printing), "queue": queue}
    try:
        return msgspec.structs.replace(library, printing=msgspec.convert(printing, Printing))
    except msgspec.ValidationError:
        raise Refusal(f'De printer "{shown(queue)}" in de instellingen kan geen wachtrij van CUPS zijn.') from None


def _path_of(name_or_path: str | Path) -> Path:
    if isinstance(name_or_path, Path):
        return name_or_path
    if "/" in name_or_path or name_or_path.endswith(".toml"):
        return Path(name_or_path)
    if name_or_path not in library_names():
        known = ", ".join(library_names())
        raise Refusal(
            f'Er is geen bibliotheek "{shown(name_or_path)}". Kies uit: {known}; '
            "of geef het pad van een eigen .toml-bestand."
        )
    return data_path("libraries", f"{name_or_path}.toml")


def _read(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # an editor on Windows may put a BOM in front
    except FileNotFoundError:
        raise Refusal(
            f"Het bibliotheekbestand {clean(str(path))} bestaat niet. Zet het daar neer, of verbeter het pad."
        ) from None
    except OSError:
        raise Refusal(
            f"Het bibliotheekbestand {clean(str(path))} is niet te lezen: geen bestand, of geen recht het te lezen."
        ) from None
    except UnicodeDecodeError:
        raise Refusal(f"{clean(path.name)}: dit is geen UTF-8-tekst. Sla het bestand op als UTF-8.") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"{clean(path.name)}: dit is geen geldige TOML{_place(error)}.") from None


def _place(error: tomllib.TOMLDecodeError) -> str:
    """Where the file stops being TOML. tomllib says it in English, and only so."""
    found = re.search(_AT_LINE, str(error))
    if found is None:
        return ": het bestand houdt te vroeg op (een haakje of aanhalingsteken dat niet gesloten is)"
    line, column = found.groups()
    return f": regel {line}, teken {column} (een aanhalingsteken of haakje vergeten, of dezelfde sleutel twee keer?)"
