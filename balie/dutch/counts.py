"""Whole numbers as the Dutch write them, alone and with what is counted."""

from __future__ import annotations


def format_count(count: int) -> str:
    """`83.000`."""
    return f"{count:,}".replace(",", ".")


def many(count: int, one: str, more: str) -> str:
    """`1 boeking`, `1.234 boekingen`."""
    return f"{format_count(count)} {one if count == 1 else more}"
