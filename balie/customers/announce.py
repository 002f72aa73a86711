"""Telling a customer of a collection, written down per charge: to be done fourteen days before (rules.md#announcement).

The invoice of a charge is its announcement, on the day it was made; a row is only written where something else told it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.transaction import Transaction


class Channel(StrEnum):
    """How the customer was told."""

    RECEIPT = "bon"
    INVOICE = "factuur"
    MAIL = "mail"
    LETTER = "brief"


def announce(tx: Transaction, invoice_id: int, channel: Channel) -> None:
    """Note that the collection of the contribution on an invoice was announced on the working date.

    A later announcement takes the place of an earlier one.
    """
    tx.execute(
        "INSERT INTO announcement (charge_id, announced_on, channel)"
        " SELECT c.id, ?, ? FROM charge AS c JOIN invoice AS i ON i.customer_id = c.customer_id AND c.invoice_id = i.id"
        " WHERE i.id = ? AND c.kind = 'contributie' AND c.cents > 0"
        " ON CONFLICT (charge_id) DO UPDATE SET announced_on = excluded.announced_on, channel = excluded.channel",
        (tx.stamp.working_date.isoformat(), channel, invoice_id),
    )
