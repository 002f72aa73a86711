"""Where one reservation is collected, and how the customer hears of it; changed after it was placed.

Source: rules.md#holds-elsewhere, rules.md#holds-contact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status
from balie.circulation.hold_changes import CHANGED, release, relocate, send, set_contact
from balie.circulation.hold_rules import ON_SHELF
from balie.circulation.holds import Hold, HoldContact, HoldState
from balie.customers.addressee import read_addressees
from balie.customers.header import branch_label
from balie.lending.holds.holds import open_hold
from balie.lending.holds.ready_messages import tell_anew
from balie.lending.holds.slips import slip_of_hold
from balie.library.rights import Right
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.slips import Slip
    from balie.store.transaction import Transaction

CONTACT_LABELS: dict[HoldContact | None, str] = {
    None: "Zoals de klant het wil (tabblad 7)",
    HoldContact.MAIL: "E-mail",
    HoldContact.LETTER: "Brief",
    HoldContact.NONE: "Geen bericht",
}
"""What the desk chooses from."""
_TOLD_ALREADY = "De klant heeft hierover al bericht gehad: een andere manier doet er niet meer toe."
_WHY = "Reservering"


@dataclass(frozen=True, slots=True)
class MovedHold:
    """A reservation that is collected elsewhere: what the desk does now, in Dutch, and the slip that goes with it."""

    text: str
    slip: Slip | None = None


def collect_elsewhere(desk: Desk, hold_id: int, branch: str) -> MovedHold:
    """Let a reservation be collected at another branch; what stands ready goes on transport to it.

    It keeps its place in the queue. Raises `Refusal` (field `branch`) for a branch that is not there, or where it is
    collected already, and when it was closed.
    """
    desk.require(Right.RESERVE)
    try:
        to = desk.library.branch(branch).number
    except Refusal as refusal:
        raise refusal.for_field("branch") from None
    with desk.transaction() as tx:
        hold = open_hold(tx, hold_id)
        if to == hold.branch:
            raise Refusal(Reason(f"Deze reservering wordt al afgehaald in {branch_label(desk, to)}.", "branch"))
        moved = relocate(tx, hold, to)
        slip = _send_on(desk, tx, hold, moved) if hold.state in ON_SHELF else None
        before = {"hold": hold.id, "pickup_branch": hold.branch}
        tx.journal(CHANGED, customer_id=hold.customer_id, before=before, after={"pickup_branch": to})
    return MovedHold(_what_now(desk, hold, to), slip)


def hear_otherwise(desk: Desk, hold_id: int, contact: HoldContact | None) -> None:
    """Let the customer hear of one reservation by mail, by letter or not at all; None: as usual (tab 7).

    Raises `Refusal` when it was closed, when they were told already, and (field `contact`) by mail without an address.
    """
    desk.require(Right.RESERVE)
    with desk.transaction() as tx:
        hold = open_hold(tx, hold_id)
        if hold.state is HoldState.TOLD:
            raise Refusal(_TOLD_ALREADY)
        if contact is HoldContact.MAIL:
            to = read_addressees(tx, (hold.customer_id,)).get(hold.customer_id)
            if to is None or not to.email or to.bounced:
                told = "De klant heeft geen e-mailadres dat werkt: kies Brief, of vul er een in (tabblad 2)."
                raise Refusal(Reason(told, "contact"))
        if contact is not hold.contact:
            set_contact(tx, hold, contact)
            tell_anew(tx, hold, unsent=True)
            before = {"hold": hold.id, "hold_contact": hold.contact}
            tx.journal(CHANGED, customer_id=hold.customer_id, before=before, after={"hold_contact": contact})


def _send_on(desk: Desk, tx: Transaction, hold: Hold, moved: Hold) -> Slip | None:
    """Put what stood ready on transport; its slip where it stands here."""
    assert hold.ready_item is not None, "it stands ready"
    tell_anew(tx, hold)
    travelling = send(tx, release(tx, moved), hold.ready_item)
    put_status(tx, item_of(tx, hold.ready_item), ItemStatus.TRANSPORT, why=_WHY)
    return slip_of_hold(desk, tx, travelling) if hold.branch == desk.branch.number else None


def _what_now(desk: Desk, hold: Hold, to: str) -> str:
    where, was = branch_label(desk, to), branch_label(desk, hold.branch)
    told = f"Afhalen in {where}."
    if hold.state is HoldState.TRANSPORT:
        return f"{told} Exemplaar {hold.ready_item} is onderweg naar {was} en gaat van daar verder."
    if hold.state in ON_SHELF and hold.branch == desk.branch.number:
        return f"{told} Haal exemplaar {hold.ready_item} van de plank: op transport."
    if hold.state in ON_SHELF:
        return f"{told} Exemplaar {hold.ready_item} staat nog in {was}: laat het daar op transport doen."
    return told
