"""Passes of a customer: block and unblock, one more, and which is the customer's own. Replacing has a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.klanten.cards.card_line import card_line
from screens.klanten.reading import while_read

if TYPE_CHECKING:
    from balie.customers.cards.cards import Card
    from balie.desk import Desk
    from screens.klanten.open_customer import OpenCustomer

SCAN = "Scan de pas, of typ v: dan maakt het systeem een nummer."
_LONGEST_SCAN = 30


def _against_any(page: OpenCustomer) -> str:
    """Why nothing can be done with the passes of this customer; empty when something can."""
    if not _valid(page.desk, page.customer_id):
        return "Deze klant heeft nog geen klantnummer: geef eerst een nummer uit (G)."
    return ""


def _against_primary(page: OpenCustomer) -> str:
    refused = _against_any(page)
    if not refused and not _may_become_primary(_valid(page.desk, page.customer_id)):
        return "Deze klant heeft geen actieve volgpas om hoofdpas te maken: geef eerst een volgpas (Y)."
    return refused


def _against_plastic(page: OpenCustomer) -> str:
    refused = _against_any(page)
    if not refused and not _without_plastic(page.desk, page.customer_id):
        return "Van elk nummer dat op een pas past is al een pasje uitgegeven: vervang het als dat nodig is (M)."
    return refused


def _without_plastic(desk: Desk, customer_id: int) -> tuple[Card, ...]:
    """The active numbers that could stand on a pass and do not yet."""
    from balie.customers.cards.numbers import is_online
    from balie.customers.cards.states import CardState

    return tuple(
        card
        for card in _valid(desk, customer_id)
        if card.state is CardState.ACTIVE and not card.plastic and not is_online(card.number)
    )


def _valid(desk: Desk, customer_id: int) -> tuple[Card, ...]:
    """The passes with which something can be done: those that were not replaced."""
    from balie.customers.cards.cards import read_cards

    return tuple(card for card in read_cards(desk.store, customer_id) if card.acts)


def _may_become_primary(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    from balie.customers.cards.states import CardKind, CardState

    return tuple(card for card in cards if card.kind is CardKind.ADDITIONAL and card.state is CardState.ACTIVE)


async def _pick(page: OpenCustomer, title: str, cards: tuple[Card, ...]) -> Card | None:
    """Which pass; without asking where there is only one. None after Esc."""
    from screens.dialogs.pick import Pick

    if len(cards) == 1:
        return cards[0]
    chosen = await page.desk_app.ask(Pick(title, [card_line(card) for card in cards]))
    return None if chosen is None else cards[chosen]


async def block_card(page: OpenCustomer) -> None:
    """Block a pass for a reason, or lift the block of one that is blocked."""
    from balie.customers.cards.states import CardAct

    card = await _pick(page, "Pas blokkeren of deblokkeren", _valid(page.desk, page.customer_id))
    if card is None:
        return
    if CardAct.BLOCK in card.acts:
        await _block(page, card)
    else:
        await _unblock(page, card)


async def _block(page: OpenCustomer, card: Card) -> None:
    from balie.customers.cards.cards import block
    from balie.customers.cards.states import REASONS
    from screens.dialogs.pick import Pick

    dialog = Pick(f"Pas {card.number} blokkeren: waarom?", [reason.label for reason in REASONS])
    dialog.keeps_typed_ahead = False
    chosen = await page.desk_app.ask(dialog)
    if chosen is None:
        return
    block(page.desk, page.customer_id, card.number, REASONS[chosen].code)
    page.show_anew()
    page.say(f"Pas {card.number} is geblokkeerd: {REASONS[chosen].label.lower()}. Deblokkeren: weer L.")


async def _unblock(page: OpenCustomer, card: Card) -> None:
    from balie.customers.cards.cards import unblock
    from balie.customers.cards.states import reason_label
    from screens.dialogs.question import Question

    why = reason_label(card.reason).lower() or "geen reden"
    if await page.desk_app.ask(Question(f"Pas {card.number} is geblokkeerd ({why}). Deblokkeren?")):
        unblock(page.desk, page.customer_id, card.number)
        page.show_anew()
        page.say(f"Pas {card.number} werkt weer.")


async def replace_card(page: OpenCustomer) -> None:
    """Open the page on which a pass is replaced."""
    from screens.klanten.cards.replace_card import ReplaceCardPage

    await page.desk_app.open(ReplaceCardPage(page, _valid(page.desk, page.customer_id)))


async def add_card(page: OpenCustomer) -> None:
    """Give a pass more: the one that is scanned, or a number that the system makes."""
    from balie.customers.cards.cards import add_card as add
    from balie.customers.cards.new_card import read_new_card
    from screens.dialogs.ask_text import AskText

    store = page.desk.store
    dialog = AskText(
        "Volgpas", SCAN, longest=_LONGEST_SCAN, makes_way=True, read=lambda typed: read_new_card(store, typed)
    )
    typed = await page.desk_app.ask(dialog)
    if typed is None:
        return
    number = add(page.desk, page.customer_id, read_new_card(store, typed))
    page.show_anew()
    page.say(f"Volgpas {number} staat op naam van deze klant.")


async def give_plastic(page: OpenCustomer) -> None:
    """Note that a pass with one of the numbers was printed and handed out."""
    from balie.customers.cards.cards import give_plastic as give
    from screens.dialogs.question import Question

    card = await _pick(page, "Van welk nummer is een pasje uitgegeven?", _without_plastic(page.desk, page.customer_id))
    if card is None or not await page.desk_app.ask(
        Question(f"Is het pasje met nummer {card.number} afgedrukt en meegegeven?", harmless=True)
    ):
        return
    give(page.desk, page.customer_id, card.number)
    page.show_anew()
    page.say(f"Van nummer {card.number} is een pasje uitgegeven.")


async def primary_card(page: OpenCustomer) -> None:
    """Make an additional pass the customer's own number."""
    from balie.customers.cards.cards import make_primary
    from screens.dialogs.question import Question

    candidates = _may_become_primary(_valid(page.desk, page.customer_id))
    card = await _pick(page, "Welke volgpas wordt de hoofdpas?", candidates)
    if card is None or not await page.desk_app.ask(
        Question(f"Pas {card.number} de hoofdpas maken? De hoofdpas van nu wordt een volgpas.")
    ):
        return
    make_primary(page.desk, page.customer_id, card.number)
    page.show_anew()
    page.say(f"Pas {card.number} is nu de hoofdpas.")


CARD_ACTS = (
    while_read("block_card", block_card, _against_any),
    while_read("replace_card", replace_card, _against_any),
    while_read("add_card", add_card, _against_any),
    while_read("primary_card", primary_card, _against_primary),
    while_read("give_plastic", give_plastic, _against_plastic),
)
