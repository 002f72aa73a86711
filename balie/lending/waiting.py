"""Who waits for an item that came in, before the desk decides about it: for whom, where it is collected, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.header import branch_label
from balie.dutch.dates import format_date
from balie.dutch.text import clean
from balie.lending.holds.catching import last_day
from balie.lending.holds.slips import shelf_mark, who_waits

if TYPE_CHECKING:
    from balie.circulation.holds import Hold
    from balie.desk import Desk
    from balie.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Waits:
    """The first who waits: name (`Mw. A. de Vries`), klantnummer (empty while it follows), and where it is collected.

    `until` is the last day it is kept when it is set aside now; None where it has to travel first. `mark` is what its
    slip will say (`VRIE 0028`); empty where it travels, whose slip says none.
    """

    customer: str
    card: str
    branch: str
    until: date | None
    mark: str = ""

    @property
    def text(self) -> str:
        """`Voor Mw. A. de Vries (24104000000028), afhalen in 4104 Oost t/m 16-04-2024. Op de bon: VRIE 0028.`"""
        number = f" ({self.card})" if self.card else ""
        where = f"t/m {format_date(self.until)}" if self.until is not None else "en gaat daarheen op transport"
        mark = f" Op de bon: {clean(self.mark)}." if self.mark else ""
        return f"Voor {clean(self.customer)}{number}, afhalen in {self.branch} {where}.{mark}"


def waits_for(desk: Desk, tx: Transaction, hold: Hold) -> Waits:
    """Who waits by this reservation for an item that is here now."""
    customer, card = who_waits(tx, hold.customer_id)
    until = hold.expires_on
    if until is None and hold.branch == tx.stamp.branch:
        until = last_day(desk, tx, hold.branch)
    mark = shelf_mark(tx, hold.customer_id) if until is not None else ""
    return Waits(customer, card, branch_label(desk, hold.branch), until, mark)
