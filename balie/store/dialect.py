"""SQL that SQLite and PostgreSQL write differently: these fragments stand here, everything else in words both take.

Each function gives SQL; its arguments are SQL too (a mark, a column), never what somebody typed.
"""

from __future__ import annotations


def each(mark: str = "?") -> str:
    """A table of the elements of a JSON array that is bound to `mark`: columns `key` (from 0) and `value`."""
    return f"json_each({mark})"


def among(mark: str = "?") -> str:
    """The elements of a JSON array that is bound to `mark`, for behind IN."""
    return f"(SELECT value FROM {each(mark)})"


def element(array: str, place: int) -> str:
    """The element of a JSON array at a place (from 0), as a number or a text."""
    return f"{array} ->> {place}"


def member(column: str, name: str) -> str:
    """The member `name` of a JSON object, as a number or a text; NULL where there is none."""
    return f"json_extract({column}, '$.{name}')"


def is_no_day(column: str) -> str:
    """Whether a text is something else than a day that exists (`2024-02-29`); NULL is no text."""
    return f"{column} IS DISTINCT FROM date({column}, '+0 days')"


def day_number(column: str) -> str:
    """A day as a number that grows by one a day."""
    return f"CAST(julianday({column}) + 0.5 AS INTEGER)"


def is_digits(column: str) -> str:
    """Whether a text is digits and nothing else (or empty)."""
    return f"rtrim({column}, '0123456789') = ''"
