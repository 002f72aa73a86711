"""What happens to a reservation in the store: placed, an item set aside, told, let go, closed; callers looked first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.hold_rules import FOLLOWS, ClosingReason
from balie.circulation.holds import Hold, HoldContact, HoldState, ready_at
from balie.circulation.opening_days import first_open_day

if TYPE_CHECKING:
    from balie.library.structs import Branch
    from balie.store.transaction import Transaction

CLOSED = "hold closed"
CHANGED = "hold changed"
"""The words in the journal. A row names the reservation and not the title: what somebody wants to read is not kept."""

_INSERT = (
    "INSERT INTO hold (title_id, item_number, customer_id, branch, placed_on, placed_by, priority, fee_charge_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class NewHold:
    """A reservation to be written: of a title, or of one item of it; `branch` is where it is collected."""

    title_id: int
    item_number: str | None
    customer_id: int
    branch: str
    priority: int
    fee_charge_id: int | None = None


def add_hold(tx: Transaction, new: NewHold) -> int:
    """Write a reservation, placed on the working date; its id."""
    stamp = tx.stamp
    return tx.insert(
        _INSERT,
        (
            *(new.title_id, new.item_number, new.customer_id, new.branch),
            *(stamp.working_date.isoformat(), stamp.staff, new.priority, new.fee_charge_id),
        ),
    )


def send(tx: Transaction, hold: Hold, item_number: str) -> Hold:
    """Set an item aside that has to travel to the branch where it is collected."""
    return _write(tx, hold, HoldState.TRANSPORT, item_number, None, None)


def make_ready(tx: Transaction, hold: Hold, item_number: str, expires_on: date) -> Hold:
    """Set an item aside that is where it is collected, from the working date on."""
    return _write(tx, hold, HoldState.READY, item_number, tx.stamp.working_date, expires_on)


def release(tx: Transaction, hold: Hold) -> Hold:
    """Let the item go that was set aside: the customer waits again, at the same place in the queue."""
    return _write(tx, hold, HoldState.WAITING, None, None, None)


def mark_told(tx: Transaction, hold_id: int) -> bool:
    """Note that the customer was told that it stands ready; False where it does not (any more)."""
    return bool(tx.execute("UPDATE hold SET state = 'B' WHERE id = ? AND state = 'O'", (hold_id,)).rowcount)


def keep_until(tx: Transaction, hold: Hold, day: date) -> None:
    """Let a reservation stand ready up to another day."""
    tx.execute("UPDATE hold SET expires_on = ? WHERE id = ?", (day.isoformat(), hold.id))


def move_past_closure(tx: Transaction, branch: Branch, days: Collection[date]) -> int:
    """Let what stands ready at a branch, up to one of these days on which it is closed now, stand ready longer.

    Up to the first day on which it is open; never shorter than the customer was told. Out: how many reservations.
    """
    moved = 0
    for hold in ready_at(tx, branch.number):
        if hold.expires_on is None or hold.expires_on not in days:
            continue
        day = first_open_day(tx, branch, hold.expires_on)
        if day != hold.expires_on:
            keep_until(tx, hold, day)
            before = {"hold": hold.id, "expires_on": hold.expires_on}
            tx.journal(CHANGED, customer_id=hold.customer_id, before=before, after={"expires_on": day})
            moved += 1
    return moved


def pause(tx: Transaction, hold: Hold, until: date | None) -> None:
    """Let a reservation be passed over before a day, at the same place in the queue; None: it is not any more."""
    tx.execute("UPDATE hold SET starts_on = ? WHERE id = ?", (None if until is None else until.isoformat(), hold.id))


def relocate(tx: Transaction, hold: Hold, branch: str) -> Hold:
    """Let a reservation be collected at another branch; what stands ready is for the caller to send there."""
    tx.execute("UPDATE hold SET branch = ? WHERE id = ?", (branch, hold.id))
    return replace(hold, branch=branch)


def set_contact(tx: Transaction, hold: Hold, contact: HoldContact | None) -> None:
    """Let the customer hear of a reservation in another way; None: as usual."""
    tx.execute("UPDATE hold SET contact = ? WHERE id = ?", (contact, hold.id))


def prioritise(tx: Transaction, hold: Hold, priority: int) -> None:
    """Give a reservation another place in the queue."""
    tx.execute("UPDATE hold SET priority = ? WHERE id = ?", (priority, hold.id))


def close(tx: Transaction, hold: Hold, reason: ClosingReason) -> None:
    """Close a reservation that was not fulfilled. Which item stood ready for it stays written."""
    _check(hold, HoldState.CLOSED)
    tx.execute(
        "UPDATE hold SET state = 'Z', reason = ?, closed_on = ? WHERE id = ?",
        (reason, tx.stamp.working_date.isoformat(), hold.id),
    )


def _write(
    tx: Transaction, hold: Hold, state: HoldState, item: str | None, ready_on: date | None, expires_on: date | None
) -> Hold:
    _check(hold, state)
    tx.execute(
        "UPDATE hold SET state = ?, ready_item = ?, ready_on = ?, expires_on = ? WHERE id = ?",
        (
            *(state, item, None if ready_on is None else ready_on.isoformat()),
            *(None if expires_on is None else expires_on.isoformat(), hold.id),
        ),
    )
    return replace(hold, state=state, ready_item=item, ready_on=ready_on, expires_on=expires_on)


def _check(hold: Hold, state: HoldState) -> None:
    if state not in FOLLOWS[hold.state]:
        raise ValueError(f"a reservation in state {hold.state} cannot become {state}")
