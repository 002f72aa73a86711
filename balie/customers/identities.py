"""The actor-ids that one customer has had: the own one, and those of records that were merged into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader


def all_ids(reader: Reader, customer_id: int) -> tuple[int, ...]:
    """The actor-id itself, then those merged into it: the journal keeps every row under the id it was written with."""
    merged = reader.read("SELECT customer_id FROM merged WHERE into_id = ? ORDER BY customer_id", (customer_id,))
    return (customer_id, *(row[0] for row in merged))


def current_id(reader: Reader, customer_id: int) -> int:
    """The actor-id under which somebody is kept now: another one after a merge, else the same."""
    row = reader.read_one("SELECT into_id FROM merged WHERE customer_id = ?", (customer_id,))
    return customer_id if row is None else int(row[0])
