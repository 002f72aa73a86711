"""Loans, as far as the header and tab 1 of the customer screen count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader


def count_open(reader: Reader, customer_id: int) -> int:
    """How many items the customer has at home (`in bezit`)."""
    return _number(reader, "SELECT count(*) FROM loan WHERE customer_id = ? AND returned_on IS NULL", customer_id)


def count_in_period(reader: Reader, customer_id: int, membership_number: int) -> int:
    """How many loans belong to this period of membership."""
    return _number(
        reader,
        "SELECT count(*) FROM loan WHERE customer_id = ? AND membership_number = ?",
        customer_id,
        membership_number,
    )


def count_all(reader: Reader, customer_id: int) -> int:
    """How many loans of this customer are still known; the history is kept only where the customer asked for it."""
    return _number(reader, "SELECT count(*) FROM loan WHERE customer_id = ?", customer_id)


def strips_taken(reader: Reader, customer_id: int, membership_number: int) -> int:
    """How many strips the loans and renewals of this period took."""
    return _number(
        reader,
        "SELECT coalesce(sum(strips), 0) FROM loan WHERE customer_id = ? AND membership_number = ?",
        customer_id,
        membership_number,
    )


def _number(reader: Reader, sql: str, *params: int) -> int:
    row = reader.read_one(sql, params)
    assert row is not None
    return int(row[0])
