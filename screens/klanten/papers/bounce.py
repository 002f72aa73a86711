"""Onbestelbaar: mail to the customer does not arrive, or the address is good after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.klanten.reading import while_read

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer


def _without_address(page: OpenCustomer) -> str:
    """Why nothing can be noted of the address of this customer; empty when it can."""
    from balie.customers.bounces import NO_ADDRESS, has_address

    return "" if has_address(page.desk.store, page.customer_id) else NO_ADDRESS


async def bounce(page: OpenCustomer) -> None:
    """Note that mail comes back, and why; where that is noted already, ask whether the address is good again."""
    from balie.customers.bounces import (
        BY_THE_DESK,
        LONGEST_REASON,
        clear_bounce,
        read_bounce,
        read_reason,
        report_bounce,
    )
    from screens.dialogs.ask_text import AskText
    from screens.dialogs.question import Question

    noted = read_bounce(page.desk.store, page.customer_id)
    if noted is not None:
        asked = f"{noted.email}: {noted.text} ({noted.reason}). Is het adres toch goed, en mag er weer mail heen?"
        if await page.desk_app.ask(Question(asked)):
            clear_bounce(page.desk, page.customer_id)
            page.show_anew()
            page.say("Het e-mailadres geldt weer: berichten gaan er weer heen.")
        return
    asked = "Waarom komt mail niet aan? Het adres krijgt dan geen mail meer; berichten worden een brief."
    reason = await page.desk_app.ask(
        AskText("Onbestelbaar", asked, longest=LONGEST_REASON, typed=BY_THE_DESK, makes_way=True, read=read_reason),
    )
    if reason is not None:
        report_bounce(page.desk, page.customer_id, reason)
        page.show_anew()
        page.say("Het e-mailadres is genoteerd als onbestelbaar.")


BOUNCE = while_read("bounce", bounce, _without_address)
