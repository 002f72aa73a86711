"""Lists of reservations: of a customer, on a title, what stands ready, what was not collected, all that are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.catalogue.statuses import LABELS, ItemStatus
from balie.catalogue.titles import with_author
from balie.circulation.hold_rules import STATE_LABELS, ClosingReason
from balie.circulation.holds import HoldContact, HoldState
from balie.customers.cards.numbers import own_number
from balie.customers.header import branch_label
from balie.dutch.dates import format_date
from balie.dutch.names import list_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balie.desk import Desk
    from balie.store.transaction import Row, Value

PAGE = 100
"""So many rows of all open reservations are read at once."""
TO_CLEAR_DAYS = 14
"""What was not collected is listed for so many days."""

_NUMBER = own_number("c.id")
# How many wait before it, of whom nothing was set aside for.
_BEFORE = (
    "(SELECT count(*) FROM hold AS o WHERE o.title_id = h.title_id AND o.closed_on IS NULL AND o.state = 'A'"
    " AND (o.priority, o.placed_on, o.id) < (h.priority, h.placed_on, h.id))"
)
_SELECT = (
    "SELECT h.id, h.title_id, t.title, t.author, h.customer_id, c.initials, c.prefix, c.surname,"
    f" {_NUMBER}, h.branch, h.placed_on, h.priority, h.state, h.item_number, h.ready_item, h.ready_on, h.expires_on,"
    f" h.starts_on, h.ends_on, h.contact, h.reason, h.closed_on, CASE h.state WHEN 'A' THEN {_BEFORE} + 1 END"
    " FROM hold AS h JOIN title AS t ON t.id = h.title_id LEFT JOIN customer AS c ON c.id = h.customer_id"
)
# The + keeps SQLite to the index of what is open: by id it would walk through all that was ever closed.
_OPEN = "h.id IN (SELECT id FROM hold WHERE closed_on IS NULL AND +id > :after ORDER BY +id LIMIT :limit) ORDER BY h.id"
_TO_CLEAR = (
    "SELECT h.id, t.title, t.author, h.ready_item, h.reason, h.closed_on, i.status, i.branch, i.shelf, i.call_mark,"
    " n.branch, n.state, EXISTS (SELECT 1 FROM loan WHERE item_number = i.number AND returned_on IS NULL)"
    " FROM hold AS h JOIN title AS t ON t.id = h.title_id JOIN item AS i ON i.number = h.ready_item"
    " LEFT JOIN hold AS n ON n.ready_item = h.ready_item AND n.closed_on IS NULL"
    " WHERE h.closed_on >= ? AND h.state = 'Z' AND h.ready_on IS NOT NULL AND h.branch = ?"
    " ORDER BY h.closed_on DESC, h.id DESC"
)


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A reservation as a row of a list. `position` counts from 1 and is only there while it waits.

    `customer` is the name as lists show it (`Vries, A. de`), `card` the klantnummer; both are empty once nobody may
    know any more whose it was, and then `customer_id` is None.
    """

    id: int
    title_id: int
    title: str
    author: str
    customer_id: int | None
    customer: str
    card: str
    branch: str
    placed_on: date
    priority: int
    state: HoldState
    item_number: str | None
    ready_item: str | None
    ready_on: date | None
    expires_on: date | None
    paused_until: date | None
    ends_on: date | None
    contact: HoldContact | None
    reason: ClosingReason | None
    closed_on: date | None
    position: int | None

    @property
    def name(self) -> str:
        """Title and author on one line: `De avonden / Reve, Gerard`."""
        return with_author(self.title, self.author)

    @property
    def status(self) -> str:
        """How far it is, in Dutch: `Actief, nummer 2 in de rij`, `Ontvangen, t/m 19-04-2024`."""
        label = STATE_LABELS[self.state]
        if self.position is not None:
            place = "eerste" if self.position == 1 else f"nummer {self.position}"
            if self.paused_until is not None:
                return f"Uitgesteld tot {format_date(self.paused_until)}, {place} in de rij"
            return f"{label}, {place} in de rij"
        if self.state in (HoldState.READY, HoldState.TOLD) and self.expires_on is not None:
            return f"{label}, t/m {format_date(self.expires_on)}"
        if self.reason is not None and self.closed_on is not None:
            return f"{label} op {format_date(self.closed_on)}: {self.reason.label}"
        return label if self.closed_on is None else f"{label} op {format_date(self.closed_on)}"


@dataclass(frozen=True, slots=True)
class ToClear:
    """A copy that was not collected, or cancelled: `now` says in Dutch where it belongs."""

    hold_id: int
    title: str
    number: str
    reason: ClosingReason
    closed_on: date
    now: str


def holds_of(desk: Desk, customer_id: int, *, closed: bool = False) -> list[HoldRow]:
    """What a customer has on reservation, what stands ready first; with `closed` what was closed, the latest first."""
    if closed:
        return _rows(
            desk, "h.customer_id = :id AND h.closed_on IS NOT NULL ORDER BY h.closed_on DESC, h.id DESC", customer_id
        )
    return _rows(
        desk,
        "h.customer_id = :id AND h.closed_on IS NULL ORDER BY h.expires_on IS NULL, h.expires_on, h.state = 'A', h.id",
        customer_id,
    )


def holds_on(desk: Desk, title_id: int) -> list[HoldRow]:
    """Everybody who has a title on reservation: for whom a copy is set aside first, then the queue in order."""
    return _rows(
        desk,
        "h.title_id = :id AND h.closed_on IS NULL ORDER BY h.state = 'A', h.priority, h.placed_on, h.id",
        title_id,
    )


def ready_list(desk: Desk) -> list[HoldRow]:
    """What stands ready at this branch, or is on its way to it: the first to expire first."""
    return _rows(
        desk,
        "h.branch = :branch AND h.closed_on IS NULL AND h.state IN ('T', 'O', 'B')"
        " ORDER BY h.state = 'T', h.expires_on, c.name_key, h.id",
    )


def open_list(desk: Desk, *, after: int = 0, limit: int = PAGE) -> list[HoldRow]:
    """All open reservations of every branch, the oldest first; `after` is the id of the last row that was seen."""
    return _rows(desk, _OPEN, after=after, limit=limit)


def uncollected_list(desk: Desk) -> list[ToClear]:
    """What is to be cleared from the shelf of reservations here: not collected or cancelled in the last two weeks."""
    since = desk.working_date - timedelta(days=TO_CLEAR_DAYS)
    rows = desk.store.read(_TO_CLEAR, (since.isoformat(), desk.branch.number))
    return [_to_clear(desk, row) for row in rows]


def _to_clear(desk: Desk, row: Row) -> ToClear:
    hold_id, title, author, number, reason, closed_on, status, home, shelf, mark, next_branch, next_state, lent = row
    if lent:
        now = "Uitgeleend"
    elif next_state == HoldState.TRANSPORT:
        now = f"Op transport naar {branch_label(desk, next_branch)}"
    elif next_state is not None:
        now = "Staat klaar voor de volgende"
    elif status == ItemStatus.TRANSPORT:
        now = f"Op transport naar {branch_label(desk, home)}"
    elif status == ItemStatus.IN:
        now = "Terug in de kast " + " ".join(filter(None, (shelf, mark)))
    else:
        now = LABELS[status]
    name = with_author(title, author)
    return ToClear(hold_id, name, number, ClosingReason(reason), date.fromisoformat(closed_on), now.strip())


def _rows(desk: Desk, condition: str, about: int = 0, **more: Value) -> list[HoldRow]:
    values: Mapping[str, Value] = {"id": about, "branch": desk.branch.number, **more}
    return [_row(row, desk.working_date) for row in desk.store.read(f"{_SELECT} WHERE {condition}", values)]


def _row(row: Row, today: date) -> HoldRow:
    hold_id, title_id, title, author, customer_id, initials, prefix, surname, card, branch, *rest = row
    placed_on, priority, state, item, ready_item, ready_on, expires_on, starts_on, ends_on, contact, *last = rest
    (reason, closed_on, position), starts = last, _day(starts_on)
    return HoldRow(
        id=hold_id,
        title_id=title_id,
        title=title,
        author=author,
        customer_id=customer_id,
        customer="" if surname is None else list_name(initials or "", prefix or "", surname),
        card=card or "",
        branch=branch,
        placed_on=date.fromisoformat(placed_on),
        priority=priority,
        state=HoldState(state),
        item_number=item,
        ready_item=ready_item,
        ready_on=_day(ready_on),
        expires_on=_day(expires_on),
        paused_until=starts if state == HoldState.WAITING and starts is not None and starts > today else None,
        ends_on=_day(ends_on),
        contact=None if contact is None else HoldContact(contact),
        reason=None if reason is None or state != HoldState.CLOSED else _reason(reason),
        closed_on=_day(closed_on),
        position=position,
    )


def _reason(code: str) -> ClosingReason | None:
    return ClosingReason(code) if code in set(ClosingReason) else None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
