"""A pass that is scanned where an item is expected: somebody of this session, or somebody else.

Source: rules.md#at-the-desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from screens.balie.line_page import scans_in
from screens.dialogs.boxes import ask_gate
from screens.dialogs.presented_pass import STOPPED, present

if TYPE_CHECKING:
    from balie.lending.rules.refusals import CardScanned
    from screens.balie.at_the_desk import TakesCustomers
    from screens.balie.customers import Customers
    from screens.balie.log import Line


class OtherPass:
    """Turns to whose pass it is, or asks on whose name is gone on."""

    def __init__(self, page: TakesCustomers, customers: Customers) -> None:
        self.page = page
        self.customers = customers

    def turns_to(self, refusal: CardScanned) -> bool:
        """Whether the pass that was scanned as item is of somebody of this session, who is active from now on."""
        known = self.customers.party.of(refusal.customer_id)
        if known is None or refusal.own or self.is_of_session_and_wrong(refusal):
            return False
        self.customers.turn_to(known)
        return True

    def is_of_session_and_wrong(self, refusal: CardScanned) -> bool:
        """Whether a pass that does not hold is of somebody who is being helped, and was not settled."""
        known = self.customers.party.of(refusal.customer_id)
        return known is not None and refusal.trouble is not None and not known.pass_settled

    async def ask_about_pass(self, line: Line, refusal: CardScanned) -> None:
        """A pass of this session that does not hold: it is settled, or the session ends."""
        shown_pass = await present(self.page.desk_app, refusal.number)
        line.seen, line.answer = True, "gezien"
        one = self.customers.party.of(refusal.customer_id)
        assert one is not None, "it is of this session"
        if shown_pass.goes_on:
            one.pass_settled = True
            self.customers.turn_to(one)
            self.page.desk_app.keys.hand_back(*shown_pass.kept)
            return
        line.answer = ""
        self.customers.log_as_not_lent(scans_in(shown_pass.kept))
        await self.page.do_close()

    async def ask_whose_turn(self, line: Line, refusal: CardScanned) -> None:
        """A pass of somebody else: nothing more is lent until the desk says on whose name."""
        told = [
            *([] if refusal.trouble is None else [f"! {refusal.trouble.text}"]),
            "Dit is de pas van een andere klant. Wat daarna is gescand, wacht tot u kiest.",
            "F12: sluit deze sessie af en helpt de andere. F8: de andere erbij, in dezelfde sessie.",
            "Esc: gaat met deze klant door.",
        ]
        buttons = {"f12": "Afsluiten", "f8": "Erbij", "escape": "Terug"}
        answer, scans = await ask_gate(self.page.desk_app, "Andere klant", told, buttons)
        line.seen = True
        if answer == "f12":
            # The pass is scanned once more behind the end of this session.
            line.answer = "volgende klant"
            self.page.desk_app.keys.hand_back(events.Paste(refusal.number), events.Key("enter", None), *scans)
            await self.page.do_close()
        else:
            if answer == "f8":
                await self._bring_along(line, refusal)
            self.page.desk_app.keys.hand_back(*scans)

    async def _bring_along(self, line: Line, refusal: CardScanned) -> None:
        shown_pass = await present(self.page.desk_app, refusal.number)
        if shown_pass.goes_on:
            line.answer = "klant erbij"
            self.customers.open(refusal.customer_id, scans_in(shown_pass.kept), pass_settled=shown_pass.settled)
        else:
            self.customers.log_as_not_lent(scans_in(shown_pass.kept))
            self.page.say(STOPPED, wrong=True)
