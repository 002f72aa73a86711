"""The queue of messages to customers: what is to be sent, about what, and what became of it.

A message is put in the queue in the transaction in which its reason arises, and sent later (`balie berichten`). It
holds what its template tells, never an address: where it goes, and whether by mail or as a letter, is read when it is
sent. The same thing is queued once: kind and `about` together are unique.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from json import JSONEncoder

    from balie.messages.documents import Shown
    from balie.messages.kinds import MessageKind
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction, Value

_AT_ONCE = 1_000
"""Rows handed to SQLite at a time: the memory of a run stays flat, however many messages it makes."""

_FIRST_WAIT = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(days=1)
_MOST_DOUBLED = 7
NO_MESSAGE = "Dit bericht bestaat niet meer: het is met de klant verwijderd."
"""What is told of a message that is not there any more."""

_INSERT = (
    "INSERT INTO message (customer_id, kind, about, template, data, branch, staff, made_on)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, about) DO NOTHING"
)
_COLUMNS = "id, customer_id, kind, about, template, data, state, way, made_on, sent_at, attempts, print_job, reason"


class State(StrEnum):
    """What became of a message. One that is being sent when the program dies stays in `SENDING`: nobody knows."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as the desk reads it."""
        return _STATES[self]


_STATES = {
    State.QUEUED: "Wacht",
    State.SENDING: "Onzeker",
    State.SENT: "Verstuurd",
    State.FAILED: "Mislukt",
    State.WITHDRAWN: "Ingetrokken",
}


class Way(StrEnum):
    """How a message goes out."""

    MAIL = "mail"
    LETTER = "brief"


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be queued.

    `template` names data/templates/message-`template`.txt, `data` what it tells: texts ready to be shown, None for what
    does not apply, and rows of tables. `about` says what it is about (`invoice 123`), never with personal data in it:
    together with `kind` it is queued once.
    """

    customer_id: int
    kind: MessageKind
    template: str
    data: Mapping[str, Shown] = field(repr=False)
    about: str


@dataclass(frozen=True, slots=True)
class Queued:
    """A message of the queue. `data` is None once its text is forgotten; `kind` may be one this program does not know.

    `sent_at` is a moment in UTC as the store keeps it.
    """

    message_id: int
    customer_id: int
    kind: str
    about: str
    template: str
    data: Mapping[str, Shown] | None = field(repr=False)
    state: State
    way: Way | None
    made_on: str
    sent_at: str | None
    attempts: int
    print_job: int | None
    reason: str


def enqueue(tx: Transaction, message: Message) -> int | None:
    """Put a message in the queue. Out: its number, or None when the same was queued before (whatever became of it)."""
    row = tx.read_one(f"{_INSERT} RETURNING id", next(_rows(tx, (message,))))
    return None if row is None else int(row[0])


def enqueue_many(tx: Transaction, messages: Iterable[Message]) -> int:
    """Put many messages in the queue, taking them as they come. Out: how many were not there yet."""
    rows, queued = _rows(tx, messages), 0
    while batch := list(islice(rows, _AT_ONCE)):
        queued += tx.execute_many(_INSERT, batch)
    return queued


def read_message(reader: Reader, message_id: int) -> Queued | None:
    """One message; None when there is no such message (any more)."""
    found = read_messages(reader, "id = ?", (message_id,))
    return found[0] if found else None


def read_messages(reader: Reader, where: str, params: tuple[Value, ...], *, limit: int | None = None) -> list[Queued]:
    """The messages for which a condition on the table holds; all, or the first `limit`. `where` may end in ORDER BY."""
    sql = f"SELECT {_COLUMNS} FROM message WHERE {where}"
    rows = reader.read(sql, params) if limit is None else reader.read(f"{sql} LIMIT ?", (*params, limit))
    return [_queued(row) for row in rows]


def write_data(tx: Transaction, message_id: int, data: Mapping[str, Shown]) -> None:
    """Replace what the template tells by what is true at the moment of sending."""
    tx.execute("UPDATE message SET data = ? WHERE id = ?", (as_json(data), message_id))


def set_out(tx: Transaction, message_id: int, way: Way, print_job: int | None = None) -> bool:
    """Mark that somebody sets out to send a message now. False when it is not waiting any more."""
    return (
        tx.execute(
            "UPDATE message SET state = 'sending', way = ?, print_job = ?, attempts = attempts + 1, reason = NULL"
            " WHERE id = ? AND state = 'queued'",
            (way, print_job, message_id),
        ).rowcount
        == 1
    )


def mark_sent(tx: Transaction, message_id: int) -> None:
    """It has gone out."""
    tx.execute(
        "UPDATE message SET state = 'sent', sent_at = ?, reason = NULL WHERE id = ? AND state = 'sending'",
        (tx.at, message_id),
    )


def put_back(tx: Transaction, message_id: int, reason: str) -> None:
    """It certainly has not gone out, and waits again; `reason` says in Dutch why."""
    tx.execute(
        "UPDATE message SET state = 'queued', way = NULL, print_job = NULL, sent_at = NULL, not_before = NULL,"
        " reason = ? WHERE id = ?",
        (reason or None, message_id),
    )


def send_to_the_back(tx: Transaction, message_id: int, reason: str, now: datetime) -> None:
    """As `put_back`, of a message that was refused for now: others go first, and it is tried later every time.

    `now` is a moment with its zone. The first time it only goes to the back; then it waits a quarter of an hour, half
    an hour, and so on up to a day.
    """
    put_back(tx, message_id, reason)
    row = tx.read_one("SELECT deferred FROM message WHERE id = ?", (message_id,))
    before = 0 if row is None else int(row[0])
    wait = min(_FIRST_WAIT * 2 ** min(before - 1, _MOST_DOUBLED), _LONGEST_WAIT) if before else timedelta()
    not_before = (now + wait).astimezone(UTC).isoformat(timespec="seconds")
    tx.execute("UPDATE message SET deferred = ?, not_before = ? WHERE id = ?", (before + 1, not_before, message_id))


def mark_failed(tx: Transaction, message_id: int, reason: str) -> None:
    """It was refused for good, and is not tried again by itself."""
    tx.execute("UPDATE message SET state = 'failed', reason = ? WHERE id = ?", (reason, message_id))


def mark_doubtful(tx: Transaction, message_id: int, reason: str) -> None:
    """Nobody knows whether it went out: it stays as it is, with the reason, until the desk says."""
    tx.execute("UPDATE message SET reason = ? WHERE id = ? AND state = 'sending'", (reason, message_id))


def mark_withdrawn(tx: Transaction, message_id: int, reason: str) -> None:
    """It is not true any more, or the desk does not want it: it is not sent."""
    tx.execute(
        "UPDATE message SET state = 'withdrawn', reason = ? WHERE id = ? AND state IN ('queued', 'failed')",
        (reason, message_id),
    )


def explain_waiting(tx: Transaction, message_id: int, reason: str) -> None:
    """Why a message that waits could not be sent."""
    tx.execute("UPDATE message SET reason = ? WHERE id = ? AND state = 'queued'", (reason, message_id))


def as_json(data: Mapping[str, Shown]) -> str:
    """What a template tells, as the store keeps it."""
    return _encoder().encode(data)


def _rows(tx: Transaction, messages: Iterable[Message]) -> Iterator[tuple[Value, ...]]:
    stamp = tx.stamp
    fixed = (stamp.branch, stamp.staff, stamp.working_date.isoformat())
    for one in messages:
        yield one.customer_id, one.kind, one.about, one.template, as_json(one.data), *fixed


def _queued(row: Row) -> Queued:
    import json

    message_id, customer_id, kind, about, template, data, state, way, made_on, sent_at, attempts, job, reason = row
    return Queued(
        *(message_id, customer_id, kind, about, template),
        None if data is None else json.loads(data),
        State(state),
        None if way is None else Way(way),
        *(made_on, sent_at, attempts, job, reason or ""),
    )


@cache
def _encoder() -> JSONEncoder:
    from json import JSONEncoder

    return JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
