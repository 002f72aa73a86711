"""Walking through the messages that wait, in the order in which they were queued, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from balie.customers.addressee import Addressee, read_addressees
from balie.messages.outbox import Queued, State, read_messages
from balie.store.dialect import among

if TYPE_CHECKING:
    from balie.store.reading import Reader

_PAGE = 200
# Word for word the condition of the index on what was not sent: SQLite does not conclude it.
_NEXT = "state <> 'sent' AND state = ? AND id > ? AND id <= ? {which} ORDER BY id"
_REFUSED = (
    "SELECT id FROM message WHERE state <> 'sent' AND state = 'queued' AND id <= ? AND not_before <= ?"
    " ORDER BY not_before, id"
)
_THESE = f"state = 'queued' AND id IN {among()}"


def count_in(reader: Reader, state: State) -> int:
    """How many messages are in a state other than sent."""
    row = reader.read_one("SELECT count(*) FROM message WHERE state <> 'sent' AND state = ?", (state,))
    assert row is not None
    return int(row[0])


def last_waiting(reader: Reader) -> int:
    """The number of the last message that waits; 0 when there is none. A run goes no further: it ends."""
    row = reader.read_one("SELECT max(id) FROM message WHERE state <> 'sent' AND state = 'queued'")
    return 0 if row is None or row[0] is None else int(row[0])


def waiting(reader: Reader, last: int) -> Iterator[tuple[Queued, Addressee | None]]:
    """The messages that wait, up to number `last`, each with its customer as they are when their page is read."""
    return _walk(reader, last, "")


def may_be_mailed(reader: Reader, last: int, now: datetime) -> Iterator[tuple[Queued, Addressee | None]]:
    """As `waiting`, in the order of mailing: those that a mail server refused for now behind all others.

    Without those whose time has not come at `now` (a moment with its zone).
    """
    moment = now.astimezone(UTC).isoformat(timespec="seconds")
    # Known beforehand: what goes to the back during this run waits for the next one.
    refused = [number for (number,) in reader.read(_REFUSED, (last, moment))]
    yield from _walk(reader, last, "AND not_before IS NULL")
    for place in range(0, len(refused), _PAGE):
        page = refused[place : place + _PAGE]
        found = {one.message_id: one for one in read_messages(reader, _THESE, (json.dumps(page),))}
        people = read_addressees(reader, (message.customer_id for message in found.values()))
        for message in (found[number] for number in page if number in found):
            yield message, people.get(message.customer_id)


def _walk(reader: Reader, last: int, which: str) -> Iterator[tuple[Queued, Addressee | None]]:
    after = 0
    while page := read_messages(reader, _NEXT.format(which=which), (State.QUEUED, after, last), limit=_PAGE):
        people = read_addressees(reader, (message.customer_id for message in page))
        for message in page:
            yield message, people.get(message.customer_id)
        after = page[-1].message_id


def read_waiting(reader: Reader, message_id: int) -> tuple[Queued, Addressee | None] | None:
    """A message that still waits, with its customer as they are now; None when it does not wait any more."""
    found = read_messages(reader, "id = ? AND state = 'queued'", (message_id,))
    if not found:
        return None
    return found[0], read_addressees(reader, (found[0].customer_id,)).get(found[0].customer_id)
