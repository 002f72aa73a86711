"""What a borrower had lost is there after all: it is in the stock again, and what was asked for it goes back.

Source: rules.md#lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import LOST, take_into_stock_again, write_off_as_lost
from balie.customers.names import find_name
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.ledger import Charge, Lapsed, counter_charge, give_back, let_revive
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.catalogue.items import Item
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

FOUND_NOTE = "teruggevonden"
"""What a customer reads beside what is given back."""
_NOTHING_ASKED = "Een lener had dit als kwijt gemeld. Er was niets voor gevraagd, of dat is al vergeten."
_ASKED = (
    "SELECT c.id, c.customer_id, c.cents, c.booked_on FROM charge_item AS k JOIN charge AS c ON c.id = k.charge_id"
    " WHERE k.item_number = ? AND c.kind = ? AND c.cents > 0 AND c.booked_on = ?"
    " AND NOT EXISTS (SELECT 1 FROM charge AS n WHERE n.counters = c.id) ORDER BY c.id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """That an item was lost, and what was given back: `told` in Dutch; the rest is for undoing."""

    told: str
    number: str
    asked_id: int | None = None
    back_id: int | None = None
    lapsed: tuple[Lapsed, ...] = ()


def is_lost(item: Item) -> bool:
    """Whether a borrower lost it."""
    return item.status is ItemStatus.WRITTEN_OFF and item.write_off_reason == LOST


def found_again(desk: Desk, tx: Transaction, item: Item) -> FoundAgain:
    """Within taking it in: put what was lost in the stock again and give back what was asked for it, once.

    Within the days that the library gives for it, and to whom it was asked of, while that is a customer.
    """
    assert item.written_off_on is not None, "it was lost"
    take_into_stock_again(tx, item)
    # Of the day it was lost: what an earlier borrower was asked for the same item is not given back now.
    asked = tx.read_one(_ASKED, (item.number, ChargeKind.LOST, item.written_off_on.isoformat()))
    if asked is None:
        return FoundAgain(_NOTHING_ASKED, item.number)
    charge_id, customer_id, cents, booked_on = asked
    name = find_name(tx, customer_id)
    who = f"Als kwijt gemeld door {name.titled if name else 'een klant die er niet meer is'}"
    since = date.fromisoformat(booked_on)
    who = f"{who} op {format_date(since)}"
    if why := _why_not(desk, tx, name is not None, since):
        return FoundAgain(f"{who}. {why}", item.number)
    back = give_back(tx, desk.library, customer_id, Charge(ChargeKind.LOST, -cents), [charge_id], note=FOUND_NOTE)
    tx.execute("DELETE FROM charge_item WHERE charge_id = ?", (charge_id,))
    tx.journal(
        "lost item found",
        customer_id=customer_id,
        before={"costs": ChargeKind.LOST, "fee_cents": cents, "charge": charge_id},
        after={"charge": back.charge_id, "reversed_because": FOUND_NOTE},
    )
    told = f"{who}. {format_cents(cents)} vergoeding gaat terug: wat betaald is, is tegoed."
    return FoundAgain(told, item.number, charge_id, back.charge_id, back.lapsed)


def undo_found(tx: Transaction, item: Item, found: FoundAgain, *, reason: str) -> None:
    """Undo `found_again`: the item is lost as before, and what was given back is asked again."""
    write_off_as_lost(tx, item)
    if found.back_id is None:
        return
    counter_charge(tx, found.back_id, reason=reason)
    for one in found.lapsed:
        let_revive(tx, one)
    tx.execute("INSERT INTO charge_item (charge_id, item_number) VALUES (?, ?)", (found.asked_id, found.number))


def _why_not(desk: Desk, reader: Reader, is_there: bool, since: date) -> str:
    """Why nothing goes back, in Dutch; empty when it does."""
    days = desk.library.lost.refund_days
    if days is None:
        return "De bibliotheek geeft de vergoeding niet terug."
    if desk.working_date > since + timedelta(days=days):
        return f"Dat is meer dan {days} dagen geleden: de vergoeding gaat niet terug."
    return "" if is_there else "De vergoeding gaat niet terug."
