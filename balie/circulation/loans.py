"""Loans, as far as the customer screen counts them, and forgets what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction


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


def forget_returned(tx: Transaction, customer_id: int) -> int:
    """Forget which items a customer had and brought back; how many loans that were.

    The loans stay, without item: they still count, and took strips.
    """
    return tx.execute(
        "UPDATE loan SET item_number = '' WHERE customer_id = ? AND returned_on IS NOT NULL AND item_number <> ''",
        (customer_id,),
    ).rowcount


def _number(reader: Reader, sql: str, *params: int) -> int:
    row = reader.read_one(sql, params)
    assert row is not None
    return int(row[0])
