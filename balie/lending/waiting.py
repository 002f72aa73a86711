"""Who waits for an item that came in, before the desk decides about it: for whom, where it is collected, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.header import branch_label
from balie.dutch.dates import format_date
from balie.dutch.text import clean
from balie.lending.holds.catching import last_day
from balie.lending.holds.slips import who_waits

if TYPE_CHECKING:
    from balie.circulation.holds import Hold
    from balie.desk import Desk
    from balie.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Waits:
    """The first who waits: name (`Mw. A. de Vries`), klantnummer (empty while it follows), and where it is collected.

    `until` is the last day it is kept when it is set aside now; None where it has to travel first.
    """

    customer: str
    card: str
    branch: str
    until: date | None

    @property
    def text(self) -> str:
        """`Voor Mw. A. de Vries (24104000000028), afhalen in 4104 Oost t/m 16-04-2024.`"""
        number = f" ({self.card})" if self.card else ""
        where = f"t/m {format_date(self.until)}" if self.until is not None else "en gaat daarheen op transport"
        return f"Voor {clean(self.customer)}{number}, afhalen in {self.branch} {where}."


def waits_for(desk: Desk, tx: Transaction, hold: Hold) -> Waits:
    """Who waits by this reservation for an item that is here now."""
    customer, card = who_waits(tx, hold.customer_id)
    until = hold.expires_on
    if until is None and hold.branch == tx.stamp.branch:
        until = last_day(desk, tx, hold.branch)
    return Waits(customer, card, branch_label(desk, hold.branch), until)
