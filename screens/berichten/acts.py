"""What a list of messages and the text of one offer: the acts on the message that is marked or shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.correspondence import acts
from balie.messages.outbox import State
from screens.pages.page import Page

if TYPE_CHECKING:
    from balie.correspondence.overview import Line
    from balie.desk import Desk

_LONGEST_REASON = 160

_SUITING = {
    State.QUEUED: ("withdraw_message",),
    State.SENDING: ("went_out", "did_not_go"),
    State.FAILED: ("queue_again", "withdraw_message"),
    State.SENT: ("came_back",),
    State.WITHDRAWN: ("queue_again",),
}
"""What the foot line shows for a message in a state, beside what it shows anyway."""


class MessageActs(Page):
    """A page with one message at hand. The rules of what may be done with it are those of `correspondence.acts`."""

    desk: Desk

    def message(self) -> Line | None:
        """The message at hand; None where the list is empty."""
        raise NotImplementedError

    def done(self, told: str) -> None:
        """Something was done with it: show how it is now, and tell."""
        raise NotImplementedError

    def foot(self) -> tuple[str, ...]:
        """The acts that suit the message at hand stand between the rest."""
        message = self.message()
        return ("help", "main", *(_SUITING[message.state] if message else ()), *self.FOOT[2:])

    def refusal_of(self, action_id: str) -> str:
        """Why an act cannot be done with the message at hand."""
        message = self.message()
        match action_id:
            case "withdraw_message" | "queue_again" | "went_out" | "did_not_go" | "came_back" | "open_addressee":
                if message is None:
                    return "Er staat hier geen bericht."
        if message is None:
            return super().refusal_of(action_id)
        match action_id:
            case "withdraw_message":
                return acts.against_withdrawing(message.state)
            case "queue_again":
                return acts.against_queueing_again(message.state)
            case "went_out" | "did_not_go":
                return acts.against_settling_doubt(message.state)
            case "came_back":
                return acts.against_coming_back(message.state, message.way)
        return super().refusal_of(action_id)

    async def do_withdraw_message(self) -> None:
        """Intrekken, with a reason."""
        from screens.dialogs.ask_text import AskText

        message = self._at_hand()
        reason = await self.desk_app.ask(
            AskText("Intrekken", "Waarom gaat dit bericht niet weg?", longest=_LONGEST_REASON)
        )
        if reason is not None:
            acts.withdraw(self.desk, message.key, reason)
            self.done("Ingetrokken: dit bericht gaat niet weg.")

    async def do_queue_again(self) -> None:
        """Opnieuw in de rij."""
        acts.queue_again(self.desk, self._at_hand().key)
        self.done("Dit bericht wacht weer, en gaat mee bij het volgende versturen.")

    async def do_went_out(self) -> None:
        """Ging uit: somebody looked, and it did."""
        await self._settle("Is nagekeken dat dit bericht weg is?", "Dit bericht is weg.", went_out=True)

    async def do_did_not_go(self) -> None:
        """Ging niet uit: somebody looked, and it did not."""
        told = "Dit bericht wacht weer, en gaat mee bij het volgende versturen."
        await self._settle("Is nagekeken dat dit bericht niet weg is? Dan wacht het weer.", told, went_out=False)

    async def _settle(self, question: str, told: str, *, went_out: bool) -> None:
        from screens.dialogs.question import Question

        message = self._at_hand()
        if await self.desk_app.ask(Question(question)):
            acts.settle_doubt(self.desk, message.key, went_out=went_out)
            self.done(told)

    async def do_came_back(self) -> None:
        """Onbestelbaar: the mail came back, and it becomes a letter."""
        from screens.dialogs.ask_text import AskText

        message = self._at_hand()
        reason = await self.desk_app.ask(
            AskText(
                "Onbestelbaar",
                "Wat staat er in de mail die terugkwam? Het adres krijgt geen mail meer; dit bericht wordt een brief.",
                longest=_LONGEST_REASON,
                typed=acts.RETURNED,
            )
        )
        if reason is not None:
            acts.came_back(self.desk, message.key, reason)
            self.done("Het adres is genoteerd als onbestelbaar; dit bericht wacht om een brief te worden.")

    async def do_open_addressee(self) -> None:
        """Open whom it is to, on the tab Klanten."""
        from screens.acts.in_klanten import open_in_klanten

        await open_in_klanten(self.desk_app, self._at_hand().customer_id)

    def _at_hand(self) -> Line:
        message = self.message()
        assert message is not None, "refusal_of was asked first"
        return message
