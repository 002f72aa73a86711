"""The capitals of a name that was typed in small letters: `berg - de vries` → `Berg - de Vries`.

Source: rules.md#name-capitals.
"""

from __future__ import annotations

import re

from balie.dutch.names import PREFIXES

_SMALL = frozenset(word for prefix in PREFIXES for word in prefix.split())
_WORD = re.compile(r"[^\s-]+")
_ATTACHED = re.compile(r"^(?P<before>d'|l'|o')(?P<name>.+)$")
_UNSURE = re.compile(r"^(mc|mac|fitz)")
"""Names whose second capital only their bearer knows: `mcdonald`, `macdonald`, `mackay`."""


def with_capitals(name: str) -> str:
    """A name with the capitals it is written with; prefixes stay small, `ij` becomes `IJ`.

    What holds a capital already is left as typed, and so is a name of which nobody can say where they stand.
    """
    if name != name.lower() or any(_UNSURE.match(word) for word in _WORD.findall(name)):
        return name
    return _WORD.sub(lambda word: _capital(word[0]), name)


def _capital(word: str) -> str:
    plain = word.replace("’", "'")
    if plain in _SMALL:
        return word
    if attached := _ATTACHED.match(plain):
        at = len(attached["before"])
        before = word[:at].upper() if attached["before"] == "o'" else word[:at]
        return before + _capital(word[at:])
    if plain.startswith("ij"):
        return "IJ" + word[2:]
    return word[:1].upper() + word[1:]
