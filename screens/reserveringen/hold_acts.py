"""What a list of reservations offers: the acts on the one that is marked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from balie.circulation.hold_rules import ON_SHELF, ClosingReason
from balie.circulation.holds import HoldState
from screens.host.places import Queue
from screens.pages.page import Page

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.holds.catching import Handed
    from balie.lending.holds.lists import HoldRow
    from screens.host.asking import Host

_REASONS = (ClosingReason.CUSTOMER, ClosingReason.LIBRARY, ClosingReason.NOT_SUPPLIED)
_NONE = "Er staat hier geen reservering."
_WEEK = timedelta(days=7)
_ABOUT_ONE = frozenset(
    {
        *("cancel_hold", "hold_priority", "keep_longer", "hold_slip", "hold_queue", "hold_customer"),
        "main",
    }
)


class HoldActs(Page):
    """A page with one reservation at hand. The rules of what may be done are those of `balie.lending.holds.holds`."""

    desk: Desk

    def row(self) -> HoldRow | None:
        """The reservation at hand; None where the list is empty."""
        raise NotImplementedError

    def done(self, told: str) -> None:
        """Something was done with it: show how it is now, and tell."""
        raise NotImplementedError

    def foot(self) -> tuple[str, ...]:
        """The acts that suit the reservation at hand."""
        row = self.row()
        if row is None:
            return self.FOOT
        if row.closed_on is not None:
            suiting: tuple[str, ...] = ("hold_queue",)
        elif row.state in ON_SHELF:
            suiting = ("cancel_hold", "keep_longer", "hold_slip")
        elif row.state is HoldState.TRANSPORT:
            suiting = ("cancel_hold", "hold_slip")
        else:
            suiting = ("cancel_hold", "hold_priority", "hold_queue")
        return ("help", "main", *suiting, "back")

    def refusal_of(self, action_id: str) -> str:
        """Why an act cannot be done with the reservation at hand."""
        row = self.row()
        if action_id not in _ABOUT_ONE:
            return super().refusal_of(action_id)
        if row is None:
            return _NONE
        match action_id:
            case "cancel_hold" if row.closed_on is not None:
                return "Deze reservering is al afgehandeld."
            case "hold_priority" if row.state is not HoldState.WAITING:
                return "Deze reservering wacht niet meer: de volgorde doet er niet toe."
            case "keep_longer" if row.state not in ON_SHELF:
                return "Voor deze reservering staat niets klaar."
            case "hold_slip" if row.closed_on is not None or row.ready_item is None:
                return "Voor deze reservering staat niets apart: er is nog geen bon."
            case "hold_customer" if row.customer_id is None:
                return "Van wie deze reservering was, wordt niet bewaard."
        return super().refusal_of(action_id)

    async def do_cancel_hold(self) -> None:
        """Annuleren, with a reason."""
        from balie.lending.holds.holds import cancel_hold
        from screens.dialogs.pick import Pick
        from screens.dialogs.question import Question

        row = self.at_hand()
        chosen = await self.desk_app.ask(Pick("Waarom annuleren?", [_sentence(reason) for reason in _REASONS]))
        if chosen is None:
            return
        if await self.desk_app.ask(Question(f"De reservering van {row.customer} op {row.name} annuleren?")):
            handed = cancel_hold(self.desk, row.id, _REASONS[chosen])
            self.done(" ".join(("Geannuleerd.", *await told(self.desk_app, handed))))

    async def do_hold_priority(self) -> None:
        """Voorrang."""
        from balie.lending.holds.holds import read_priority, set_priority
        from screens.dialogs.ask_text import AskText

        row = self.at_hand()
        typed = await self.desk_app.ask(
            AskText(
                *("Voorrang", "Welke prioriteit? 0 komt eerst, 5 is gewoon, 9 komt laatst."),
                longest=1,
                typed=str(row.priority),
                makes_way=True,
                read=read_priority,
            )
        )
        if typed is not None:
            place = set_priority(self.desk, row.id, read_priority(typed))
            self.done(f"Prioriteit {typed}: nummer {place} in de rij.")

    async def do_keep_longer(self) -> None:
        """Langer klaar."""
        from balie.dutch.dates import format_date
        from balie.lending.holds.holds import keep_longer, read_until
        from screens.dialogs.ask_text import AskText

        row = self.at_hand()
        today = self.desk.working_date
        ahead = max(row.expires_on or today, today) + _WEEK
        typed = await self.desk_app.ask(
            AskText(
                *("Langer klaar", "Tot en met welke dag blijft het klaarstaan? (dd-mm-jjjj)"),
                longest=20,
                typed=format_date(ahead),
                makes_way=True,
                read=lambda text: read_until(text, today),
            )
        )
        if typed is not None:
            until = read_until(typed, today)
            keep_longer(self.desk, row.id, until)
            self.done(f"Blijft klaarstaan t/m {format_date(until)}.")

    async def do_hold_slip(self) -> None:
        """The slip in the item once more."""
        from balie.lending.holds.slips import queue_slip_again
        from screens.acts.printing import print_receipt

        self.say(await print_receipt(self.desk, queue_slip_again(self.desk, self.at_hand().id), None))

    async def do_hold_queue(self) -> None:
        """Who else waits."""
        await self.desk_app.show(Queue(self.at_hand().title_id))

    async def do_hold_customer(self) -> None:
        """Open whose it is, on the tab Klanten."""
        from screens.acts.in_klanten import open_in_klanten

        customer_id = self.at_hand().customer_id
        assert customer_id is not None, "refusal_of was asked first"
        await open_in_klanten(self.desk_app, customer_id)

    def at_hand(self) -> HoldRow:
        """The reservation that is marked."""
        row = self.row()
        assert row is not None, "refusal_of was asked first"
        return row


async def told(app: Host, handed: Handed | None) -> list[str]:
    """What becomes of a copy that is free, after printing the slip that goes with it; nothing without one."""
    from screens.reserveringen.slips import print_slip

    if handed is None:
        return []
    printed = await print_slip(app, handed.slip)
    return [f"{handed.number}: {handed.text}", *([f"{printed}."] if printed else [])]


def _sentence(reason: ClosingReason) -> str:
    return reason.label.capitalize()
