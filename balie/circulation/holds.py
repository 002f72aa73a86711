"""Reservations (holds) as stored: who waits for a title, which item stands ready for whom; opening and closing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction, Value

_COLUMNS = (
    "id, title_id, item_number, customer_id, branch, placed_on, priority, state, ready_item, ready_on, expires_on,"
    " starts_on, ends_on, contact"
)
_SELECT = f"SELECT {_COLUMNS} FROM hold"
# Waiting for an item, and wanted on this day.
_WAITING = "closed_on IS NULL AND state = 'A' AND coalesce(starts_on, '') <= :day AND coalesce(ends_on, '9') >= :day"
_IN_ORDER = "ORDER BY priority, placed_on, id"
_QUEUE = (
    f"{_SELECT} WHERE title_id = :title_id AND {_WAITING} AND (item_number IS NULL OR item_number = :item)"
    f" AND customer_id <> :but {_IN_ORDER}"
)
# A branch in :branch, or an empty text for all of them.
_UNCOLLECTED = (
    f"{_SELECT} WHERE closed_on IS NULL AND state IN ('O', 'B') AND expires_on < :day"
    " AND :branch IN ('', branch) ORDER BY expires_on, id"
)
_TOO_LONG = f"{_SELECT} WHERE closed_on IS NULL AND state = 'A' AND ends_on < :day ORDER BY ends_on, id"


class HoldState(StrEnum):
    """Wise's codes."""

    WAITING = "A"
    TRANSPORT = "T"
    READY = "O"
    TOLD = "B"
    LENT = "U"
    CLOSED = "Z"


class HoldContact(StrEnum):
    """How the customer hears that one reservation stands ready; NONE: the desk tells it. The values are stored."""

    MAIL = "email"
    LETTER = "post"
    NONE = "geen"


@dataclass(frozen=True, slots=True)
class Hold:
    """A reservation as stored. `item_number`: only this copy will do. `ready_item`: the copy that was set aside.

    `branch` is where it is collected; up to and with `expires_on`, once it stands ready. `starts_on` and `ends_on`:
    from when and until when the customer wants it. `contact`: None as the customer wants it of every reservation.
    """

    id: int
    title_id: int
    item_number: str | None
    customer_id: int
    branch: str
    placed_on: date
    priority: int
    state: HoldState
    ready_item: str | None
    ready_on: date | None
    expires_on: date | None
    starts_on: date | None = None
    ends_on: date | None = None
    contact: HoldContact | None = None


def find_hold(reader: Reader, hold_id: int) -> Hold | None:
    """The reservation with this id; None without one, or when nobody may know any more whose it was."""
    return _one(reader, f"{_SELECT} WHERE id = :id AND customer_id IS NOT NULL", {"id": hold_id})


def queue_for(reader: Reader, title_id: int, item_number: str, on: date, *, but: int = 0) -> list[Hold]:
    """Who waits on this day for this item of a title, in order; without what customer `but` waits for."""
    values: dict[str, Value] = {"title_id": title_id, "item": item_number, "day": on.isoformat(), "but": but}
    return _many(reader, _QUEUE, values)


def ready_hold(reader: Reader, item_number: str) -> Hold | None:
    """For whom this item was set aside, on its way to them or standing ready; or None."""
    return _one(reader, f"{_SELECT} WHERE ready_item = :item AND closed_on IS NULL", {"item": item_number})


def ready_for(reader: Reader, customer_id: int) -> list[Hold]:
    """What stands ready for a customer, the first to expire first."""
    return _many(
        reader,
        f"{_SELECT} WHERE customer_id = :id AND closed_on IS NULL AND state IN ('O', 'B') ORDER BY expires_on, id",
        {"id": customer_id},
    )


def ready_at(reader: Reader, branch: str) -> list[Hold]:
    """What stands ready at a branch, the first to expire first."""
    return _many(
        reader,
        f"{_SELECT} WHERE branch = :branch AND closed_on IS NULL AND state IN ('O', 'B') ORDER BY expires_on, id",
        {"branch": branch},
    )


def own_hold(reader: Reader, customer_id: int, title_id: int, item_number: str) -> Hold | None:
    """The reservation of a customer that is fulfilled when this item is lent to them; what stands ready first."""
    return _one(
        reader,
        f"{_SELECT} WHERE customer_id = :id AND closed_on IS NULL AND title_id = :title_id"
        " AND (item_number IS NULL OR item_number = :item)"
        " ORDER BY ready_item IS NOT DISTINCT FROM :item DESC, id LIMIT 1",
        {"id": customer_id, "title_id": title_id, "item": item_number},
    )


def open_holds_of(reader: Reader, customer_id: int) -> list[Hold]:
    """What a customer has on reservation, the oldest first."""
    return _many(reader, f"{_SELECT} WHERE customer_id = :id AND closed_on IS NULL ORDER BY id", {"id": customer_id})


def open_holds_on(reader: Reader, title_id: int) -> list[Hold]:
    """Everybody who has a title on reservation: the queue in order, among them for whom an item is set aside."""
    return _many(reader, f"{_SELECT} WHERE title_id = :id AND closed_on IS NULL {_IN_ORDER}", {"id": title_id})


def count_open(reader: Reader, customer_id: int) -> int:
    """How many reservations of a customer are not closed."""
    row = reader.read_one("SELECT count(*) FROM hold WHERE customer_id = ? AND closed_on IS NULL", (customer_id,))
    return 0 if row is None else int(row[0])


def uncollected(reader: Reader, today: date, branch: str = "") -> list[Hold]:
    """What stands ready at a branch (or anywhere) and was to be collected before today."""
    return _many(reader, _UNCOLLECTED, {"day": today.isoformat(), "branch": branch})


def too_long_open(reader: Reader, today: date) -> list[Hold]:
    """What nobody wants any more, since its last day has gone by."""
    return _many(reader, _TOO_LONG, {"day": today.isoformat()})


def fulfil(tx: Transaction, hold: Hold) -> None:
    """Close a reservation because its item was lent to who waited for it."""
    tx.execute("UPDATE hold SET state = 'U', closed_on = ? WHERE id = ?", (tx.stamp.working_date.isoformat(), hold.id))


def restore(tx: Transaction, hold: Hold) -> None:
    """Put a reservation back as it was, since the act that changed it is undone."""
    tx.execute(
        "UPDATE hold SET state = ?, closed_on = NULL, reason = NULL, ready_item = ?, ready_on = ?, expires_on = ?"
        " WHERE id = ?",
        (hold.state, hold.ready_item, _text(hold.ready_on), _text(hold.expires_on), hold.id),
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _one(reader: Reader, sql: str, values: Mapping[str, Value]) -> Hold | None:
    row = reader.read_one(sql, values)
    return None if row is None else _hold(row)


def _many(reader: Reader, sql: str, values: Mapping[str, Value]) -> list[Hold]:
    return [_hold(row) for row in reader.read(sql, values)]


def _hold(row: Row) -> Hold:
    hold_id, title_id, item, customer_id, branch, placed_on, priority, state, ready_item, *days, contact = row
    ready_on, expires_on, starts_on, ends_on = (None if day is None else date.fromisoformat(day) for day in days)
    return Hold(
        id=hold_id,
        title_id=title_id,
        item_number=item,
        customer_id=customer_id,
        branch=branch,
        placed_on=date.fromisoformat(placed_on),
        priority=priority,
        state=HoldState(state),
        ready_item=ready_item,
        ready_on=ready_on,
        expires_on=expires_on,
        starts_on=starts_on,
        ends_on=ends_on,
        contact=None if contact is None else HoldContact(contact),
    )
