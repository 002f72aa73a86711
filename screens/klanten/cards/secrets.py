"""A new one-time password, and the PIN for self-service: typed twice, shown nowhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from screens.klanten.reading import while_read

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer

_LONGEST_PIN = 30
"""Room for a scanned pass, which is then refused as a whole."""


def _without_number(page: OpenCustomer) -> str:
    """Why this customer can have no password and no PIN; empty when they can."""
    from balie.customers.cards.numbers import current_number

    if current_number(page.desk.store, page.customer_id) is None:
        return "Deze klant heeft nog geen klantnummer om mee in te loggen: geef eerst een nummer uit (G)."
    return ""


async def password(page: OpenCustomer) -> None:
    """Make a new one-time password, print its bon, show it once."""
    from balie.customers.cards.passwords import give_password
    from screens.acts.printing import print_receipt
    from screens.dialogs.question import Question
    from screens.klanten.saving import new_secret, password_notice

    if not await page.desk_app.ask(Question("Een nieuw eenmalig wachtwoord geven? Het oude werkt dan niet meer.")):
        return
    secret = await new_secret(page.desk)
    printed = await print_receipt(page.desk, give_password(page.desk, page.customer_id, secret), secret.password)
    page.show_anew()
    await page.desk_app.ask(password_notice(secret.password, printed))


async def pin(page: OpenCustomer) -> None:
    """Set the PIN; where there is one already, ask whether to take it away instead."""
    from balie.customers.cards.passwords import clear_pin, has_pin
    from screens.dialogs.pick import Pick
    from screens.dialogs.question import Question

    if not has_pin(page.desk.store, page.customer_id):
        await _set_pin(page)
        return
    lines = ["Andere pincode instellen", "Pincode wissen"]
    chosen = await page.desk_app.ask(Pick("Deze klant heeft een pincode", lines))
    if chosen == 0:
        await _set_pin(page)
    elif chosen == 1 and await page.desk_app.ask(
        Question("De pincode wissen? Bij de zelfbediening werkt hij niet meer.")
    ):
        clear_pin(page.desk, page.customer_id)
        page.show_anew()
        page.say("De pincode is gewist.")


async def _set_pin(page: OpenCustomer) -> None:
    from balie.customers.cards.credentials import make_secret
    from balie.customers.cards.passwords import read_pin, read_pin_again, set_pin
    from screens.dialogs.ask_text import AskText

    asked = "Laat de klant vier cijfers typen. Ze zijn op het scherm niet te zien."
    first = await page.desk_app.ask(AskText("PIN instellen", asked, longest=_LONGEST_PIN, read=read_pin, hidden=True))
    if first is None:
        return
    again = await page.desk_app.ask(
        AskText(
            "PIN instellen",
            "Nog eens dezelfde vier cijfers.",
            longest=_LONGEST_PIN,
            read=lambda typed: read_pin_again(first, typed),
            hidden=True,
        )
    )
    if again is None:
        return
    set_pin(page.desk, page.customer_id, await asyncio.to_thread(make_secret, read_pin(again)))
    page.show_anew()
    page.say("De pincode is ingesteld.")


SECRET_ACTS = (
    while_read("password", password, _without_number),
    while_read("pin", pin, _without_number),
)
