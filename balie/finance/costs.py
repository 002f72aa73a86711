"""Costs that the desk books by hand, and taking such costs back with a reason (rules.md#costs-by-hand)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.catalogue.items import find_item
from balie.customers.standing import must_be_there
from balie.dutch.money import format_cents, parse_cents
from balie.dutch.text import fold, read_text, shown
from balie.ledger import Charge, book_costs, counter_charge
from balie.library.rights import Right
from balie.library.terms import BY_HAND
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.ledger import CostOffer
    from balie.store.reading import Reader

LONGEST_NOTE = 60
MOST_CENTS = 1_000_000
_CHARGE = (
    "SELECT customer_id, kind, cents, counters, EXISTS (SELECT 1 FROM charge AS n WHERE n.counters = charge.id),"
    " EXISTS (SELECT 1 FROM collection AS i WHERE i.charge_id = charge.id AND i.payment_id IS NULL"
    " AND i.returned_on IS NULL) FROM charge WHERE id = ?"
)
_GONE = "Deze boeking is er niet meer: kijk opnieuw in de historie."
_BY_RULE = "Dit volgt uit een regel en wordt niet met de hand teruggenomen: scheld het kwijt bij Betalen."
_TWICE = "Deze kosten zijn al teruggenomen."
_COUNTER = "Dit is zelf al een tegenboeking: boek opnieuw wat het had moeten zijn."
_COLLECTING = "Deze kosten worden geïncasseerd: wacht tot de bank het heeft verwerkt."


def read_cost_amount(offer: CostOffer, text: str) -> int:
    """The amount of these costs, in cents, as typed. Raises `Refusal` where it cannot be."""
    cents = parse_cents(text)
    if not 0 < cents <= MOST_CENTS:
        raise Refusal(f"Kosten zijn meer dan niets en hooguit {format_cents(MOST_CENTS)}: typ een bedrag als 12,50.")
    if not offer.free and cents != offer.cents:
        raise Refusal(f"{offer.name} kost {format_cents(offer.cents or 0)}: een ander bedrag kan hier niet.")
    return cents


def read_cost_note(text: str) -> str:
    """What the customer reads beside the costs, as typed. Raises `Refusal` for what cannot be kept."""
    return read_text(text, what="De omschrijving", longest=LONGEST_NOTE)


def charge_by_hand(
    desk: Desk, customer_id: int, offer: CostOffer, amount: str, note: str, *, item_number: str = ""
) -> int:
    """Book costs on a customer, of an item where `item_number` names one. Out: the id of the charge.

    `amount` and `note` are as typed. Raises `Refusal` with all reasons at their fields (`amount`, `note`, `item`), and
    when the customer is not there any more.
    """
    desk.require(Right.CHARGE)
    reasons = Reasons()
    cents, text = 0, ""
    with reasons.at("amount"):
        cents = read_cost_amount(offer, amount)
    with reasons.at("note"):
        text = read_cost_note(note)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        if item_number and find_item(tx, item_number) is None:
            reasons.add(f"Exemplaar {shown(item_number)} is er niet (meer): kies een ander, of geen.", "item")
        reasons.raise_if_any()
        if fold(text) == fold(offer.kind):  # the kind stands before it already
            text = ""
        charge = Charge(offer.kind, cents)
        charge_id = book_costs(tx, desk.library, customer_id, charge, note=text, item_number=item_number)
        tx.journal(
            "charged by hand",
            customer_id=customer_id,
            after={"costs": offer.name, "fee_cents": cents, "charge": charge_id},
        )
    return charge_id


def why_not_taken_back(reader: Reader, charge_id: int) -> str:
    """Why costs are not taken back by hand, in Dutch; empty when they can be."""
    row = reader.read_one(_CHARGE, (charge_id,))
    if row is None:
        return _GONE
    _, kind, cents, counters, countered, collecting = row
    if counters is not None:
        return _COUNTER
    if kind not in BY_HAND or cents < 0:
        return _BY_RULE
    if countered:
        return _TWICE
    return _COLLECTING if collecting else ""


def read_why_taken_back(text: str) -> str:
    """Why costs are taken back, as typed. Raises `Refusal` for nothing, and for what cannot be kept."""
    reason = read_text(text, what="De reden", longest=LONGEST_NOTE)
    if not reason:
        raise Refusal("Vul in waarom de kosten worden teruggenomen.")
    return reason


def take_costs_back(desk: Desk, charge_id: int, reason: str) -> int:
    """Take costs that were booked by hand back whole, with a reason. Out: the id of the charge that counters them.

    What is open of them is settled, what was paid is credit, what was waived lapses. Raises `Refusal` where
    `why_not_taken_back` says something, and for a reason that cannot be kept (`reason`).
    """
    desk.require(Right.TAKE_BACK)
    reasons = Reasons()
    text = ""
    with reasons.at("reason"):
        text = read_why_taken_back(reason)
    reasons.raise_if_any()
    with desk.transaction() as tx:
        if why := why_not_taken_back(tx, charge_id):
            raise Refusal(why)
        row = tx.read_one(_CHARGE, (charge_id,))
        assert row is not None
        customer_id, kind, cents, *_ = row
        back = counter_charge(tx, charge_id, reason=text)
        tx.journal(
            "costs taken back",
            customer_id=customer_id,
            before={"costs": kind, "fee_cents": cents, "charge": charge_id},
            after={"charge": back, "reversed_because": text},
        )
    return back
