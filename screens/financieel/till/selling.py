"""Verkoop, Kasuitgave, and taking back what was booked of either today: a basket of questions, each with Esc."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.money import format_cents
from balie.refusal import Refusal
from screens.pages.page import DROP

if TYPE_CHECKING:
    from balie.finance.tills.sales import Offered, SalePlan
    from balie.ledger.methods import Method
    from balie.ledger.till_sales import SaleLine, TillSale
    from screens.host.asking import Host

_SOLD_OUT = "Er staat niets te koop: zet artikelen in het bibliotheekbestand ([[articles]])."
_NO_KINDS = "Er zijn geen soorten kasuitgaven: zet ze in het bibliotheekbestand (outgoings)."
_NOTHING = "Door deze kas is vandaag niets verkocht of uitgegeven."
_LONGEST_NOTE = 120
_LONGEST_PIECES = 20  # more than is ever sold: what is scanned here is told as no number of pieces, not cut


async def sell_articles(app: Host) -> None:
    """Verkoop: fill a basket, ask with what is paid, book, print the bon. Only within work begun by `start`."""
    from balie.finance.tills.sales import articles, sell
    from screens.acts.printing import print_receipt

    desk = app.desk
    offered = articles(desk)
    if not offered:
        raise Refusal(_SOLD_OUT)
    basket: list[SaleLine] = []
    planned = None
    while planned is None:
        if not await _fill(app, offered, basket):
            return
        planned = await _agreed(app, basket)
    sold = sell(desk, planned)
    printed = await print_receipt(desk, sold.receipt_id, None)
    app.page.say(f"Verkocht: {format_cents(planned.due_cents)} ({planned.way}).{_change(planned)} {printed}".rstrip())


async def take_from_till(app: Host) -> None:
    """Kasuitgave: which kind, how much, what for."""
    from balie.finance.tills.sales import read_outgoing_amount, read_outgoing_note, take_out
    from screens.dialogs.ask_text import AskText
    from screens.dialogs.pick import Pick
    from screens.dialogs.question import Question

    kinds = app.desk.library.outgoings
    if not kinds:
        raise Refusal(_NO_KINDS)
    chosen = await app.ask(Pick("Kasuitgave", list(kinds)))
    if chosen is None:
        return
    kind = kinds[chosen]
    read = partial(read_outgoing_amount, app.desk)
    amount = note = ""
    while True:
        asked = AskText(kind, "Welk bedrag gaat er uit de kas?", longest=12, typed=amount, makes_way=True, read=read)
        typed = await app.ask(asked)
        if typed is None:
            return
        amount = typed
        # Esc goes one step back, with what was typed.
        asked = AskText(kind, "Waarvoor?", longest=_LONGEST_NOTE, typed=note, read=read_outgoing_note)
        typed = await app.ask(asked)
        if typed is not None:
            note = typed
            break
    told = f"{format_cents(read(amount))} uit de kas, {kind}"
    if await app.ask(Question(f"{told}: boeken?")):
        take_out(app.desk, kind, amount, note)
        app.page.say(f"Geboekt: {told}.")


async def take_sale_back(app: Host) -> None:
    """Pick what was sold or taken out today in this till, ask why, and take it back whole."""
    from balie.finance.tills import sales
    from balie.ledger.till_sales import sales_of_till
    from screens.dialogs.ask_text import AskText
    from screens.dialogs.pick import Pick
    from screens.dialogs.question import Question

    desk = app.desk
    found = sales_of_till(desk.store, desk.branch.number, desk.till, desk.working_date)
    found = [one for one in found if not sales.why_sale_stays(desk, one)]
    if not found:
        raise Refusal(_NOTHING)
    chosen = await app.ask(Pick("Terugnemen", [_told(one) for one in found]))
    if chosen is None:
        return
    sale = found[chosen]
    asked = "Waarom wordt dit teruggenomen?"
    reason = await app.ask(AskText("Terugnemen", asked, longest=_LONGEST_NOTE, read=sales.read_outgoing_note))
    if reason is None or not await app.ask(Question(f"{_told(sale)}: terugnemen?")):
        return
    sales.take_sale_back(desk, sale.id, reason)
    money = format_cents(abs(sale.cents))
    hand_over = f"Geef {money} terug ({sale.way})." if sale.cents > 0 else f"Leg {money} terug in de kas."
    app.page.say(f"Teruggenomen. {hand_over}")


async def _fill(app: Host, offered: tuple[Offered, ...], basket: list[SaleLine]) -> bool:
    """Put in the basket what is bought, and take out what is not; whether it is to be paid now."""
    from balie.finance.tills.sales import line_of, read_pieces, read_sale_amount
    from screens.dialogs.ask_text import AskText
    from screens.dialogs.pick import Pick
    from screens.dialogs.question import Question

    labels = [one.name if one.cents is None else f"{one.name}  {format_cents(one.cents)}" for one in offered]
    while True:
        done = [f"Afrekenen: {_sum(basket)}"] if basket else []
        out = [f"Weghalen: {line.pieces} {line.what}  {format_cents(line.cents)}" for line in basket]
        chosen = await app.ask(Pick("Verkoop", [*done, *labels, *out]))
        if chosen is None:
            if not basket or await app.ask(Question(DROP)):
                return False
            continue
        if done and chosen == 0:
            return True
        place = chosen - len(done)
        if place >= len(offered):
            del basket[place - len(offered)]
            continue
        article = offered[place]
        cents = article.cents
        if cents is None:
            typed = await app.ask(AskText(article.name, "Welk bedrag per stuk?", longest=12, read=read_sale_amount))
            if typed is None:
                continue
            cents = read_sale_amount(typed)
        pieces = await app.ask(
            AskText(article.name, "Hoeveel?", longest=_LONGEST_PIECES, typed="1", makes_way=True, read=read_pieces)
        )
        if pieces is not None:
            basket.append(line_of(article, read_pieces(pieces), cents))


async def _agreed(app: Host, basket: list[SaleLine]) -> SalePlan | None:
    """The sale as it is to be booked; None: back to the basket. Esc at what the customer gives asks the way anew."""
    from balie.finance.tills.sales import plan_sale
    from balie.ledger.methods import Method
    from screens.dialogs.question import Question

    while (way := await _way(app, basket)) is not None:
        received = await _received(app, basket) if way is Method.CASH else ""
        if received is None:
            continue
        planned = plan_sale(app.desk, basket, way, received)
        rounded = f" Afronding {format_cents(planned.rounding_cents)}." if planned.rounding_cents else ""
        if await app.ask(Question(f"{format_cents(planned.due_cents)} {way} boeken?{rounded}{_change(planned)}")):
            return planned
    return None


def _change(planned: SalePlan) -> str:
    return f" Terug: {format_cents(planned.change_cents)}." if planned.change_cents else ""


async def _way(app: Host, basket: list[SaleLine]) -> Method | None:
    """With what is paid; None after Esc."""
    from balie.finance.tills.sales import due_for
    from balie.ledger.methods import AT_TILL
    from screens.dialogs.pick import Pick

    labels = [f"{way.capitalize()}  {format_cents(due_for(app.desk, basket, way))}" for way in AT_TILL]
    chosen = await app.ask(Pick("Waarmee wordt betaald?", labels))
    return None if chosen is None else AT_TILL[chosen]


async def _received(app: Host, basket: list[SaleLine]) -> str | None:
    """What the customer gives, as typed; None after Esc."""
    from balie.finance.tills.sales import due_for, plan_sale
    from balie.ledger.methods import Method
    from screens.dialogs.ask_text import AskText

    due = format_cents(due_for(app.desk, basket, Method.CASH))
    return await app.ask(
        AskText(
            "Contant",
            f"Te betalen {due}. Wat geeft de klant?",
            longest=12,
            read=lambda text: plan_sale(app.desk, basket, Method.CASH, text),
        )
    )


def _sum(basket: list[SaleLine]) -> str:
    pieces = sum(line.pieces for line in basket)
    return f"{many(pieces, 'stuk', 'stuks')}, {format_cents(sum(line.cents for line in basket))}"


def _told(sale: TillSale) -> str:
    return f"{sale.what}  {format_cents(sale.cents)} ({sale.way})"
