"""Counters: numbers that are given out one after the other, and never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.transaction import Transaction


def next_value(tx: Transaction, counter: str, first: int) -> int:
    """The next value of a counter: `first` at its first use, one more each time after; never the same twice."""
    row = tx.read_one("UPDATE counter SET next = next + 1 WHERE name = ? RETURNING next - 1", (counter,))
    if row is None:
        tx.execute("INSERT INTO counter (name, next) VALUES (?, ?)", (counter, first + 1))
        return first
    value = row[0]
    assert isinstance(value, int)
    return value
