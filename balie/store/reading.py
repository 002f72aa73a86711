"""What a rule that only reads asks of its surroundings: a store, or a transaction with its own changes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from balie.store.values import Params, Row


def changes_by_others(reader: Reader) -> int:
    """A number that is another one once somebody else than this store, or the transaction in it, changed something."""
    row = reader.read_one("PRAGMA data_version")
    return 0 if row is None else int(row[0])


class Reader(Protocol):
    """A `Store` or a `Transaction`."""

    def read(self, sql: str, params: Params = ()) -> list[Row]:
        """All rows of a SELECT."""
        ...

    def read_one(self, sql: str, params: Params = ()) -> Row | None:
        """The first row of a SELECT, or None."""
        ...
