"""What names are sorted and searched by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.text import fold

if TYPE_CHECKING:
    pass

SEPARATOR = "\x1f"
"""Between the parts of a name key: lower than a blank, so that `Jansen` sorts before `Jansen-de Vries`."""


def name_key(initials: str, prefix: str, surname: str) -> str:
    """What names are sorted and searched by: the main word first (rules.md#names), each part folded.

    A surname in another alphabet, which folds to nothing, keeps its own letters.
    """
    return SEPARATOR.join((fold(surname) or surname.casefold(), fold(initials), fold(prefix)))


def prefixed_key(initials: str, prefix: str, surname: str) -> str | None:
    """The same with the prefix in front, for whoever looks under `van den berg`; None without a prefix."""
    if not prefix:
        return None
    return SEPARATOR.join((fold(f"{prefix} {surname}"), fold(initials)))
