"""Reserveringsberichten: that what a customer reserved stands ready. One message for all that is told at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from balie.catalogue.titles import with_author
from balie.circulation.hold_changes import mark_told
from balie.customers.header import branch_label
from balie.dutch.dates import format_iso
from balie.library.rights import Right
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message, State
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.circulation.holds import Hold
    from balie.desk import Desk
    from balie.messages.documents import Shown
    from balie.messages.outbox import Queued
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction, Value

# A reservation that stood ready before, for another copy or on another day, is told anew: the day is part of its name.
_KEY = "h.id || '@' || h.ready_on"
_READY = (
    "SELECT h.customer_id, h.id, h.ready_on, h.branch, h.contact FROM hold AS h"
    " WHERE h.closed_on IS NULL AND h.state = 'O' AND h.ready_on IS NOT NULL AND h.contact IS DISTINCT FROM 'geen'"
)
_UNTOLD = (
    f"{_READY} AND NOT EXISTS (SELECT 1 FROM message AS m WHERE m.customer_id = h.customer_id AND m.kind = ?"
    f" AND ' ' || m.about || ' ' LIKE '% ' || {_KEY} || ' %')"
    " ORDER BY h.customer_id, h.contact IS NOT NULL, h.contact, h.id"
)
_TOLD = (
    f"{_READY} AND EXISTS (SELECT 1 FROM message AS m WHERE m.customer_id = h.customer_id AND m.kind = ?"
    f" AND m.state = '{State.SENT}' AND ' ' || m.about || ' ' LIKE '% ' || {_KEY} || ' %')"
)
_STILL = (
    "SELECT t.title, t.author, h.expires_on FROM hold AS h JOIN title AS t ON t.id = h.title_id"
    " WHERE h.id = ? AND h.customer_id = ? AND h.ready_on = ? AND h.closed_on IS NULL AND h.state IN ('O', 'B')"
    " AND (h.expires_on IS NULL OR h.expires_on >= ?) AND h.contact IS NOT DISTINCT FROM ?"
    " AND (? = h.branch OR ? LIKE h.branch || ' (%')"
)
# Its name in a message, so that it may be told anew; the number of the message keeps that apart from every other.
_TELL_ANEW = (
    "UPDATE message SET about = trim(replace(about || ' ', :name, trim(:name) || '@' || id || ' '))"
    " WHERE customer_id = :customer AND kind = :kind AND ' ' || about || ' ' LIKE '%' || :name || '%'"
)
CONTACT = "contact"
"""What of the data of a message says in which way it goes."""
TOLD = "hold told"
"""The word in the journal."""


def untold(reader: Reader) -> list[list[Row]]:
    """What stands ready and no message was ever queued for: customer, reservation, day, branch and contact.

    Per customer, and there per way in which they hear of it (a `HoldContact`, None as usual).
    """
    rows = reader.read(_UNTOLD, (MessageKind.HOLD_READY,))
    return [list(rows) for _, rows in groupby(rows, key=lambda row: (row[0], row[4]))]


def tell_anew(tx: Transaction, hold: Hold, *, unsent: bool = False) -> None:
    """Let what was queued about a reservation that stands ready be no more about it; `unsent`: only what is not sent.

    It is collected elsewhere, or heard of otherwise, from now on.
    """
    if hold.ready_on is None:
        return
    still = "" if not unsent else f" AND state <> '{State.SENT}'"
    name = f" {hold.id}@{hold.ready_on.isoformat()} "
    values: dict[str, Value] = {"name": name, "customer": hold.customer_id, "kind": MessageKind.HOLD_READY}
    tx.execute(_TELL_ANEW + still, values)


def hold_ready(desk: Desk, reader: Reader, ready: Sequence[Row]) -> Message:
    """The message that these reservations of one customer stand ready, as `untold` gives them."""
    holds = [(str(hold_id), day, branch_label(desk, branch)) for _, hold_id, day, branch, _ in ready]
    about = " ".join(["hold", *(f"{hold_id}@{day}" for hold_id, day, _ in holds)])
    customer_id, contact = ready[0][0], ready[0][4]
    rows = _rows(reader, customer_id, holds, contact, desk.working_date)
    told: dict[str, Shown] = {"holds": holds, "rows": rows, **({CONTACT: contact} if contact else {})}
    return Message(customer_id, MessageKind.HOLD_READY, "hold-ready", told, about)


def is_still_ready(reader: Reader, message: Queued, on: date) -> bool:
    """Whether anything that the message is about still stands ready."""
    return bool(_rows(reader, message.customer_id, _holds(message), contact_of(message), on))


def ready_now(reader: Reader, message: Queued, on: date) -> Mapping[str, Shown] | None:
    """What the message tells, without what was collected or let go meanwhile."""
    if message.data is None:
        return None
    return {**message.data, "rows": _rows(reader, message.customer_id, _holds(message), contact_of(message), on)}


def note_told(desk: Desk) -> int:
    """Note with each reservation of which the message was sent that the customer was told (Wise: B); how many.

    May be done at any time and more than once: what was sent while the program died is noted the next time.
    """
    desk.require(Right.SEND)
    told = [hold_id for _, hold_id, *_ in desk.store.read(_TOLD, (MessageKind.HOLD_READY,))]
    noted, pace = 0, Pace()
    with desk.pieces(pace) as piece:
        while told:
            some, told = told[: pace.rows], told[pace.rows :]
            with piece() as tx:
                noted += sum(_note_told(tx, hold_id) for hold_id in some)
    return noted


def _note_told(tx: Transaction, hold_id: int) -> bool:
    """As it is now: it may have been collected, or stand ready anew, since it was read."""
    row = tx.read_one(f"{_TOLD} AND h.id = ?", (MessageKind.HOLD_READY, hold_id))
    if row is None or not mark_told(tx, hold_id):
        return False
    tx.journal(TOLD, customer_id=row[0], after={"hold": hold_id})
    return True


def contact_of(message: Queued) -> str | None:
    """How the customer hears of these reservations (a `HoldContact`), as it was when it was queued; None as usual."""
    found = (message.data or {}).get(CONTACT)
    return found if isinstance(found, str) else None


def _holds(message: Queued) -> list[tuple[str, str, str]]:
    """Reservation, day and branch of each, as they were queued."""
    found = (message.data or {}).get("holds")
    if found is None or isinstance(found, str):
        return []
    return [(hold_id, day, branch) for hold_id, day, branch in found]


def _rows(
    reader: Reader, customer_id: int, holds: Sequence[tuple[str, str, str]], contact: str | None, on: date
) -> list[tuple[str, str, str]]:
    """Title, branch and last day of what still stands ready there, and is heard of in this way."""
    rows = []
    for hold_id, day, branch in holds:
        for title, author, expires_on in reader.read(
            _STILL, (int(hold_id), customer_id, day, on.isoformat(), contact, branch, branch)
        ):
            until = format_iso(expires_on)
            rows.append((with_author(title, author), branch, until))
    return rows
