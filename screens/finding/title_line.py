"""Titles as lines of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.row import padded

if TYPE_CHECKING:
    from balie.catalogue.search import FoundTitle

_YEAR = 4
_KIND = 11
_IN = 7
_NARROWEST = 60


def title_line(found: FoundTitle, width: int) -> str:
    """`Reve, Gerard      De avonden: een winterverhaal       1947 Boek        1/2`: of two items one is in."""
    title = f"{found.title}: {found.subtitle}" if found.subtitle else found.title
    of_all = f"{found.copies_in}/{found.copies}" if found.copies else "geen"
    year = "" if found.year is None else str(found.year)
    return _title_columns(found.author, title, year, found.kind, of_all, width)


def title_heading(width: int) -> str:
    """What stands above the columns of `title_line`."""
    return _title_columns("Auteur", "Titel", "Jaar", "Soort", "Binnen", width)


def _title_columns(author: str, title: str, year: str, kind: str, of_all: str, width: int) -> str:
    width = max(_NARROWEST, width)
    for_author = width // 4
    rest = width - for_author - _YEAR - _KIND - _IN - 4
    end = f"{year:>{_YEAR}} {padded(kind, _KIND)} {of_all:>{_IN}}"
    return f"{padded(author, for_author)} {padded(title, rest)} {end}"
