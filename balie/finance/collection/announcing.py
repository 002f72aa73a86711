"""Telling a customer of a collection, written down per charge: to be done fourteen days before (dutch-rules 2.7).

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


def announce(tx: Transaction, charge_id: int, channel: Channel) -> None:
    """Note that the collection of a charge was announced on the working date; a later announcement replaces it."""
    tx.execute(
        "INSERT INTO announcement (charge_id, announced_on, channel) VALUES (?, ?, ?)"
        " ON CONFLICT (charge_id) DO UPDATE SET announced_on = excluded.announced_on, channel = excluded.channel",
        (charge_id, tx.stamp.working_date.isoformat(), channel),
    )
