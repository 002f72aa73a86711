"""Costs by hand: what a library lets its desk charge, booking one, and of which item it was.

Source: rules.md#costs-by-hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.ledger.charges import Charge, book_charge, vat_percent
from balie.library.terms import BY_HAND, ChargeKind
from balie.library.validity import in_force

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_OF_ITEM = "INSERT INTO charge_item (charge_id, item_number) VALUES (?, ?)"
_SETTLED = (
    "SELECT i.charge_id FROM charge_item AS i JOIN charge AS c ON c.id = i.charge_id"
    " JOIN customer AS k ON k.id = c.customer_id"
    " WHERE k.keep_history_since IS NULL AND c.settled_on < ? AND (c.kind <> 'verloren exemplaar' OR c.booked_on < ?)"
    " ORDER BY i.charge_id LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class CostOffer:
    """A kind of costs that the desk may charge on a day.

    `cents` is its price, None where there is none; `free` says that another amount may be typed. `note` is what the
    customer reads beside it, empty where the desk says it. `vat_percent` is the VAT in it.
    """

    name: str
    kind: ChargeKind
    cents: int | None
    free: bool
    note: str
    vat_percent: int


def cost_offers(library: Library, day: date) -> tuple[CostOffer, ...]:
    """What may be charged by hand on this day, in the order of the library file.

    A library that decided nothing has every kind, with an amount that the desk types. What has no price on this day
    and no free amount is left out.
    """
    if not library.costs:
        return tuple(
            CostOffer(kind.capitalize(), kind, None, True, "", vat_percent(library, kind, day)) for kind in BY_HAND
        )
    offers = []
    for one in library.costs:
        prices = in_force(one.price, day)
        if prices or one.free_amount:
            cents = prices[0].price_cents if prices else None
            percent = vat_percent(library, one.kind, day)
            offers.append(CostOffer(one.name, one.kind, cents, one.free_amount, one.note or "", percent))
    return tuple(offers)


def book_costs(
    tx: Transaction, library: Library, customer_id: int, charge: Charge, *, note: str = "", item_number: str = ""
) -> int:
    """Charge costs on the working date, and keep of which item they were. Out: the id of the charge.

    `note` is what the customer reads beside the kind, and names no title: what is charged is kept for seven years,
    which item it was only while it is open. Raises `ValueError` for an amount of nothing or a kind that is not of
    `BY_HAND`.
    """
    if charge.kind not in BY_HAND:
        raise ValueError(f"{charge.kind} is not charged by hand")
    charge_id = book_charge(tx, library, customer_id, charge, note=note)
    if item_number:
        tx.execute(_OF_ITEM, (charge_id, item_number))
    return charge_id


def has_items_to_forget(reader: Reader, before: date, lost_before: date) -> bool:
    """Whether `forget_items` has something to do."""
    return reader.read_one(_SETTLED, (before.isoformat(), lost_before.isoformat(), 1)) is not None


def forget_items(tx: Transaction, before: date, lost_before: date, most: int) -> int:
    """Let go of which items costs were of that were settled before this day, of at most so many. Out: of how many.

    Of what was lost also booked before `lost_before`: until then it may be found again. Of who keeps a history of
    loans it stays, as the loans do.
    """
    going = list(tx.read(_SETTLED, (before.isoformat(), lost_before.isoformat(), most)))
    tx.execute_many("DELETE FROM charge_item WHERE charge_id = ?", going)
    return len(going)
