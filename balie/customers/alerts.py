"""What the desk is told when a customer is opened: blocks, what money and membership forbid, notes, the remark."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from balie.customers.blocks import read_blocks
from balie.customers.deceased import is_deceased
from balie.customers.memberships import Status, latest_membership
from balie.customers.tabs.notes import read_notes
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.ledger import open_charges
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.desk import Desk

_STATUSES = {
    Status.REMINDED: "Contributie: er is een herinnering gestuurd. Zelfbediening kan niet.",
    Status.OVERDUE: "Contributie: betalingsachterstand. Reserveren en zelfbediening kunnen niet.",
    Status.ONLINE_VERIFIED: "Online aangemeld en nog niet betaald: de pas is geblokkeerd.",
    Status.ONLINE_UNVERIFIED: "Online aangemeld: controleer de gegevens en de legitimatie.",
    Status.INVALID: "Dit lidmaatschap is ongeldig.",
}
"""What a status means at the desk (rules.md#membership-states)."""


def alerts(desk: Desk, customer_id: int) -> list[str]:
    """What pops up when this customer is opened, one text per line; nothing for most customers.

    First what stands in the way (deceased, blocks, status, open costs beyond what the library file allows), then the
    public notes and the private remark.
    """
    store, day = desk.store, desk.working_date
    found = ["Deze klant is overleden."] if is_deceased(store, customer_id) else []
    found += [
        f"Geblokkeerd ({block.kind.label.lower()}) sinds {format_date(block.since)}: {block.reason}"
        for block in read_blocks(store, customer_id)
    ]
    membership = latest_membership(store, customer_id)
    if membership is not None and membership.status in _STATUSES and membership.is_running(day):
        found.append(_STATUSES[membership.status])
    return [*found, *_open_costs(desk, customer_id), *read_notes(store, customer_id)]


def _open_costs(desk: Desk, customer_id: int) -> list[str]:
    """Open costs beyond the maximum, or for longer than allowed; open contribution does not count."""
    limits = desk.library.alerts
    costs = [
        charge
        for charge in open_charges(desk.store, customer_id)
        if charge.kind is not ChargeKind.CONTRIBUTION and charge.open_cents > 0
    ]
    total = sum(charge.open_cents for charge in costs)
    found = []
    if limits.open_above_cents is not None and total > limits.open_above_cents:
        most = format_cents(limits.open_above_cents)
        found.append(f"Open kosten: {format_cents(total)}, meer dan {most}. Zelfbediening kan niet.")
    if limits.open_days is not None:
        first = desk.working_date - timedelta(days=limits.open_days)
        old = [charge for charge in costs if charge.booked_on < first]
        if old:
            found.append(
                f"Open kosten sinds {format_date(old[0].booked_on)}: langer dan {limits.open_days} dagen."
                " Zelfbediening kan niet."
            )
    return found
