"""Text as banks take it: the Latin characters that every SEPA bank has to accept (rules.md#sepa-text)."""

from __future__ import annotations

import re

from balie.dutch.text import clean

LONGEST_NAME = 70
"""Characters of a name (Nm)."""
LONGEST_TEXT = 140
"""Characters of a description (Ustrd)."""
LONGEST_ID = 35
"""Characters of an identification that a bank passes on."""

_WRITTEN = str.maketrans(
    {"€": "EUR", "&": "+", "_": "-", "@": "(at)", '"': "'", "“": "'", "”": "'", "‘": "'", "’": "'", ";": ",", "!": "."}
)
_PLAIN = re.compile(r"[A-Za-z0-9?:().,'+-]+(?:[ /][A-Za-z0-9?:().,'+-]+)*")
_OTHER = re.compile(r"[^A-Za-z0-9/?:().,'+ -]+")


def sepa_text(text: str, longest: int) -> str:
    """Text for a bank, at most `longest` characters: `Zoë & Müßig` → `Zoe + Mussig`. Empty where nothing is left of it.

    What has no Latin form becomes a blank. It neither begins nor ends with a slash, and holds no two in a row.
    """
    if len(text) <= longest and _PLAIN.fullmatch(text):  # most texts, ten times as fast
        return text
    from text_unidecode import unidecode

    latin = unidecode(clean(text).translate(_WRITTEN)).translate(_WRITTEN)
    kept = " ".join(_OTHER.sub(" ", latin).split())
    return re.sub("/{2,}", "/", kept).strip("/ ")[:longest].strip("/ ")
