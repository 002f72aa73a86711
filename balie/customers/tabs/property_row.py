"""The row of properties that few customers have: written when one of them is first filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack, cast

if TYPE_CHECKING:
    from balie.store.transaction import Transaction, Value


class PropertyColumns(TypedDict, total=False):
    """The columns of `property`; None is "not filled in"."""

    organisation: str | None
    irregular_returns: int
    receipts: int
    mail_receipts: int
    hold_messages: str | None
    service_messages: str | None
    classification: str | None
    external_number: str | None
    external_number_2: str | None
    target_group: str | None
    labels: str | None
    auto_renew: int | None
    family_collects: int | None


def write_property(tx: Transaction, customer_id: int, **columns: Unpack[PropertyColumns]) -> None:
    """Write these columns, and leave the others as they are."""
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns)
    values = [cast("Value", value) for value in columns.values()]  # mypy sees `object` in a TypedDict
    tx.execute(
        f"INSERT INTO property (customer_id, {names}) VALUES (?, {marks})"
        f" ON CONFLICT (customer_id) DO UPDATE SET {updates}",
        (customer_id, *values),
    )
