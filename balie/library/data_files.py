"""Where the data files lie: `data/` in a checkout, `balie/data/` in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def data_path(*parts: str) -> Path:
    """The path of a data file, such as `data_path("libraries", "biblionet-drenthe.toml")`.

    It is not checked that the file exists: who reads it says in its own words what is missing.
    """
    in_wheel = _PACKAGE / "data"
    root = in_wheel if in_wheel.is_dir() else _PACKAGE.parent / "data"
    return root.joinpath(*parts)


def docs_path() -> Path:
    """The folder with what there is to read: `docs/` in a checkout, `balie/docs/` in an installed wheel."""
    in_wheel = _PACKAGE / "docs"
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / "docs"
