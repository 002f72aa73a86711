"""Kwijt: what an item that a borrower lost costs is proposed, told together, asked, and booked.

Source: rules.md#lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.money import format_cents
from balie.lending.report_lost import look_at_lost, read_price, report_lost
from screens.dialogs.ask_text import AskText
from screens.dialogs.question import Question

if TYPE_CHECKING:
    from balie.lending.at_home import ItemAtHome
    from balie.lending.session.acts import ReportedLost
    from screens.host.asking import Host

_LONGEST_AMOUNT = 12


async def lose(app: Host, customer_id: int, row: ItemAtHome) -> ReportedLost | None:
    """Ask what it costs and whether it is so, and book it; None where that was not done.

    Raises `Refusal` when the loan does not run any more, or costs something else by now.
    """
    offer = look_at_lost(app.desk, customer_id, row.loan_id)
    price = "" if offer.price_cents is None else format_cents(offer.price_cents).removeprefix("€ ")
    asked = f"{offer.title}: welke vergoeding? 0 = geen."
    while True:
        typed = await app.ask(
            AskText("Kwijt", asked, longest=_LONGEST_AMOUNT, typed=price, makes_way=True, read=read_price)
        )
        if typed is None:
            return None
        cents, price = read_price(typed), typed
        if await app.ask(Question(offer.asked(cents), title="Kwijt")):
            return report_lost(app.desk, customer_id, offer, cents)


def told(act: ReportedLost) -> str:
    """What to say of it: `Kwijt gemeld; € 24,20 geboekt. Betalen: F7.`"""
    cents = act.fee_cents + act.fine_cents
    booked = f"{format_cents(cents)} geboekt. Betalen: F7." if cents > 0 else "er is niets voor geboekt."
    return f"Kwijt gemeld; {booked}"
