"""Messages about an invoice, looked at again when they are sent: what of it is still asked.

What a cancellation takes off it, once it is settled, is not (rules.md#settlement).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.asked import not_asked
from balie.dutch.money import format_cents
from balie.ledger.open_cents import still_open

if TYPE_CHECKING:
    from balie.messages.documents import Shown
    from balie.messages.outbox import Queued
    from balie.store.reading import Reader

_ABOUT = re.compile(r"invoice ([0-9]+)\b")
_OPEN = f"SELECT id, {still_open('charge')} FROM charge WHERE customer_id = ? AND settled_on IS NULL AND invoice_id = ?"


def is_open(reader: Reader, message: Queued, on: date) -> bool:
    """Whether there is still something to pay of the invoice that a message is about (`invoice 123`)."""
    return _open_cents(reader, message) > 0


def open_now(reader: Reader, message: Queued, on: date) -> Mapping[str, Shown] | None:
    """What the message tells, with what is open now."""
    if message.data is None or "open" not in message.data:
        return None
    return {**message.data, "open": format_cents(_open_cents(reader, message))}


def _open_cents(reader: Reader, message: Queued) -> int:
    about = _ABOUT.match(message.about)
    if about is None:
        return 0
    rows = reader.read(_OPEN, (message.customer_id, int(about[1])))
    less = not_asked(reader, message.customer_id) if rows else {}
    return sum(cents - less.get(charge_id, 0) for charge_id, cents in rows)
