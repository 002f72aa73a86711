"""What happens to an item that somebody waits for: set aside when it comes in, passed on when it is not collected.

These work inside the act of somebody else; `set_aside` has the acts of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from balie.catalogue.items import Item, item_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status
from balie.catalogue.titles import title_of
from balie.circulation.hold_changes import make_ready, release, send
from balie.circulation.hold_rules import ON_SHELF, Shelved, can_serve
from balie.circulation.holds import Hold, HoldState, find_hold, fulfil, ready_hold, restore
from balie.circulation.loans import open_loan
from balie.circulation.opening_days import first_open_day
from balie.circulation.shelves import hold_for
from balie.customers.header import branch_label
from balie.dutch.dates import format_date
from balie.dutch.text import clean
from balie.lending.holds.slips import slip_of_hold, who_waits
from balie.lending.slips import Slip, transport_slip
from balie.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date

    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

CAUGHT = "hold ready"
SENT = "hold sent"
RELEASED = "hold released"
"""The words in the journal. A row names the reservation and not the title: what somebody wants to read is not kept."""
_WHY = "Reservering"


@dataclass(frozen=True, slots=True)
class Caught:
    """An item was set aside: `hold` as it is now, `before` and `was` (the item's status) as they were.

    `customer` (`Mw. A. de Vries`) and `number` (klantnummer) are who it is for, `again`: it was set aside already.
    `slip` goes with it; None where the library prints none, and where the item is not here.
    """

    hold: Hold
    before: Hold
    number: str
    title: str
    customer: str
    card: str
    branch: str
    was: ItemStatus
    again: bool = False
    slip: Slip | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it stands ready; otherwise it travels to the branch where it is collected."""
        return self.hold.state in ON_SHELF

    @property
    def text(self) -> str:
        """What the desk does with it, in Dutch."""
        if not self.is_ready:
            return f"Op transport naar {self.branch}, voor een reservering."
        until = "" if self.hold.expires_on is None else f", t/m {format_date(self.hold.expires_on)}"
        return f"Zet klaar voor {clean(self.customer)}{until}."


@dataclass(frozen=True, slots=True)
class Handed:
    """A copy that was set aside is free: who has it now (`caught`) or where it goes, in Dutch (`text`); its slip."""

    number: str
    title: str
    text: str
    caught: Caught | None = None
    slip: Slip | None = None


def catch_hold(desk: Desk, tx: Transaction, number: str, *, at: str | None = None) -> Caught | None:
    """Set an item aside for whom it is (`hold_for`), or see to it that one that was set aside is where it must be.

    `at`: the branch where the item is (default: this one). Out: None when it is for nobody, or when it is not lent.
    Raises `Refusal` when it is lent out.
    """
    item, here = item_of(tx, number), at or tx.stamp.branch
    ready = ready_hold(tx, item.number)
    before = ready or hold_for(tx, item.title_id, Shelved(item.number, here), tx.stamp.working_date)
    # What is in somebody's hands is not missing and not on order, whatever the store says.
    gone = item.status is ItemStatus.WRITTEN_OFF
    if before is None or gone or not can_serve(ItemStatus.IN, not_for_loan=item.values.not_for_loan):
        return None
    if open_loan(tx, item.number) is not None:
        raise Refusal(f"Exemplaar {item.number} is nog uitgeleend: neem het eerst in.")
    again = ready is not None and (ready.state in ON_SHELF) == (ready.branch == here)
    hold = before if again else _set_aside(desk, tx, before, item, here)
    status = ItemStatus.RESERVED if hold.state in ON_SHELF else ItemStatus.TRANSPORT
    found = item.status is ItemStatus.MISSING
    put_status(tx, item, status, action="item found" if found else "item status", why="" if found else _WHY)
    if not again:
        word = CAUGHT if hold.state in ON_SHELF else SENT
        told = {"hold": hold.id, "expires_on": hold.expires_on} if hold.expires_on else {"hold": hold.id}
        tx.journal(word, customer_id=hold.customer_id, after=told)
    customer, card = who_waits(tx, hold.customer_id)
    return Caught(
        hold=hold,
        before=before,
        number=item.number,
        title=title_of(tx, item.title_id).name,
        customer=customer,
        card=card,
        branch=branch_label(desk, hold.branch),
        was=item.status,
        again=again,
        slip=None if again or here != tx.stamp.branch else slip_of_hold(desk, tx, hold),
    )


def undo_catch(desk: Desk, tx: Transaction, caught: Caught) -> None:
    """Take back that an item was set aside: reservation and item as they were.

    Raises `Refusal` when something happened to the reservation since.
    """
    now = find_hold(tx, caught.hold.id)
    if now is None or (now.state, now.ready_item) != (caught.hold.state, caught.hold.ready_item):
        raise Refusal("Met deze reservering is inmiddels iets anders gebeurd: annuleren kan niet meer.")
    if caught.again:
        return
    restore(tx, still_collectable(desk, tx, caught.before))
    put_status(tx, item_of(tx, caught.number), caught.was, why="Geannuleerd")
    tx.journal(RELEASED, customer_id=caught.hold.customer_id, after={"hold": caught.hold.id})


def still_collectable(desk: Desk, reader: Reader, hold: Hold) -> Hold:
    """A reservation that is put back as it was, its last day moved on where the branch turns out to be closed on it."""
    branch = next((one for one in desk.library.branches if one.number == hold.branch), None)
    if hold.expires_on is None or branch is None:
        return hold
    return replace(hold, expires_on=first_open_day(reader, branch, hold.expires_on))


def release_hold(tx: Transaction, hold: Hold) -> None:
    """Let go of the item that was set aside, since it is lent to somebody else: this customer waits again."""
    release(tx, hold)
    tx.journal(RELEASED, customer_id=hold.customer_id, after={"hold": hold.id})


def fulfil_hold(desk: Desk, tx: Transaction, hold: Hold, number: str) -> Handed | None:
    """Close a reservation because an item of its title was lent to who waited for it.

    Had another copy been set aside for it, that one is passed on.
    """
    fulfil(tx, hold)
    if hold.ready_item is None or hold.ready_item == number:
        return None
    return pass_on(desk, tx, hold)


def pass_on(desk: Desk, tx: Transaction, hold: Hold) -> Handed | None:
    """Give the copy that was set aside for a reservation, closed in this transaction, to the next who waits for it.

    Otherwise it goes back to its shelf, or to its own branch. None where no copy was set aside.
    """
    if hold.ready_item is None:
        return None
    item = item_of(tx, hold.ready_item)
    title = title_of(tx, item.title_id).name
    if open_loan(tx, item.number) is not None or item.status not in (ItemStatus.RESERVED, ItemStatus.TRANSPORT):
        return None
    if hold.state is HoldState.TRANSPORT:
        return Handed(item.number, title, f"Onderweg naar {branch_label(desk, hold.branch)}: neem het daar in.")
    caught = catch_hold(desk, tx, item.number, at=hold.branch)
    if caught is not None:
        return Handed(item.number, title, caught.text, caught, caught.slip)
    home = item.values.branch
    if home == hold.branch:
        put_status(tx, item, ItemStatus.IN, why=_WHY)
        place = " ".join(filter(None, (item.values.shelf, item.values.call_mark)))
        return Handed(item.number, title, f"Terug in de kast{f': {clean(place)}' if place else ''}.")
    put_status(tx, item, ItemStatus.TRANSPORT, why=_WHY)
    slip = transport_slip(desk, tx, item.number, title, home) if hold.branch == tx.stamp.branch else None
    return Handed(item.number, title, f"Op transport naar {branch_label(desk, home)}.", slip=slip)


def _set_aside(desk: Desk, tx: Transaction, before: Hold, item: Item, here: str) -> Hold:
    if before.branch == here:
        return make_ready(tx, before, item.number, last_day(desk, tx, here))
    # It stood ready where it is collected, and turns up somewhere else.
    waiting = release(tx, before) if before.state in ON_SHELF else before
    return send(tx, waiting, item.number)


def last_day(desk: Desk, tx: Transaction, branch: str) -> date:
    """The last day on which what is set aside at this branch now is kept."""
    last = tx.stamp.working_date + timedelta(days=desk.library.holds.keep_days)
    return first_open_day(tx, desk.library.branch(branch), last)
