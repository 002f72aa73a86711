"""What goes into the store and comes out of it: the types of values, parameters and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Value: TypeAlias = str | int | float | bytes | None
"""What a column can hold. Dates go in as ISO text, money as cents, yes and no as 1 and 0."""
Params: TypeAlias = Sequence[Value] | Mapping[str, Value]
Row: TypeAlias = tuple[Any, ...]
"""A row as SQLite gives it; whoever wrote the SQL knows its types."""
