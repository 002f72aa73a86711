"""What a title is found by: its words without accents and capitals. Their index is `balie.catalogue.fts5_index`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from balie.dutch.text import clean, fold

SEPARATOR = "\x1f"
"""Stands after the title in its key, and so before every letter: `avonden` comes before `avonden in de stad`."""

END = "\U0010ffff"
"""After every text that begins the same."""

_TELLING = frozenset("#*%@")
_QUOTES = frozenset("`\u00b4")
_ARTICLES = frozenset({"de", "het", "een", "t", "the"})


class Keys(NamedTuple):
    """The columns of a title that it is found by."""

    title_key: str
    author_key: str
    subject_key: str


def words(text: str) -> str:
    """`text` as it is searched: folded (`balie.dutch.text.fold`), so that there is nothing but a-z, digits and blanks.

    A word of another alphabet is spelled out in codes of letters (`u00432` is в): the index has then one idea of what
    a word is, whatever SQLite knows of Unicode, and the beginning of such a word still finds it.
    """
    if text.isascii():
        return fold(text) if text else ""
    parts = (fold(part) or _spelled(part) for part in clean(text).split())
    return " ".join(part for part in parts if part)


def _spelled(word: str) -> str:
    return "".join(f"u{ord(character):05x}" for character in word.casefold() if character.isalnum())


def beginning(text: str) -> str:
    """What the key of a title that begins like this begins with: the words without `De`, `Het`, `Een`.

    A title of marks only (`!!!`) is known by those.
    """
    return _split(text)[1]


def telling_marks(text: str) -> str:
    """The marks by which titles with the same words differ: `C++` and `C#` are not `C`.

    Those of reading (`!`, `:`, quotation marks) are none of them: they are written one way and another.
    """
    return "".join(one for one in clean(text) if one in _TELLING or _is_symbol(one))


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character)[0] == "S" and character not in _QUOTES


def _split(text: str) -> tuple[str, str]:
    """The article, if any, and the words after it."""
    folded = words(text)
    first, blank, rest = folded.partition(" ")
    if blank and first in _ARTICLES:
        return first, rest
    return "", folded or clean(text).casefold().strip()


@lru_cache(256)  # an import asks for those of one title several times
def keys_of(title: str, subtitle: str, series: str, author: str, contributors: str, subjects: str) -> Keys:
    """The keys of a title, from its fields as they are shown."""
    article, rest = _split(title)
    return Keys(
        SEPARATOR.join((rest, words(subtitle), words(series), article)),
        words(f"{author} {contributors}"),
        words(subjects),
    )
