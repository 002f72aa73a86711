"""A practice file: marked as one from the moment it is made, so that no real desk ever works in it, nor a practice desk
in a real one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balie.store.reading import Reader

_SETTING: Final = "practice"
_IS_MARKED = f"SELECT 1 FROM setting WHERE key = '{_SETTING}'"

MARK: Final[Mapping[str, str]] = {_SETTING: "1"}
"""The setting with which a practice file is made."""


def is_marked(reader: Reader) -> bool:
    """Whether a store, or a file as it is, is a practice file. Raises what `reader` does when it cannot be read."""
    return reader.read_one(_IS_MARKED) is not None
