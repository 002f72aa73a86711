"""What a list of messages and the text of one offer: the acts on the message that is marked or shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from balie.correspondence import acts
from balie.messages.outbox import State
from screens.pages.act import Acts, PageAct
from screens.pages.page import Page

if TYPE_CHECKING:
    from balie.correspondence.overview import MessageLine
    from balie.desk import Desk

_LONGEST_REASON = 160
_NONE = "Er staat hier geen bericht."

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

    def message(self) -> MessageLine | None:
        """The message at hand; None where the list is empty."""
        raise NotImplementedError

    def done(self, told: str) -> None:
        """Something was done with it: show how it is now, and tell."""
        raise NotImplementedError

    def foot(self) -> tuple[str, ...]:
        """The acts that suit the message at hand stand between the rest."""
        message = self.message()
        return ("help", "main", *(_SUITING[message.state] if message else ()), *self.FOOT[2:])

    def no_message(self) -> str:
        """Why nothing can be done; empty when there is a message at hand."""
        return _NONE if self.message() is None else ""

    def against_withdrawing(self) -> str:
        """Why it cannot be withdrawn; empty when it can."""
        message = self.message()
        return _NONE if message is None else acts.against_withdrawing(message.state)

    def against_queueing(self) -> str:
        """Why it cannot be queued again; empty when it can."""
        message = self.message()
        return _NONE if message is None else acts.against_queueing_again(message.state)

    def against_settling(self) -> str:
        """Why there is no doubt to settle; empty when it can."""
        message = self.message()
        return _NONE if message is None else acts.against_settling_doubt(message.state)

    def against_coming_back(self) -> str:
        """Why it cannot have come back; empty when it can."""
        message = self.message()
        return _NONE if message is None else acts.against_coming_back(message.state, message.way)

    async def do_withdraw_message(self) -> None:
        """Intrekken, with a reason."""
        from screens.dialogs.ask_text import AskText

        message = self._at_hand()
        reason = await self.desk_app.ask(
            AskText("Intrekken", "Waarom gaat dit bericht niet weg?", longest=_LONGEST_REASON, read=acts.read_reason)
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
                read=acts.read_reason,
            )
        )
        if reason is not None:
            acts.came_back(self.desk, message.key, reason)
            self.done("Het adres is genoteerd als onbestelbaar; dit bericht wacht om een brief te worden.")

    async def do_open_addressee(self) -> None:
        """Open whom it is to, on the tab Klanten."""
        from screens.acts.in_klanten import open_in_klanten

        await open_in_klanten(self.desk_app, self._at_hand().customer_id)

    def _at_hand(self) -> MessageLine:
        message = self.message()
        assert message is not None, "refusal_of was asked first"
        return message

    ACTS: Acts[Self] = (
        PageAct("withdraw_message", do_withdraw_message, refused=against_withdrawing),
        PageAct("queue_again", do_queue_again, refused=against_queueing),
        PageAct("went_out", do_went_out, refused=against_settling),
        PageAct("did_not_go", do_did_not_go, refused=against_settling),
        PageAct("came_back", do_came_back, refused=against_coming_back),
        PageAct("open_addressee", do_open_addressee, refused=no_message),
    )
