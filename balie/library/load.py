"""Reading a library file: the whole of it right, or a refusal that names every mistake in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from balie.dutch.text import clean, shown
from balie.library.data_files import packaged_path, toml_place
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library


def library_names() -> list[str]:
    """The names of the libraries that come with Balie, such as `biblionet-drenthe`, in alphabetical order."""
    return sorted(path.stem for path in packaged_path("libraries").glob("*.toml"))


def load_library(name_or_path: str | Path) -> Library:
    """The library of a file.

    Takes a name from `library_names()`, or the path of a file of one's own (a `Path`, or text with a `/` or ending in
    `.toml`). Raises `Refusal` with one reason per mistake: `file: key: reason`, in Dutch.
    """
    path = library_path(name_or_path)
    return read_library(read_text(path), path.name)


def read_library(text: str, file_name: str) -> Library:
    """The library in the text of a file; `file_name` is told with its mistakes. Raises as `load_library` does."""
    import tomllib

    import msgspec

    from balie.library.mistakes import decode, find_mistakes
    from balie.library.structs import Library

    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"{clean(file_name)}: dit is geen geldige TOML{toml_place(error)}.") from None
    mistakes = [f"{clean(file_name)}: {key}: {reason}." for key, reason in find_mistakes(raw, Library)]
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


def is_path(named: str) -> bool:
    """Whether a library is named by the path of a file, not by the name of one that comes with Balie."""
    return "/" in named or named.endswith(".toml")


def library_path(name_or_path: str | Path) -> Path:
    """Where the file of a library is. Raises `Refusal` for a name that no library has."""
    if isinstance(name_or_path, Path):
        return name_or_path
    if is_path(name_or_path):
        return Path(name_or_path).expanduser()
    if name_or_path not in library_names():
        known = ", ".join(library_names())
        raise Refusal(
            f'Er is geen bibliotheek "{shown(name_or_path)}". Kies uit: {known}; '
            "of geef het pad van een eigen .toml-bestand."
        )
    return packaged_path("libraries", f"{name_or_path}.toml")


def read_text(path: Path) -> str:
    """The text of a library file. Raises `Refusal` when it is not there, cannot be read, or is no text."""
    try:
        return path.read_bytes().decode("utf-8-sig")  # an editor on Windows may put a BOM in front
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
