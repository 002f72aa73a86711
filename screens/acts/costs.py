"""Kosten boeken and terugnemen: which kind, how much, what for, of which item; from Betalen, a customer or an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.money import format_cents
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.ledger import CostOffer
    from screens.finding.choose_customer import Chosen
    from screens.host.asking import Host

_LONGEST_ITEM = 80
_NO_ITEM, _OTHER_ITEM = "Zonder exemplaar", "Ander exemplaar: scan of typ het nummer"


async def book_costs_of_item(app: Host, item_number: str) -> None:
    """Ask on whom, then as `book_costs`, of this item. Only within work begun by `start`."""
    from screens.finding.choose_customer import with_customer

    async def book(chosen: Chosen) -> None:
        await book_costs(app, chosen[0], item_number=item_number)

    await with_customer(app, "Kosten boeken", book)


async def book_costs(app: Host, customer_id: int, *, item_number: str = "") -> bool:
    """Ask which costs and book them on this customer. Out: whether that was done; Esc anywhere books nothing."""
    from balie.customers.header import read_header
    from balie.finance.costs import LONGEST_NOTE, charge_by_hand, read_cost_amount, read_cost_note
    from balie.ledger import cost_offers
    from screens.dialogs.ask_text import AskText
    from screens.dialogs.pick import Pick
    from screens.dialogs.question import Question

    desk = app.desk
    offers = cost_offers(desk.library, desk.working_date)
    if not offers:
        raise Refusal("Op deze dag heeft geen soort kosten een prijs: zet die in het bibliotheekbestand ([[costs]]).")
    chosen = await app.ask(Pick("Kosten boeken", [_label(one) for one in offers]))
    if chosen is None:
        return False
    offer = offers[chosen]
    price = "" if offer.cents is None else format_cents(offer.cents).removeprefix("€ ")
    amount: str | None = price
    if offer.free or not price:
        amount = await app.ask(
            AskText(
                offer.name,
                "Welk bedrag?",
                longest=12,
                typed=price,
                makes_way=True,
                read=lambda text: read_cost_amount(offer, text),
            )
        )
    if amount is None:
        return False
    note = await app.ask(
        AskText(
            offer.name,
            "Wat leest de klant erbij? (geen titel: dit blijft zeven jaar bewaard)",
            longest=LONGEST_NOTE,
            typed=offer.note or offer.name,
            makes_way=True,
            read=read_cost_note,
        )
    )
    if note is None:
        return False
    of = item_number or await _of_item(app, customer_id, offer)
    if of is None:
        return False
    who = read_header(desk, customer_id).name
    told = f"{offer.name}, {format_cents(read_cost_amount(offer, amount))}"
    what = f"{told}, van exemplaar {of}" if of else told
    if not await app.ask(Question(f"{what}, boeken bij {who}?")):
        return False
    charge_by_hand(desk, customer_id, offer, amount, note, item_number=of)
    app.page.returned_to()
    app.page.say(f"Geboekt bij {who}: {told}.")
    return True


async def take_back(app: Host, charge_id: int, told: str) -> bool:
    """Ask why these costs (`told`: `Schade, € 5,00`) are taken back, and do it. Out: whether it was done."""
    from balie.finance.costs import LONGEST_NOTE, read_why_taken_back, take_costs_back, why_not_taken_back
    from screens.dialogs.ask_text import AskText
    from screens.dialogs.question import Question

    if why := why_not_taken_back(app.desk.store, charge_id):
        raise Refusal(why)
    asked = f"Waarom wordt {told} teruggenomen?"
    reason = await app.ask(AskText("Kosten terugnemen", asked, longest=LONGEST_NOTE, read=read_why_taken_back))
    if reason is None:
        return False
    follows = "Wat openstaat vervalt, wat betaald was wordt tegoed."
    if not await app.ask(Question(f"{told} terugnemen? {follows}")):
        return False
    take_costs_back(app.desk, charge_id, reason)
    return True


def _label(offer: CostOffer) -> str:
    if offer.cents is None:
        return f"{offer.name}  bedrag typen"
    return f"{offer.name}  {format_cents(offer.cents)}{' of een ander bedrag' if offer.free else ''}"


async def _of_item(app: Host, customer_id: int, offer: CostOffer) -> str | None:
    """The item it is of, "" for none; asked only of what happens to an item. None after Esc."""
    from balie.customers.scans import item_scanned
    from balie.lending.at_home import in_bezit
    from balie.library.terms import OF_ITEM
    from screens.dialogs.ask_text import AskText
    from screens.dialogs.pick import Pick

    if offer.kind not in OF_ITEM:
        return ""
    store = app.desk.store
    home = in_bezit(app.desk, customer_id)
    labels = [_NO_ITEM, *(f"{one.number}  {one.title}" for one in home), _OTHER_ITEM]
    chosen = await app.ask(Pick(f"{offer.name}: van welk exemplaar?", labels))
    if chosen is None:
        return None
    if chosen <= len(home):
        return home[chosen - 1].number if chosen else ""

    def one_item(text: str) -> str:
        return item_scanned(store, text, app.desk.library).number

    typed = await app.ask(AskText(offer.name, "Welk exemplaar?", longest=_LONGEST_ITEM, makes_way=True, read=one_item))
    return None if typed is None else one_item(typed)
