"""The message to a customer that a settlement, or credit that was asked back, was paid by the bank."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message

if TYPE_CHECKING:
    from balie.messages.outbox import Queued
    from balie.store.reading import Reader

TEMPLATE = "paid-out"
"""data/templates/message-paid-out.txt."""

_ABOUT = re.compile(r"payout ([0-9]+)")
_PAYOUT = "SELECT customer_id, cents, iban, description, cancellation_id FROM payout WHERE id = ?"
_STANDS = "SELECT 1 FROM payout WHERE id = ? AND customer_id = ? AND executed_on IS NOT NULL AND returned_on IS NULL"


def paid_message(reader: Reader, payout_id: int, on: date) -> Message:
    """That this payout was executed on that day. Of the account it tells the last four characters.

    `payout_id` is one that is there.
    """
    row = reader.read_one(_PAYOUT, (payout_id,))
    assert row is not None
    customer_id, cents, iban, description, cancellation_id = row
    return Message(
        customer_id,
        MessageKind.PAID_OUT,
        TEMPLATE,
        {
            "amount": format_cents(cents),
            "day": format_date(on),
            "account_end": iban[-4:] if iban else None,
            "description": description,
            "cancelled": "ja" if cancellation_id is not None else None,
        },
        f"payout {payout_id}",
    )


def is_still_paid(reader: Reader, message: Queued, on: date) -> bool:
    """Whether the payout that a message is about (`payout 12`) has not come back."""
    about = _ABOUT.fullmatch(message.about)
    return about is not None and reader.read_one(_STANDS, (int(about[1]), message.customer_id)) is not None
