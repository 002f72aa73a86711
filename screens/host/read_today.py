"""What a desk has read of whom today: who comes back is only asked about when there is something new."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date


class ReadToday:
    """What this desk has read of whom today, so that a customer who comes back is not asked about twice."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._read: dict[int, frozenset[str]] = {}

    def nothing_new(self, day: date, customer_id: int, told: Collection[str]) -> bool:
        """Whether all of `told` was read on this day before."""
        return day == self._day and self._read.get(customer_id, frozenset()).issuperset(told)

    def read(self, day: date, customer_id: int, told: Collection[str]) -> None:
        """The desk read this and went on. What was read on another day is forgotten."""
        if day != self._day:
            self._day, self._read = day, {}
        self._read[customer_id] = self._read.get(customer_id, frozenset()) | frozenset(told)
