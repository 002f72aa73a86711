"""Inleverberichten and herinneringen: what a message about items that are due, or were, is about and tells.

A message is about one customer and one due date, so that a renewal makes a new one. What it tells is
looked up again when it is sent: who brought an item back in between does not read about it.

Source: rules.md#service-mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.titles import with_author
from balie.dutch.dates import format_date
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message

if TYPE_CHECKING:
    from balie.messages.documents import Shown
    from balie.messages.outbox import Queued
    from balie.store.reading import Reader

_ABOUT = re.compile(r"(?:due|overdue) [0-9]+ (?P<due_on>[0-9]{4}-[0-9]{2}-[0-9]{2})(?: [0-9]+)?")
_ITEMS = (
    "SELECT l.item_number, t.title, t.author FROM loan AS l LEFT JOIN item AS i ON i.number = l.item_number"
    " LEFT JOIN title AS t ON t.id = i.title_id"
    " WHERE l.customer_id = ? AND l.returned_on IS NULL AND l.claimed_on IS NULL AND l.due_on = ? ORDER BY l.id"
)


def due_soon(reader: Reader, customer_id: int, due_on: date, last_days_before: int, on: date) -> Message:
    """The message that what a customer has at home is due on a day.

    From fewer days before it than `last_days_before` on it is late, and says so.
    """
    told = {"due_on": format_date(due_on), "late_below": str(last_days_before)}
    message = Message(customer_id, MessageKind.DUE_SOON, "due-soon", told, f"due {customer_id} {due_on.isoformat()}")
    return _telling(reader, message, due_on, on)


def overdue(reader: Reader, customer_id: int, due_on: date, step: int, steps: int, on: date) -> Message:
    """The so-manieth reminder (1 is the first of `steps`) that what was due on a day is not back."""
    told = {"due_on": format_date(due_on), "step": str(step), "last": "ja" if step == steps > 1 else None}
    about = f"overdue {customer_id} {due_on.isoformat()} {step}"
    return _telling(reader, Message(customer_id, MessageKind.OVERDUE, "overdue", told, about), due_on, on)


def is_still_due(reader: Reader, message: Queued, on: date) -> bool:
    """Whether an inleverbericht is still of use: something with that due date is at home, and the day is not there."""
    due_on = _due_on(message)
    return due_on is not None and on < due_on and bool(_items(reader, message.customer_id, due_on))


def is_still_late(reader: Reader, message: Queued, on: date) -> bool:
    """Whether something with the due date of a reminder is still at home."""
    due_on = _due_on(message)
    return due_on is not None and on > due_on and bool(_items(reader, message.customer_id, due_on))


def told_now(reader: Reader, message: Queued, on: date) -> Mapping[str, Shown] | None:
    """What a reminder of either kind tells now, for its template; None without a due date or without data."""
    due_on = _due_on(message)
    if due_on is None or message.data is None:
        return None
    return _told(reader, message.customer_id, message.data, due_on, on)


def _telling(reader: Reader, message: Message, due_on: date, on: date) -> Message:
    told = _told(reader, message.customer_id, message.data, due_on, on)
    return Message(message.customer_id, message.kind, message.template, told, message.about)


def _told(reader: Reader, customer_id: int, data: Mapping[str, Shown], due_on: date, on: date) -> Mapping[str, Shown]:
    late_below = data.get("late_below")
    is_late = isinstance(late_below, str) and (due_on - on).days < int(late_below)
    return {**data, "late": "ja" if is_late else None, "rows": _items(reader, customer_id, due_on)}


def _items(reader: Reader, customer_id: int, due_on: date) -> list[tuple[str, str]]:
    """Title and number of each item at home that is due on that day."""
    return [
        (with_author(title, author) or "Titel onbekend", number)
        for number, title, author in reader.read(_ITEMS, (customer_id, due_on.isoformat()))
    ]


def _due_on(message: Queued) -> date | None:
    found = _ABOUT.fullmatch(message.about)
    return None if found is None else date.fromisoformat(found["due_on"])
