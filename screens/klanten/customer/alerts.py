"""What pops up when a customer is opened: blocks, what money and membership forbid, notes, the remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from balie.customers.alerts import alerts
from screens.dialogs.question import Telling
from screens.keyboard.key_order import TypedEvent

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer


async def tell_alerts(page: OpenCustomer) -> None:
    """Tell it once; Enter closes it. Where the desk typed or scanned on already, it stands above the foot line.

    So it does where all of it was read here today: only what is new since then is told in a box.
    """
    told = alerts(page.desk, page.customer_id)
    if not told:
        return
    keys = page.desk_app.keys
    known, day = page.desk_app.alerts_read, page.desk.working_date
    if keys.typed_ahead or known.nothing_new(day, page.customer_id, told):
        page.say(" · ".join(told))
        return
    typed_on = await page.desk_app.ask(AlertDialog(told))
    if typed_on is None:
        known.read(day, page.customer_id, told)
    else:
        page.say(" · ".join(told))
        keys.hand_back(typed_on)


class AlertDialog(Telling[TypedEvent | None]):
    """Asks nothing, so it gives way: a key that does not close it is for the customer screen, and closes it too.

    So a card that is scanned while this box is on the screen opens the next customer, and no digit is lost.
    """

    def __init__(self, told: list[str]) -> None:
        super().__init__(told, title="Let op")

    def press(self, key: str, character: str | None) -> None:
        """Close it; give way to any other key."""
        self.give(None if self.closes(key, character) else events.Key(key, character))

    def paste(self, text: str) -> None:
        """Give way to pasted text."""
        self.give(events.Paste(text))

    def click_at(self, x: int, y: int) -> None:
        """A click on OK."""
        if self.on_button(y):
            self.give(None)
