"""Where the data files lie, and those that a library has of its own.

What comes with Balie is `data/` in a checkout and `balie/data/` in an installed wheel. Beside its library file a
library may put files of its own under the same names (`templates/receipt-enrolment.txt`, `reasons/cancellation.toml`):
these go before, and stay when Balie is upgraded. A store keeps a copy of them, which is used where they are not.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from balie.refusal import Refusal

_PACKAGE = Path(__file__).resolve().parent.parent
_T = TypeVar("_T")

_own_folder: Path | None = None
_own_copies: Mapping[str, str] = {}
_forgotten_on_change: list[Callable[[], None]] = []


def packaged_path(*parts: str) -> Path:
    """The path of a data file that comes with Balie. Whether it exists is for who reads it to say."""
    in_wheel = _PACKAGE / "data"
    root = in_wheel if in_wheel.is_dir() else _PACKAGE.parent / "data"
    return root.joinpath(*parts)


def docs_path() -> Path:
    """The folder with what there is to read: `docs/` in a checkout, `balie/docs/` in an installed wheel."""
    in_wheel = _PACKAGE / "docs"
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / "docs"


def data_path(*parts: str) -> Path:
    """The path of a data file, such as `data_path("reasons", "cancellation.toml")`: the library's own where it has one.

    It is not checked that the file exists: who reads it says in its own words what is missing.
    """
    return _own_path(parts) or packaged_path(*parts)


def _own_path(parts: tuple[str, ...]) -> Path | None:
    if _own_folder is not None and parts and (own := _own_folder.joinpath(*parts)).is_file():
        return own
    return None


def data_text(*parts: str) -> str:
    """The text of a data file: the library's own, else the copy of that, else the one that comes with Balie.

    Raises `OSError` or `UnicodeDecodeError` for a file that cannot be read.
    """
    own = _own_path(parts)
    if own is None and (copy := _own_copies.get("/".join(parts))) is not None:
        return copy
    return (own or packaged_path(*parts)).read_bytes().decode("utf-8-sig")  # an editor on Windows may put a BOM there


def data_name(*parts: str) -> str:
    """How a data file is told: by its path, or as the copy in the store."""
    name = "/".join(parts)
    return f"{name} (de kopie in het bestand van Balie)" if is_copy(name) else str(data_path(*parts))


def is_copy(name: str) -> bool:
    """Whether the library's own file of this name (`finance/waivers.toml`) is not there, and its copy is used."""
    return name in _own_copies and _own_path(tuple(name.split("/"))) is None


def use_own_files(folder: Path | None, copies: Mapping[str, str] | None = None) -> None:
    """From now on a file in this folder goes before the one of the same name that comes with Balie; None: none does.

    `copies` are the texts of files that the library had, by name (`finance/waivers.toml`): each is used where the file
    is not in the folder. What was read before is read anew when it is next asked for.
    """
    global _own_folder, _own_copies
    _own_folder = folder
    _own_copies = dict(copies or {})
    for forget in _forgotten_on_change:
        forget()


def own_file_names() -> list[tuple[str, ...]]:
    """The data files of which a library may have its own, as their parts (`("finance", "waivers.toml")`)."""
    root = packaged_path()
    names = (path.relative_to(root).parts for path in sorted(root.glob("*/*")) if path.is_file())
    return [parts for parts in names if parts[0] != "libraries"]


def own_files() -> list[tuple[str, ...]]:
    """Those of `own_file_names` of which the library that is worked with has its own, or a copy of its own.

    Without the examples to read in: nothing the desk does depends on them.
    """
    names = (parts for parts in own_file_names() if not parts[-1].endswith(".csv"))
    return [parts for parts in names if _own_path(parts) is not None or "/".join(parts) in _own_copies]


def read_once(read: Callable[[], _T]) -> Callable[[], _T]:
    """Keeps what a data file holds after it was read, until another library's own files are used."""
    kept = functools.cache(read)
    _forgotten_on_change.append(kept.cache_clear)
    return kept


def forget_on_change(forget: Callable[[], None]) -> None:
    """Have something called when another library's own files are used."""
    _forgotten_on_change.append(forget)


@contextmanager
def data_table(*parts: str) -> Iterator[Mapping[str, Any]]:
    """The contents of a TOML data file, to make something of inside `with`.

    Raises `Refusal`, with the path, when the file cannot be read, is no TOML, or holds something else than is asked for
    inside: a key that is not there, a value of another kind.
    """
    import tomllib

    path = data_name(*parts)
    try:
        yield tomllib.loads(data_text(*parts))
    except OSError:
        raise Refusal(f"{path} is niet te lezen. Zet het bestand terug, of vraag om leesrechten.") from None
    except UnicodeDecodeError:
        raise Refusal(f"{path}: dit is geen UTF-8-tekst. Sla het bestand op als UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"{path}: dit is geen geldige TOML{toml_place(error)}.") from None
    except KeyError as error:
        raise Refusal(f"{path}: {error.args[0]} ontbreekt. Neem het over uit {packaged_path(*parts)}.") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise Refusal(
            f"{path}: een sleutel of een waarde hoort er niet in. Vergelijk het met {packaged_path(*parts)}."
        ) from error


def toml_place(error: Exception) -> str:
    """Where a file stops being TOML, as the end of a sentence. tomllib says it in English, and only so."""
    import re

    found = re.search(r"\(at line ([0-9]+), column ([0-9]+)\)", str(error))
    if found is None:
        return ": het bestand houdt te vroeg op (een haakje of aanhalingsteken dat niet gesloten is)"
    line, column = found.groups()
    return f": regel {line}, teken {column} (een aanhalingsteken of haakje vergeten, of dezelfde sleutel twee keer?)"
