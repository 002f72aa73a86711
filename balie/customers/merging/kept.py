"""What the journal keeps of a merge, so that it can be taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    from balie.store.transaction import Value


class KeptStep(TypedDict):
    """A step as the journal keeps it."""

    table: str
    column: str
    key: dict[str, Value]
    before: dict[str, Value]
    after: dict[str, Value] | None


class KeptMerge(TypedDict):
    """What the journal keeps of a merge."""

    name: str
    """Of who went, for a list."""
    customer: dict[str, Value]
    """The row of who went."""
    steps: list[KeptStep]
    filled: list[dict[str, Value]]
    """What was filled in at who stayed: before and after."""
    periods: int
    """How many periods there were, of both together."""
    marks: NotRequired[dict[str, int]]
    """The highest number in each table then (`merging.links.NUMBERED`); merges of earlier versions have none."""
