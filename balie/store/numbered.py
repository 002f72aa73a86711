"""Values for the numbered marks of SQL (`?1`, `?2`): Python counts those as names, and asks names for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.values import Params


def bound(sql: str, params: Params) -> Params:
    """The values as `sqlite3` takes them for this statement: by number where its marks are numbered, else as given."""
    if "?1" not in sql or isinstance(params, Mapping):
        return params
    return {str(number): value for number, value in enumerate(params, 1)}
