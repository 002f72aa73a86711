"""Whether two surnames may be the same one, typed in another way (rules.md#known-already).

A name is compared as a whole, prefix and surname together, since a prefix may stand in either field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from balie.dutch.names import PREFIXES
from balie.dutch.text import clean, fold

_BETWEEN = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_SHORT = ("v", "vd", "vdn", "vdr", "vh", "vt", "d", "dr", "dn", "t", "s", "op t", "a d", "st")
_PREFIX_WORDS = frozenset(
    word for prefix in (*PREFIXES, *_SHORT) for word in _BETWEEN.split(_APOSTROPHES.sub("", fold(prefix))) if word
)
# How one sound is spelled: umlauts and the like written out, ij and y, sharp s.
_SPELLINGS = (("ij", "i"), ("y", "i"), ("aa", "a"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("sz", "ss"))
_SHORTEST_PART = 3


class Likeness(IntEnum):
    """How much two surnames are alike."""

    OTHER = 0
    NEAR = 1
    SAME = 2


def likeness(one: tuple[str, str], other: tuple[str, str]) -> Likeness:
    """How much two surnames are alike, each given as prefix and surname, as typed.

    The same: but for accents and capitals, with the prefix in either field, or left out where the surname is equal.
    Near: but for apostrophes, blanks and hyphens, prefixes that are left out or abbreviated (`v.d.`), `ue` for `ü`, `y`
    for `ij`; also where one has the other's surname as part of a double one.
    """
    here, there = _sounds(*one), _sounds(*other)
    if here.surname == there.surname or here.whole == there.whole:
        return Likeness.SAME
    if here.joined == there.joined or here.main == there.main:
        return Likeness.NEAR
    both = here.parts and there.parts
    return Likeness.NEAR if both and (here.parts <= there.parts or there.parts <= here.parts) else Likeness.OTHER


@dataclass(frozen=True, slots=True)
class _Sounds:
    """A name as it is compared: surname and whole name folded; the whole and the main part as they sound; its parts."""

    surname: str
    whole: str
    joined: str
    main: str
    parts: frozenset[str]


@lru_cache(maxsize=2)  # one name is compared with many
def _sounds(prefix: str, surname: str) -> _Sounds:
    whole = f"{prefix} {surname}"
    words = words_as_they_sound(whole)
    main = "".join(_without_prefixes(words))
    return _Sounds(_folded(surname), _folded(whole), "".join(words), main, _parts(whole))


def _folded(name: str) -> str:
    """As names are searched; one in another alphabet, which folds to nothing, in its own letters."""
    return fold(name) or clean(name).casefold().strip()


def words_as_they_sound(name: str) -> list[str]:
    """The words of a name, each as it sounds; an apostrophe separates nothing."""
    folded = _folded(_APOSTROPHES.sub("", name))
    for spelled, sound in _SPELLINGS:
        folded = folded.replace(spelled, sound)
    return folded.split()


def _without_prefixes(words: list[str]) -> list[str]:
    """Without the prefixes it begins with; something is always left."""
    first = next((place for place, word in enumerate(words) if word not in _PREFIXES_AS_THEY_SOUND), len(words) - 1)
    return words[first:]


def _parts(name: str) -> frozenset[str]:
    """The surnames that a double one is made of: by its hyphens, or where there is none by its words."""
    pieces = re.split(r"\s*[-‐‑–/]\s*", name)
    if len(pieces) == 1:
        pieces = _without_prefixes(words_as_they_sound(name))
        return frozenset(word for word in pieces if _is_part(word)) or frozenset({"".join(words_as_they_sound(name))})
    parts = ("".join(_without_prefixes(words_as_they_sound(piece))) for piece in pieces if words_as_they_sound(piece))
    return frozenset(parts)


def _is_part(word: str) -> bool:
    return len(word) >= _SHORTEST_PART and word not in _PREFIXES_AS_THEY_SOUND


_PREFIXES_AS_THEY_SOUND = frozenset(word for prefix in _PREFIX_WORDS for word in words_as_they_sound(prefix))
